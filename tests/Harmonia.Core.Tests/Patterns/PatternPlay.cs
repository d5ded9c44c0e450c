using System.Text.Json;
using Harmonia.Core.Definitions;
using Harmonia.Core.Executions;
using Harmonia.Core.Failures;
using Harmonia.Core.Tests.Executions;

namespace Harmonia.Core.Tests.Patterns;

/// <summary>Plays the world of one sample (<c>play</c> of its <c>history.yaml</c>) against an execution.</summary>
/// <remarks>Every call that is ready is started at once after each entry, as a server with free places does.</remarks>
internal sealed class PatternPlay
{
    /// <summary>Rounds in which what is ready is started; a sample that needs more never comes to rest.</summary>
    private const int MaxRounds = 100;

    private readonly Scenario _scenario;

    private PatternPlay(WorkflowDefinition definition) => _scenario = Scenario.Of(definition);

    /// <summary>Plays a sample to its end.</summary>
    /// <param name="definition">The text of its <c>workflow.yaml</c>.</param>
    /// <param name="play">The entries.</param>
    /// <returns>Its events, each as <c>name</c> or <c>name: task</c>.</returns>
    public static IReadOnlyList<string> Run(string definition, JsonElement play)
    {
        var (compiled, findings) = Definitions.Checking.Compile.Yaml(definition);
        Assert.DoesNotContain(findings, finding => finding.IsError);
        var player = new PatternPlay(compiled!);
        foreach (var entry in play.EnumerateArray())
        {
            var verb = Assert.Single(entry.EnumerateObject());
            player.Play(verb.Name, verb.Value);
            player.StartReady();
        }

        var state = player._scenario.State;
        var folded = ExecutionState.Fold(state.Id, compiled!, player._scenario.Settings, player._scenario.History);
        Assert.Equal(Simulation.Checks.StateDump.Text(state), Simulation.Checks.StateDump.Text(folded));
        return [.. player._scenario.History.Select(Line)];
    }

    private static string Line(ExecutionEvent fact) =>
        EventNames.Of(fact) + (fact is TaskEvent { Task: var task } ? $": {task}" : "");

    private void Play(string verb, JsonElement what)
    {
        switch (verb)
        {
            case "start":
                _scenario.Start(what.ValueKind == JsonValueKind.Object ? what.GetRawText() : "{}");
                break;
            case "complete":
                _scenario.Complete(TaskOf(what), Member(what, "output")?.GetRawText() ?? "{}");
                break;
            case "fail":
                _scenario.Fail(
                    TaskOf(what),
                    Member(what, "code")?.GetString() ?? FailureCodes.TaskFailed,
                    Member(what, "retryable")?.GetBoolean() ?? false);
                break;
            case "add":
                var items = Member(what, "items") ?? JsonText.List([]);
                var close = Member(what, "close")?.GetBoolean() ?? false;
                _scenario.Do(at => new AddItems(TaskOf(what), items, close) { At = at });
                break;
            case "after":
                _scenario.After(what.GetDouble()).Tick();
                break;
            case "signal":
                _scenario.Do(at => new SendSignal(
                    what.GetProperty("name").GetString()!,
                    Member(what, "payload") ?? JsonText.Null,
                    null,
                    Member(what, "keep")?.GetBoolean() ?? true)
                { At = at });
                break;
            case "answer":
                Answer(what);
                break;
            case "cancel":
                _scenario.Do(at => new CancelExecution(null) { At = at });
                break;
            case "pause":
                _scenario.Do(at => new PauseExecution { At = at });
                break;
            case "resume":
                _scenario.Do(at => new ResumeExecution { At = at });
                break;
            case "child":
                var child = _scenario.State.Find(TaskOf(what))!.Child!.Value;
                _scenario.Do(at => new ReportChild(child, End(what, at)) { At = at });
                break;
            case "confirm":
                foreach (var order in _scenario.State.Plan().Orders)
                {
                    _scenario.Do(at => new ConfirmOrder(order) { At = at });
                }

                break;
            case "callback":
                var number = _scenario.State.Find(TaskOf(what))!.Callback!.Number;
                var body = Member(what, "body") ?? JsonText.EmptyObject;
                _scenario.Do(at => new ReceiveCallback(TaskOf(what), number, body) { At = at });
                break;
            default:
                Assert.Fail($"Nobody knows how to play '{verb}'.");
                break;
        }
    }

    /// <summary>Answers an approval; <c>refused</c> is the code with which that is refused.</summary>
    private void Answer(JsonElement what)
    {
        var decision = _scenario.Decide(new AnswerApproval(
            TaskOf(what),
            what.GetProperty("decision").GetString() == "approve",
            Member(what, "data"),
            null,
            Member(what, "actor")?.GetString())
        {
            At = _scenario.Now,
        });
        Assert.Equal(Member(what, "refused")?.GetString(), (decision as Decision.Rejected)?.Code);
    }

    private void StartReady()
    {
        for (var round = 0; round < MaxRounds; round++)
        {
            var ready = _scenario.State.Plan().Ready;
            if (ready.IsEmpty)
            {
                return;
            }

            _scenario.Begin([.. ready.Select(task => task.Path)]);
        }

        Assert.Fail($"After {MaxRounds} rounds something is still ready.");
    }

    /// <summary>The last word of a child: what it completed with, or with which code it failed.</summary>
    private static ExecutionEvent End(JsonElement what, DateTimeOffset at) =>
        Member(what, "completed") is { } output ? new WorkflowCompleted(output, []) { At = at }
            : Member(what, "failed")?.GetString() is { } code
                ? new WorkflowFailed(FailureCodes.TaskFailed, new TaskFailure(code, "No.", Retryable: false), [])
                {
                    At = at,
                }
            : new WorkflowCanceled(null) { At = at };

    private static string TaskOf(JsonElement what) =>
        what.ValueKind == JsonValueKind.String ? what.GetString()! : what.GetProperty("task").GetString()!;

    private static JsonElement? Member(JsonElement what, string name) =>
        what.ValueKind == JsonValueKind.Object && what.TryGetProperty(name, out var value) ? value : null;
}
