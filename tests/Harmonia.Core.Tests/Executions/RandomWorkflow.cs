using System.Globalization;
using Harmonia.Core.Definitions;

namespace Harmonia.Core.Tests.Executions;

/// <summary>
/// Workflows out of everything that matters for an end: groups, loops, compensations, handlers, mutexes, regions that
/// are withdrawn, and tasks that wait for somebody outside.
/// </summary>
internal sealed class RandomWorkflow(Random random)
{
    private const int MaxTries = 50;

    private static readonly string[] Joins = ["all_success", "all_success", "all_done", "any_success", "none_failed"];

    private int _ids;
    private bool _isLocked;

    public WorkflowDefinition Make()
    {
        for (var tries = 0; tries < MaxTries; tries++)
        {
            var (definition, findings) = Definitions.Checking.Compile.Yaml(Write());
            if (definition is not null)
            {
                return definition;
            }

            // Some graphs can never run, or wait in a circle, and are rightly refused; anything else is a mistake here.
            var mistake = findings.FirstOrDefault(finding => finding.IsError && finding.Code is not "unreachable_task");
            Assert.True(mistake is null, $"{mistake?.Pointer}: {mistake?.Message}");
        }

        throw new InvalidOperationException($"No workflow out of {MaxTries} could be compiled.");
    }

    private string Write()
    {
        _ids = 0;
        var more = new List<string> { "name: w" };
        var tasks = Body(random.Next(2, 8), isRoot: true);
        if (Chance(0.5))
        {
            more.Add($"error_handlers: [{{on: {(Chance(0.5) ? "busy" : "\"*\"")}, run: handler}}]");
            tasks.Add($"  handler: {{{Call(isPlain: true)}}}");
            tasks.Add($"  after_handler: {{{Call(isPlain: true)}, depends_on: handler}}");
        }

        if (Chance(0.6))
        {
            more.Add("finally: [last]");
            tasks.Add($"  last: {{{Call(isPlain: true)}}}");
            tasks.Add("  very_last: {type: group, depends_on: [{task: last, on: [completed, failed]}],"
                + $" tasks: {{inner: {{{Call(isPlain: true)}}}}}}}");
        }

        if (Chance(0.2))
        {
            more.Add("timeout: 300");
        }

        return string.Join('\n', [.. more, "tasks:", .. tasks]);
    }

    private List<string> Body(int count, bool isRoot)
    {
        var ids = Enumerable.Range(0, count).Select(_ => NextId()).ToArray();
        return [.. ids.Select((id, place) => $"  {id}: {{{What(isRoot)}{When(ids, place)}}}")];
    }

    private string What(bool isRoot) => random.Next(isRoot ? 10 : 12) switch
    {
        0 => Container("type: group"),
        1 => Container($"type: loop, count: {random.Next(4)}, delay: {random.Next(2) * 5}"),
        2 => "type: event, signal: s",
        3 => $"type: approval, on_reject: {(Chance(0.5) ? "fail" : "continue")}",
        4 => "type: expression, result: 1",
        _ => Call(isPlain: false),
    };

    /// <summary>Within a task that holds a mutex there is none.</summary>
    private string Container(string type)
    {
        var (wasLocked, fields) = (_isLocked, Common());
        _isLocked |= fields.Contains("mutex", StringComparison.Ordinal);
        var container = $"{type}{fields}, tasks: {{{Inner()}}}";
        _isLocked = wasLocked;
        return container;
    }

    private string Inner() => string.Join(", ", Body(random.Next(1, 4), isRoot: false).Select(task => task.Trim()));

    private string Call(bool isPlain)
    {
        var call = "component: lab, action: x, timeout: 40";
        return isPlain || Chance(0.2)
            ? call
            : $"{call}{Common()}, on_unknown: {Pick("retry", "retry", "fail", "ask")}";
    }

    private string Common()
    {
        var retries = $"{{max_retries: {random.Next(3)}, initial_delay: {random.Next(4)}, retry_on: [\"*\"]}}";
        return (Chance(0.5) ? $", compensate: {{component: lab, action: undo, retry_policy: {retries}}}" : "")
            + (!_isLocked && Chance(0.3) ? $", mutex: {Pick("m", "n")}" : "")
            + (Chance(0.4) ? $", retry_policy: {retries}" : "")
            + (Chance(0.15) ? ", on_error: continue" : "")
            + (Chance(0.1) ? ", total_timeout: 60" : "");
    }

    private string When(string[] ids, int place)
    {
        var before = ids.Take(place).Where(_ => Chance(0.4)).ToArray();
        var withdrawn = ids.Skip(place + 1).Where(_ => Chance(0.05)).ToArray();
        return (before.Length > 0 ? $", depends_on: [{string.Join(", ", before)}], join: {Pick(Joins)}" : "")
            + (withdrawn.Length > 0 ? $", cancels: [{string.Join(", ", withdrawn)}]" : "");
    }

    private bool Chance(double probability) => random.NextDouble() < probability;

    private string Pick(params string[] items) => items[random.Next(items.Length)];

    private string NextId() => string.Create(CultureInfo.InvariantCulture, $"t{_ids++}");
}
