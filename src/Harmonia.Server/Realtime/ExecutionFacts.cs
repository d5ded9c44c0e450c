using Harmonia.Core.Executions;
using Harmonia.Engine.Ports;
using Harmonia.Engine.Running;

namespace Harmonia.Server.Realtime;

/// <summary>
/// What an event's subscribers are told beside it: names out of the definition, durations since earlier events.
/// </summary>
/// <remarks>
/// What it remembers are facts of the history, so one memory serves all streams. A stream that begins in the middle, or
/// a fact that was forgotten, costs one reading of the earlier events.
/// </remarks>
internal sealed class ExecutionFacts(IExecutionStore store, DefinitionCache definitions)
{
    private const int MaxOrigins = 16_384;
    private const int MaxStarts = 65_536;
    private const int PageSize = 512;

    private readonly RecentFacts<ExecutionId, Origin> _origins = new(MaxOrigins);
    private readonly RecentFacts<ExecutionId, Start> _restorations = new(MaxOrigins);
    private readonly RecentFacts<(ExecutionId Execution, string Task, int Attempt), Start> _starts = new(MaxStarts);

    /// <summary>Adds to an event what its subscribers are told beside it.</summary>
    public ValueTask<LiveItem> CompleteAsync(RecordedEvent recorded, CancellationToken cancellationToken)
    {
        Remember(recorded);
        return recorded.Event switch
        {
            TaskStarted started => WithNameAsync(recorded, started, cancellationToken),
            TaskCompleted completed => WithDurationAsync(recorded, completed, cancellationToken),
            WorkflowCompleted completed => WithDurationAsync(recorded, completed, cancellationToken),
            _ => new(new LiveItem(recorded, null, null)),
        };
    }

    public async ValueTask<WorkflowId?> WorkflowOfAsync(RecordedEvent recorded, CancellationToken cancellationToken)
    {
        Remember(recorded);
        return (await OriginAsync(recorded.ExecutionId, cancellationToken))?.Workflow;
    }

    private async ValueTask<LiveItem> WithNameAsync(
        RecordedEvent recorded, TaskStarted started, CancellationToken cancellationToken)
    {
        var name = started.Task;
        if (await OriginAsync(recorded.ExecutionId, cancellationToken) is { } origin)
        {
            var definition = await definitions.GetAsync(origin.DefinitionHash, cancellationToken);
            name = definition.FindByPath(started.Task)?.Name ?? name;
        }

        return new LiveItem(recorded, name, null);
    }

    private async ValueTask<LiveItem> WithDurationAsync(
        RecordedEvent recorded, TaskCompleted completed, CancellationToken cancellationToken)
    {
        var key = (recorded.ExecutionId, completed.Task, completed.Attempt);
        var start = _starts.Find(key) ?? await ReadStartAsync(key, recorded.Version, cancellationToken);
        return new LiveItem(recorded, null, completed.At - start?.At);
    }

    private async ValueTask<LiveItem> WithDurationAsync(
        RecordedEvent recorded, WorkflowCompleted completed, CancellationToken cancellationToken)
    {
        var origin = await OriginAsync(recorded.ExecutionId, cancellationToken);
        var begunAt = _restorations.Find(recorded.ExecutionId)?.At ?? origin?.At;
        return new LiveItem(recorded, null, completed.At - begunAt);
    }

    private void Remember(RecordedEvent recorded)
    {
        if (recorded.Event is WorkflowStarted started)
        {
            _origins.Add(
                recorded.ExecutionId, new Origin(started.WorkflowId, started.DefinitionHash, started.At));
        }
        else if (recorded.Event is WorkflowRestored)
        {
            _restorations.Add(recorded.ExecutionId, new Start(recorded.Event.At));
        }
        else if (recorded.Event is TaskStarted task)
        {
            _starts.Add((recorded.ExecutionId, task.Task, task.Attempt), new Start(task.At));
        }
    }

    private async ValueTask<Origin?> OriginAsync(ExecutionId id, CancellationToken cancellationToken)
    {
        if (_origins.Find(id) is { } known)
        {
            return known;
        }

        foreach (var recorded in await store.ReadAsync(id, 0, 1, cancellationToken))
        {
            Remember(recorded);
        }

        return _origins.Find(id);
    }

    private async ValueTask<Start?> ReadStartAsync(
        (ExecutionId Execution, string Task, int Attempt) key, long before, CancellationToken cancellationToken)
    {
        Start? found = null;
        for (long version = 0; version < before - 1;)
        {
            var page = await store.ReadAsync(key.Execution, version, PageSize, cancellationToken);
            if (page.Count == 0)
            {
                break;
            }

            foreach (var recorded in page)
            {
                Remember(recorded);
                if (recorded.Event is TaskStarted started && started.Task == key.Task && started.Attempt == key.Attempt)
                {
                    found = new Start(started.At);
                }
            }

            version = page[^1].Version;
        }

        return found;
    }

    private sealed record Origin(WorkflowId Workflow, string DefinitionHash, DateTimeOffset At);

    private sealed record Start(DateTimeOffset At);
}
