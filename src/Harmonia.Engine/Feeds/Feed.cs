using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Harmonia.Core.Executions;
using Harmonia.Engine.Ports;

namespace Harmonia.Engine.Feeds;

/// <summary>Live events: from the store up to now, then as they are committed, without a gap or a repeat.</summary>
/// <remarks>
/// Publishing never waits. A subscriber who is too slow is let go and catches up from the store, so memory is bounded
/// by the number of subscribers and nobody slows anybody else.
/// </remarks>
public sealed class Feed : ICommitListener
{
    /// <summary>Appends that wait for one subscriber; beyond that it reads from the store again.</summary>
    private const int MaxBuffered = 256;

    private const int PageSize = 512;

    private readonly ConcurrentDictionary<ExecutionId, ImmutableArray<ChannelWriter<CommittedAppend>>> _byExecution =
        new();

    private readonly EndWaiters _ends = new();
    private ImmutableArray<ChannelWriter<CommittedAppend>> _global = [];
    private long _subscribers;

    /// <summary>Who listens now.</summary>
    public long Subscribers => Interlocked.Read(ref _subscribers);

    /// <summary>Texts that attempts produce right now.</summary>
    public LiveTexts Texts { get; } = new();

    internal EndWaiters Ends => _ends;

    /// <inheritdoc/>
    public void Committed(ReadOnlySpan<CommittedAppend> appends)
    {
        var isWatched = !_byExecution.IsEmpty || !_global.IsEmpty;
        var isAwaited = !_ends.IsEmpty;
        if (!isWatched && !isAwaited)
        {
            return;
        }

        foreach (var committed in appends)
        {
            if (isAwaited && committed.Append.Head is { Status.IsFinal: true })
            {
                CompleteEnd(committed.Append);
            }

            if (isWatched)
            {
                Publish(committed);
            }
        }
    }

    /// <summary>
    /// Events of one execution above <paramref name="afterVersion"/>; ends after the event that ended the
    /// execution.
    /// </summary>
    public async IAsyncEnumerable<RecordedEvent> WatchAsync(
        IExecutionStore store,
        ExecutionId id,
        long afterVersion,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Looked at before reading: what is read next may end or reopen it, but a subscriber who has seen the end
        // already reads nothing that says so.
        var isOver = await store.FindAsync(id, cancellationToken) is { Status.IsFinal: true };
        do
        {
            var channel = NewChannel();
            Subscribe(id, channel.Writer);
            try
            {
                IReadOnlyList<RecordedEvent> page;
                do
                {
                    page = await store.ReadAsync(id, afterVersion, PageSize, cancellationToken);
                    foreach (var recorded in page)
                    {
                        (afterVersion, isOver) = (recorded.Version, IsOver(recorded.Event, isOver));
                        yield return recorded;
                    }
                }
                while (page.Count >= PageSize);

                while (!isOver && await channel.Reader.WaitToReadAsync(cancellationToken))
                {
                    while (channel.Reader.TryRead(out var committed))
                    {
                        foreach (var recorded in Unseen(committed, afterVersion))
                        {
                            (afterVersion, isOver) = (recorded.Version, IsOver(recorded.Event, isOver));
                            yield return recorded;
                        }
                    }
                }
            }
            finally
            {
                Unsubscribe(id, channel.Writer);
            }
        }
        while (!isOver);
    }

    /// <summary>
    /// Events of all executions with a position above <paramref name="afterPosition"/>, in commit order; never ends
    /// by itself.
    /// </summary>
    public async IAsyncEnumerable<RecordedEvent> WatchAllAsync(
        IExecutionStore store,
        long afterPosition,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            var channel = NewChannel();
            ImmutableInterlocked.Update(ref _global, static (all, writer) => all.Add(writer), channel.Writer);
            Interlocked.Increment(ref _subscribers);
            try
            {
                IReadOnlyList<RecordedEvent> page;
                do
                {
                    page = await store.ReadFeedAsync(afterPosition, PageSize, cancellationToken);
                    foreach (var recorded in page)
                    {
                        afterPosition = recorded.Position;
                        yield return recorded;
                    }
                }
                while (page.Count >= PageSize);

                while (await channel.Reader.WaitToReadAsync(cancellationToken))
                {
                    while (channel.Reader.TryRead(out var committed))
                    {
                        foreach (var recorded in Recorded(committed).Where(item => item.Position > afterPosition))
                        {
                            afterPosition = recorded.Position;
                            yield return recorded;
                        }
                    }
                }
            }
            finally
            {
                ImmutableInterlocked.Update(ref _global, static (all, writer) => all.Remove(writer), channel.Writer);
                Interlocked.Decrement(ref _subscribers);
            }
        }
    }

    private static Channel<CommittedAppend> NewChannel() => Channel.CreateBounded<CommittedAppend>(
        new BoundedChannelOptions(MaxBuffered) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private static bool IsOver(ExecutionEvent fact, bool before) => fact switch
    {
        WorkflowCompleted or WorkflowFailed or WorkflowCanceled => true,
        WorkflowRetried or WorkflowRestored => false,
        _ => before,
    };

    private static IEnumerable<RecordedEvent> Unseen(CommittedAppend committed, long afterVersion) =>
        Recorded(committed).Where(recorded => recorded.Version > afterVersion);

    private static IEnumerable<RecordedEvent> Recorded(CommittedAppend committed) =>
        committed.Append.Events.Select((fact, index) => new RecordedEvent(
            committed.Append.Id,
            committed.Append.ExpectedVersion + index + 1,
            committed.FirstPosition + index,
            fact));

    private void CompleteEnd(Append append)
    {
        for (var index = append.Events.Count - 1; index >= 0; index--)
        {
            if (append.Events[index] is WorkflowCompleted or WorkflowFailed or WorkflowCanceled)
            {
                _ends.Complete(
                    append.Id, new ExecutionEnd(append.ExpectedVersion + index + 1, append.Events[index]));
                return;
            }
        }
    }

    private void Publish(in CommittedAppend committed)
    {
        if (_byExecution.TryGetValue(committed.Append.Id, out var writers))
        {
            Publish(writers, committed);
        }

        Publish(_global, committed);
    }

    private static void Publish(ImmutableArray<ChannelWriter<CommittedAppend>> writers, in CommittedAppend committed)
    {
        foreach (var writer in writers)
        {
            if (!writer.TryWrite(committed))
            {
                writer.TryComplete(); // Too slow: it reads what it has, then catches up from the store.
            }
        }
    }

    private void Subscribe(ExecutionId id, ChannelWriter<CommittedAppend> writer)
    {
        _byExecution.AddOrUpdate(
            id, static (_, added) => [added], static (_, all, added) => all.Add(added), writer);
        Interlocked.Increment(ref _subscribers);
    }

    private void Unsubscribe(ExecutionId id, ChannelWriter<CommittedAppend> writer)
    {
        Interlocked.Decrement(ref _subscribers);
        while (_byExecution.TryGetValue(id, out var all))
        {
            var rest = all.Remove(writer);
            var isDone = rest.IsEmpty
                ? _byExecution.TryRemove(KeyValuePair.Create(id, all))
                : _byExecution.TryUpdate(id, rest, all);
            if (isDone)
            {
                return;
            }
        }
    }
}
