namespace Harmonia.Torture;

/// <summary>Compares what the component received with what the histories say.</summary>
internal sealed class LedgerChecks(IReadOnlyCollection<LedgerCall> calls, Violations violations)
{
    private readonly ILookup<string, LedgerCall> _byExecution =
        calls.ToLookup(call => call.Execution, StringComparer.Ordinal);

    /// <summary>Keys, and calls of executions that nobody knows.</summary>
    public void CheckAll(IReadOnlySet<string> executions)
    {
        foreach (var group in _byExecution.Where(group => !executions.Contains(group.Key)))
        {
            violations.Add($"The component was called for an execution that no start gave: {group.First()}", group.Key);
        }

        foreach (var key in calls.GroupBy(call => call.Key, StringComparer.Ordinal))
        {
            var first = key.First();
            var other = key.FirstOrDefault(call => call.Execution != first.Execution || call.Task != first.Task);
            violations.Check(
                other is null, $"Two tasks have one idempotency key: {first} and {other}", first.Execution);
            var changed = key.FirstOrDefault(call => call.Body != first.Body);
            violations.Check(
                changed is null,
                $"Two attempts of one task have different bodies: {first}, {changed}",
                first.Execution);
        }
    }

    /// <summary>No call without its stored start, one for each attempt, and no completion without its call.</summary>
    public void Check(
        string execution, IReadOnlyDictionary<string, TaskHistory> tasks, IReadOnlyList<string> undone)
    {
        var called = _byExecution[execution].Select(call => call.Task).Distinct().Where(undone.Contains).ToList();
        violations.Check(
            called.SequenceEqual(undone.Where(called.Contains)),
            $"The compensations {string.Join(", ", undone)} were called as {string.Join(", ", called)}.",
            execution);
        foreach (var task in _byExecution[execution].GroupBy(call => call.Task, StringComparer.Ordinal))
        {
            var recorded = tasks.GetValueOrDefault(task.Key)?.Attempts ?? 0;
            violations.Check(
                task.Select(call => call.Key).Distinct().Count() == 1,
                $"The attempts of {task.Key} came with different idempotency keys.",
                execution);
            violations.Check(
                tasks.GetValueOrDefault(task.Key) is not { HasCompletedBefore: true },
                $"{task.Key} was called again, though it had completed before the checkpoint.",
                execution);
            foreach (var attempt in task.GroupBy(call => call.Attempt))
            {
                violations.Check(
                    attempt.Key >= 1 && attempt.Key <= recorded,
                    $"{task.Key} was called as attempt {attempt.Key}; {recorded} attempts are recorded.",
                    execution);
                violations.Check(
                    attempt.Count() == 1,
                    $"Attempt {attempt.Key} of {task.Key} called {attempt.Count()} times.",
                    execution);
            }

            if (tasks.GetValueOrDefault(task.Key)?.CompletedAttempt is { } completed)
            {
                violations.Check(
                    task.Any(call => call.Attempt == completed),
                    $"Attempt {completed} of {task.Key} is recorded as completed and never called.",
                    execution);
            }
        }
    }
}
