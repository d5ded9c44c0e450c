namespace Harmonia.Torture.Workers;

/// <summary>What workers were answered beside what is stored.</summary>
internal sealed class WorkersChecks(
    Api api,
    IReadOnlyList<string> executions,
    IReadOnlyList<WorkerPlace> workers,
    IReadOnlyList<long> serverStarts,
    Violations violations)
{
    private const int TasksOfEach = 5;

    private static readonly string[] OpenStatuses = ["pending", "running", "paused"];
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(30);

    private List<BookLine> _lines = [];

    /// <summary>Events in all histories.</summary>
    public long Events { get; private set; }

    /// <summary>Ends of attempts that were answered with 200.</summary>
    public int Accepted => _lines.Count(line => line.IsEnd);

    /// <summary>How much was really tried.</summary>
    public string Reach =>
        $"{_lines.Count(line => line.IsEnd && line.Verb == BookLine.Fail)} failures and "
            + $"{_lines.Count(line => line.IsEnd && line.Tries > 1)} ends said more than once were taken, "
            + $"{_lines.Count(line => line.Status == 409)} came too late, "
            + $"{_lines.Count(line => line.Verb == BookLine.Release)} given back";

    /// <summary>Waits until nothing is open any more: workers are well, and the server is up.</summary>
    public async Task AwaitEndsAsync(CancellationToken cancellationToken)
    {
        long open = 0;
        var isOver = await Poll.UntilAsync(
            async () =>
            {
                open = 0;
                foreach (var status in OpenStatuses)
                {
                    var path = $"/api/executions?status={status}&limit=1";
                    open += (await api.GetAsync(path, cancellationToken)).Body.GetProperty("total").GetInt64();
                }

                return open == 0;
            },
            EndLimit,
            cancellationToken);
        violations.Check(isOver, $"{open} executions are still open {EndLimit.TotalSeconds} s after the last restart.");
    }

    /// <summary>The workers have ended.</summary>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        _lines = [.. workers.SelectMany(worker => BookLine.ReadAll(worker.Book))];
        CheckAnswers();
        CheckHolders();
        var ends = _lines.Where(line => line.IsEnd).ToLookup(line => line.Execution, StringComparer.Ordinal);
        foreach (var execution in executions)
        {
            await CheckAsync(execution, [.. ends[execution]], cancellationToken);
        }

        violations.Check(
            ends.All(end => executions.Contains(end.Key, StringComparer.Ordinal)),
            "A worker was given an attempt of an execution that nobody was told of.");
    }

    private void CheckAnswers()
    {
        foreach (var line in _lines.Where(line => line.Status is not (200 or 409)))
        {
            violations.Add($"A worker was answered neither 200 nor 409: {line}", line.Execution);
        }

        foreach (var ends in _lines.Where(line => line.IsEnd)
            .GroupBy(line => (line.Execution, line.Task, line.Attempt)).Where(ends => ends.Count() > 1))
        {
            violations.Add($"An attempt has two accepted ends: {string.Join(", ", ends)}", ends.Key.Execution);
        }
    }

    /// <summary>
    /// Whoever had an attempt before another got it is not believed any more, unless the server has begun anew since
    /// then, and nobody had spoken of the attempt before.
    /// </summary>
    private void CheckHolders()
    {
        var takes = _lines.Where(line => line.Verb == BookLine.Take)
            .ToLookup(line => (line.Execution, line.Task, line.Attempt));
        foreach (var end in _lines.Where(line => line.IsEnd))
        {
            var holders = takes[(end.Execution, end.Task, end.Attempt)].ToList();
            violations.Check(
                holders.Any(take => take.Epoch == end.Epoch && take.Worker == end.Worker),
                $"An end was accepted of an attempt that the worker had not: {end}",
                end.Execution);
            violations.Check(
                !holders.Any(take => take.Epoch > end.Epoch
                    && !serverStarts.Any(start => take.Epoch <= start && start <= end.At)),
                $"An end was accepted when the attempt was another's: {end}",
                end.Execution);
        }
    }

    private async Task CheckAsync(string execution, BookLine[] ends, CancellationToken cancellationToken)
    {
        var shown = await api.GetAsync($"/api/executions/{execution}", cancellationToken);
        var status = shown.IsSuccess ? shown.Body.GetProperty("status").GetString() : shown.ToString();
        violations.Check(status == "completed", $"It is {status} instead of completed.", execution);
        var history = await api.HistoryAsync(execution, cancellationToken);
        Events += history.Count;
        new HistoryChecks(execution, history, violations).Check();
        violations.Check(
            history.All(item => item.Type != "task_interrupted"),
            "A restart interrupted an attempt that a worker had.",
            execution);
        var completed = history.Where(item => item.Type == "task_completed")
            .ToLookup(item => item.Task!, StringComparer.Ordinal);
        violations.Check(
            completed.Count == TasksOfEach && completed.All(items => items.Count() == 1),
            "Not each of its tasks has completed once.",
            execution);
        foreach (var end in ends)
        {
            var isStored = end.Verb == BookLine.Complete
                ? completed[end.Task].Any(item => item.Attempt == end.Attempt && IsSaidBy(item, end))
                : history.Any(item => item.Type == "retry_attempted" && item.Task == end.Task
                    && item.Attempt == end.Attempt);
            violations.Check(isStored, $"An end was accepted and is not stored: {end}", execution);
        }
    }

    /// <summary>Whether what is stored came from this worker, of this handing over.</summary>
    private static bool IsSaidBy(HistoryItem item, BookLine end)
    {
        var output = item.Data.GetProperty("output");
        return output.GetProperty("by").GetString() == end.Worker
            && output.GetProperty("epoch").GetInt64() == end.Epoch;
    }
}
