using Harmonia.Core.Executions;
using Harmonia.Engine.Ports;
using Harmonia.Storage.Filtering;

namespace Harmonia.Storage.Memory;

/// <summary>Executions in memory: a lock, and nothing clever.</summary>
internal sealed class MemoryExecutions(
    MemoryTables tables, MemoryCheckpoints checkpoints, ICommitListener listener, TimeProvider time) : IExecutionStore
{
    public ValueTask<AppendOutcome> AppendAsync(Append append, CancellationToken cancellationToken)
    {
        StoreArguments.Check(append);
        cancellationToken.ThrowIfCancellationRequested();
        var data = EventBatch.Encode(append.Events);
        lock (tables.Lock)
        {
            var batches = tables.Events.GetValueOrDefault(append.Id) ?? [];
            var version = batches.Count == 0 ? 0 : batches[^1].Place.LastVersion;
            if (version != append.ExpectedVersion)
            {
                return new(AppendOutcome.Conflict);
            }

            if (append.Events.Count == 0)
            {
                WriteEnds(append);
                WriteHead(append);
                return new(AppendOutcome.Stored);
            }

            var place = new BatchPlace(append.Id, version + 1, append.Events.Count, tables.LastPosition + 1);
            var batch = new StoredBatch(place, data, EventBatch.Checksum(place, data));
            batches.Add(batch);
            tables.Events[append.Id] = batches;
            tables.Feed.Add(batch);
            WriteEnds(append);
            WriteHead(append);
            foreach (var checkpoint in append.Checkpoints)
            {
                checkpoints.Add(checkpoint);
            }

            tables.Waits.Write(append.Id, append.Waits);
            if (append.Definition is { } definition)
            {
                tables.Definitions.TryAdd(definition.Hash, definition.Json.ToArray());
            }

            // Inside the lock, so that the order of calls is the order of positions.
            listener.Committed([new CommittedAppend(append, place.Position)]);
            return new(AppendOutcome.Stored);
        }
    }

    public ValueTask QuarantineAsync(ExecutionId id, string? reason, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (tables.Lock)
        {
            if (!tables.Heads.TryGetValue(id, out var head))
            {
                throw StoreArguments.UnknownExecution(id);
            }

            if (reason is not null || head.Quarantine is not null)
            {
                tables.Heads[id] = head with { Quarantine = reason, WakeAt = reason is null ? time.GetUtcNow() : null };
            }
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<int> ForgetAsync(
        ExecutionId id, IReadOnlyList<VersionRange> ranges, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (tables.Lock)
        {
            var gone = (tables.Events.GetValueOrDefault(id) ?? [])
                .Where(batch => ranges.Any(range =>
                    batch.Place.Version >= range.First && batch.Place.LastVersion <= range.Last))
                .ToHashSet();
            if (gone.Count == 0)
            {
                return new(0);
            }

            var events = gone.Sum(batch => batch.Place.Count);
            tables.Events[id].RemoveAll(gone.Contains);
            tables.Feed.RemoveAll(gone.Contains);
            var head = tables.Heads[id];
            tables.Heads[id] = head with { Forgotten = head.Forgotten + events };
            return new(events);
        }
    }

    public ValueTask<ExecutionHead?> FindAsync(ExecutionId id, CancellationToken cancellationToken)
    {
        lock (tables.Lock)
        {
            return new(tables.Heads.GetValueOrDefault(id));
        }
    }

    public ValueTask<IReadOnlyList<RecordedEvent>> ReadAsync(
        ExecutionId id, long afterVersion, int limit, CancellationToken cancellationToken)
    {
        StoreArguments.CheckPage(limit);
        lock (tables.Lock)
        {
            var batches = tables.Events.GetValueOrDefault(id) ?? [];
            return new(Read(batches, place => place.LastVersion, afterVersion, limit, _ => afterVersion));
        }
    }

    public ValueTask<IReadOnlyList<RecordedEvent>> ReadFeedAsync(
        long afterPosition, int limit, CancellationToken cancellationToken)
    {
        StoreArguments.CheckPage(limit);
        lock (tables.Lock)
        {
            return new(Read(
                tables.Feed,
                place => place.LastPosition,
                afterPosition,
                limit,
                place => place.Version + afterPosition - place.Position));
        }
    }

    public ValueTask<long> LastPositionAsync(CancellationToken cancellationToken)
    {
        lock (tables.Lock)
        {
            return new(tables.LastPosition);
        }
    }

    public ValueTask<ExecutionPage> ListAsync(ExecutionQuery query, CancellationToken cancellationToken)
    {
        StoreArguments.CheckPage(query.Limit, query.Offset);
        var matches = FilterMatch.All(query.Filters, FilterFields.Executions);
        lock (tables.Lock)
        {
            var all = tables.Heads.Values
                .Where(head => query.WorkflowId is not { } workflow || head.WorkflowId == workflow)
                .Where(head => query.ParentId is not { } parent || head.ParentId == parent)
                .Where(head => query.Statuses.Count == 0 || query.Statuses.Contains(head.Status))
                .Where(matches)
                .OrderByDescending(head => head.Ordinal)
                .ToList();
            var page = all
                .Where(head => query.BeforeOrdinal is not { } before || head.Ordinal < before)
                .Skip(query.Offset)
                .Take(query.Limit);
            return new(new ExecutionPage([.. page], all.Count));
        }
    }

    public ValueTask<IReadOnlyList<DueExecution>> ReadDueAsync(
        DateTimeOffset until, DueExecution? after, int limit, CancellationToken cancellationToken)
    {
        StoreArguments.CheckPage(limit);
        lock (tables.Lock)
        {
            var due = tables.Heads.Values
                .Where(head => head.Quarantine is null && head.WakeAt <= until)
                .Select(head => new DueExecution(head.Id, head.WakeAt!.Value))
                .Where(next => after is null
                    || (next.WakeAt, next.Id).CompareTo((after.WakeAt, after.Id)) > 0)
                .OrderBy(next => next.WakeAt)
                .ThenBy(next => next.Id)
                .Take(limit);
            return new(due.ToList());
        }
    }

    public ValueTask<IReadOnlyList<ChildEnd>> ReadEndsAsync(
        ExecutionId parent, int limit, CancellationToken cancellationToken)
    {
        StoreArguments.CheckPage(limit);
        lock (tables.Lock)
        {
            var ends = tables.Ends.GetValueOrDefault(parent) ?? [];
            return new(ends.Take(limit).Select(end => new ChildEnd(end.Key, end.Value)).ToList());
        }
    }

    public ValueTask<IReadOnlyList<ExecutionId>> ReadListenersAsync(
        string signal, ExecutionId? after, int limit, CancellationToken cancellationToken)
    {
        StoreArguments.CheckPage(limit);
        lock (tables.Lock)
        {
            var later = tables.Waits.Listeners(signal).Where(id => after is not { } last || id.CompareTo(last) > 0);
            return new(later.Take(limit).ToList());
        }
    }

    public ValueTask<IReadOnlyList<StoredApproval>> ReadApprovalsAsync(
        long after, int limit, CancellationToken cancellationToken)
    {
        StoreArguments.CheckPage(limit);
        lock (tables.Lock)
        {
            return new(tables.Waits.Approvals.Where(row => row.Ordinal > after).Take(limit).ToList());
        }
    }

    public ValueTask<IReadOnlyDictionary<ExecutionStatus, long>> CountAsync(CancellationToken cancellationToken)
    {
        lock (tables.Lock)
        {
            return new(tables.Heads.Values
                .GroupBy(head => head.Status)
                .ToDictionary(group => group.Key, group => group.LongCount()));
        }
    }

    /// <summary>Before the head, which takes no wake-up back while there is an end that nobody has heard of.</summary>
    private void WriteEnds(Append append)
    {
        if (tables.Ends.TryGetValue(append.Id, out var heard))
        {
            foreach (var child in append.Heard)
            {
                heard.Remove(child);
            }
        }

        if (append.EndOfChild is not { } end)
        {
            return;
        }

        if (!tables.Ends.TryGetValue(end.Parent, out var ends))
        {
            tables.Ends[end.Parent] = ends = [];
        }

        ends[append.Id] = end.Version;
        if (tables.Heads.TryGetValue(end.Parent, out var parent) && parent.Quarantine is null)
        {
            tables.Heads[end.Parent] = parent with { WakeAt = parent.WakeAt < end.At ? parent.WakeAt : end.At };
        }
    }

    private bool HasEnds(ExecutionId parent) => tables.Ends.GetValueOrDefault(parent) is { Count: > 0 };

    private void WriteHead(Append append)
    {
        if (append.Head is not { } head)
        {
            return;
        }

        // What can change, as in the databases; the rest is as it was when the execution was accepted.
        tables.Heads[append.Id] = append.ExpectedVersion == 0
            ? head with { Ordinal = tables.Heads.Count + 1, Metadata = head.Metadata?.Clone(), Quarantine = null }
            : tables.Heads[append.Id] with
            {
                Status = head.Status,
                StatusReason = head.StatusReason,
                EndedAt = head.EndedAt,
                WakeAt = HasEnds(append.Id) ? tables.Heads[append.Id].WakeAt ?? head.WakeAt : head.WakeAt,
            };
    }

    private static List<RecordedEvent> Read(
        List<StoredBatch> batches,
        Func<BatchPlace, long> last,
        long after,
        int limit,
        Func<BatchPlace, long> afterVersion)
    {
        List<RecordedEvent> events = [];
        for (var i = FirstAfter(batches, last, after); i < batches.Count && events.Count < limit; i++)
        {
            var (place, data, checksum) = batches[i];
            EventBatch.Decode(place, data, checksum, afterVersion(place), events);
        }

        return events;
    }

    /// <summary>The first batch that ends above <paramref name="after"/>; batches are in order.</summary>
    private static int FirstAfter(List<StoredBatch> batches, Func<BatchPlace, long> last, long after)
    {
        var (low, high) = (0, batches.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = last(batches[middle].Place) > after ? (low, middle) : (middle + 1, high);
        }

        return low;
    }
}
