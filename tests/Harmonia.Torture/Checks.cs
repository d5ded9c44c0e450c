using System.Collections.Concurrent;
using System.Text.Json;

namespace Harmonia.Torture;

/// <summary>Everything that is compared when the last restart is over.</summary>
internal sealed class Checks(
    Api api, StartRecords records, Ledger ledger, ExecutionReaders readers, FeedReader feed, Violations violations)
{
    private const int AtOnce = 8;

    private static readonly string[] OpenStatuses = ["pending", "running", "paused"];
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FeedLimit = TimeSpan.FromSeconds(15);

    private readonly ConcurrentDictionary<string, List<string>> _marks = new(StringComparer.Ordinal);
    private long _events;

    /// <summary>Events in all histories.</summary>
    public long Events => Interlocked.Read(ref _events);

    /// <summary>Waits until nothing is open any more.</summary>
    public async Task AwaitEndsAsync(CancellationToken cancellationToken)
    {
        long open = 0;
        var isOver = await Poll.UntilAsync(
            async () =>
            {
                open = 0;
                foreach (var status in OpenStatuses)
                {
                    open += await TotalAsync($"status={status}&", cancellationToken);
                }

                return open == 0;
            },
            EndLimit,
            cancellationToken);
        violations.Check(isOver, $"{open} executions are still open {EndLimit.TotalSeconds} s after the last restart.");
    }

    public async Task CheckAllAsync(CancellationToken cancellationToken)
    {
        violations.Check(
            records.Acknowledged.Count == records.All.Count,
            $"{records.All.Count} executions were started, {records.Acknowledged.Count} acknowledged.");
        await CheckTotalAsync(cancellationToken);
        var ledgerChecks = new LedgerChecks(ledger.Calls, violations);
        var known = records.Acknowledged.Select(record => record.Execution!).ToHashSet(StringComparer.Ordinal);
        ledgerChecks.CheckAll(known);
        await Parallel.ForEachAsync(
            records.Acknowledged,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken },
            async (record, token) => await CheckAsync(record, ledgerChecks, token));
        await CheckFeedAsync(cancellationToken);
    }

    /// <summary>Every key gave one execution, and nothing else began.</summary>
    public async Task CheckTotalAsync(CancellationToken cancellationToken)
    {
        var total = await TotalAsync("", cancellationToken);
        violations.Check(
            total == records.Acknowledged.Count,
            $"The list has {total} executions; {records.Acknowledged.Count} starts were acknowledged.");
        var different = records.Acknowledged.Select(record => record.Execution).Distinct().Count();
        violations.Check(different == records.Acknowledged.Count, "Two keys gave the same execution.");
    }

    private async Task<long> TotalAsync(string query, CancellationToken cancellationToken)
    {
        var answer = await api.GetAsync($"/api/executions?{query}limit=1", cancellationToken);
        return answer.IsSuccess
            ? answer.Body.GetProperty("total").GetInt64()
            : throw new InvalidOperationException($"The list of executions was answered by {answer}");
    }

    private async Task CheckAsync(StartRecord record, LedgerChecks ledgerChecks, CancellationToken cancellationToken)
    {
        var execution = record.Execution!;
        var shown = await api.GetAsync($"/api/executions/{execution}", cancellationToken);
        if (!violations.Check(shown.IsSuccess, $"The start {record.Key} is lost: {shown}", execution))
        {
            return;
        }

        var history = await api.HistoryAsync(execution, cancellationToken);
        Interlocked.Add(ref _events, history.Count);
        violations.Check(
            shown.Body.GetProperty("version").GetInt64() == history.Count,
            $"It is shown at version {shown.Body.GetProperty("version")} and has {history.Count} events.",
            execution);
        CheckResult(record, shown.Body);
        CheckOperator(record, history);
        var historyChecks = new HistoryChecks(execution, history, violations);
        ledgerChecks.Check(execution, historyChecks.Check(), historyChecks.Undone);
        if (readers.Seen.TryGetValue(execution, out var seen))
        {
            violations.Check(
                seen.SequenceEqual(history.Select(item => item.Type)),
                $"Its reader saw: {string.Join(", ", seen)}",
                execution);
        }

        _marks[execution] = [.. history.Select(item => FeedReader.Mark(item.Type, item.Task))];
    }

    private void CheckResult(StartRecord record, JsonElement shown)
    {
        var status = shown.GetProperty("status").GetString();
        var expected = record.Shape.Expect(record.Input);
        if (status == "canceled" || record.CancelAcknowledged)
        {
            violations.Check(
                status == "canceled" && (record.CancelAcknowledged || record.CancelUnknown),
                $"It is {status}; canceling was {(record.CancelAcknowledged ? "" : "not ")}acknowledged.",
                record.Execution);
            return;
        }

        violations.Check(
            status == expected.Status, $"It is {status} instead of {expected.Status}.", record.Execution);
        if (status != expected.Status)
        {
            return;
        }

        if (expected.Output is { } output)
        {
            var actual = shown.GetProperty("output");
            violations.Check(
                JsonElement.DeepEquals(actual, JsonElement.Parse(output)),
                $"Its output is {actual.GetRawText()} instead of {output}.",
                record.Execution);
        }

        var tasks = shown.GetProperty("task_executions");
        foreach (var (task, end) in expected.Tasks)
        {
            var actual = tasks.GetProperty(task).GetProperty("status").GetString();
            violations.Check(actual == end, $"Its task {task} is {actual} instead of {end}.", record.Execution);
        }
    }

    private void CheckOperator(StartRecord record, List<HistoryItem> history)
    {
        var pauses = history.Count(item => item.Type == "workflow_paused");
        violations.Check(
            !record.PauseAcknowledged || pauses == 1,
            $"Pausing it was acknowledged once, and its history has {pauses} pauses.",
            record.Execution);
        violations.Check(
            record.CancelAcknowledged || record.CancelUnknown || history.All(item => item.Type != "workflow_canceled"),
            "It was canceled, and nobody asked for that.",
            record.Execution);
    }

    /// <summary>The feed brought every event once, in the order of its execution; it may be a little behind.</summary>
    private async Task CheckFeedAsync(CancellationToken cancellationToken)
    {
        await Poll.UntilAsync(() => Task.FromResult(feed.Count >= Events), FeedLimit, cancellationToken);
        foreach (var (execution, expected) in _marks)
        {
            var seen = feed.Seen.GetValueOrDefault(execution) ?? [];
            violations.Check(
                expected.SequenceEqual(seen), $"The global feed brought: {string.Join(", ", seen)}", execution);
        }

        violations.Check(feed.Count == Events, $"The global feed brought {feed.Count} events of {Events}.");
    }
}
