using System.Runtime.CompilerServices;
using Harmonia.Core.Executions;
using Harmonia.Engine.Feeds;
using Harmonia.Engine.Ports;
using Harmonia.Server.Rest;
using Microsoft.AspNetCore.Http;

namespace Harmonia.Server.Realtime;

/// <summary>A stream that was let in: where it begins and what it tells.</summary>
internal sealed class LiveStream : IDisposable
{
    private const int PageSize = 512;

    private readonly LiveServices _live;
    private readonly StreamRequest _request;
    private readonly IDisposable _place;

    /// <summary>Watched before the first byte is answered, so that nothing is missed from then on.</summary>
    private readonly TextWatch? _texts;

    private LiveStream(LiveServices live, StreamRequest request, IDisposable place)
    {
        (_live, _request, _place) = (live, request, place);
        _texts = request.Execution is { } id ? live.Feed.Texts.Watch(id) : null;
    }

    public ExecutionId? Execution => _request.Execution;

    /// <summary>The version, or position, after which it tells events.</summary>
    public long Cursor { get; private set; }

    /// <summary>
    /// Whether the subscriber's own cursor was beyond the end, so that it has events that are not ours.
    /// </summary>
    public bool IsReset { get; private set; }

    /// <summary>Checks everything that can be refused, before the first byte of an answer.</summary>
    /// <exception cref="ApiException">It is refused.</exception>
    public static async Task<LiveStream> OpenAsync(
        LiveServices live, HttpContext context, ExecutionId? execution, CancellationToken cancellationToken)
    {
        var request = StreamRequest.Read(context.Request, execution);
        if (execution is { } id && await live.Store.FindAsync(id, cancellationToken) is null)
        {
            throw LiveProblems.NoExecution(id.ToString());
        }

        var place = live.Slots.TryTake() ?? throw LiveProblems.Full(live.Slots.Capacity);
        var stream = new LiveStream(live, request, place);
        try
        {
            await stream.FindCursorAsync(cancellationToken);
            return stream;
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Events after the cursor; ends after the event that ended the execution, and never over all executions.
    /// </summary>
    public async IAsyncEnumerable<LiveEntry> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (_request.Execution is not { } id || _texts is null)
        {
            await foreach (var recorded in _live.Feed.WatchAllAsync(_live.Store, Cursor, cancellationToken))
            {
                if (await CompleteAsync(recorded, cancellationToken) is { } item)
                {
                    yield return new LiveEntry.Stored(item);
                }
            }

            yield break;
        }

        var events = _live.Feed.WatchAsync(_live.Store, id, Cursor, cancellationToken);
        await foreach (var (recorded, piece) in LiveMerge.ReadAsync(events, _texts, Cursor, cancellationToken))
        {
            if (piece is not null)
            {
                if (_request.Types.IncludesText)
                {
                    yield return new LiveEntry.Piece(piece);
                }
            }
            else if (await CompleteAsync(recorded!, cancellationToken) is { } item)
            {
                yield return new LiveEntry.Stored(item);
            }
        }
    }

    public void Dispose()
    {
        _texts?.Dispose();
        _place.Dispose();
    }

    /// <returns><see langword="null"/> when the subscriber does not want it.</returns>
    private async ValueTask<LiveItem?> CompleteAsync(RecordedEvent recorded, CancellationToken cancellationToken)
    {
        // Completed even when it is not wanted: later events build on what it says.
        var item = await _live.Facts.CompleteAsync(recorded, cancellationToken);
        return _request.Types.Contains(recorded.Event) && await IsOfWorkflowAsync(recorded, cancellationToken)
            ? item
            : null;
    }

    private async ValueTask<bool> IsOfWorkflowAsync(RecordedEvent recorded, CancellationToken cancellationToken) =>
        _request.Workflow is not { } workflow
        || await _live.Facts.WorkflowOfAsync(recorded, cancellationToken) == workflow;

    private async Task FindCursorAsync(CancellationToken cancellationToken)
    {
        Cursor = _request.After ?? 0;
        if (_request.Execution is { } id)
        {
            // Looked up without a cursor too: a damaged history is refused before the first byte.
            var exists = await ExistsAsync(id, Math.Max(1, Cursor), cancellationToken);
            if (Cursor > 0 && !exists)
            {
                (Cursor, IsReset) = (await LastVersionAsync(id, cancellationToken), true);
            }

            return;
        }

        var last = await _live.Store.LastPositionAsync(cancellationToken);
        IsReset = _request.After > last;
        if (IsReset || _request.After is null)
        {
            Cursor = last;
        }
    }

    private async Task<bool> ExistsAsync(ExecutionId id, long version, CancellationToken cancellationToken) =>
        (await _live.Store.ReadAsync(id, version - 1, 1, cancellationToken).CheckedAsync()).Count > 0;

    private async Task<long> LastVersionAsync(ExecutionId id, CancellationToken cancellationToken)
    {
        long last = 0;
        IReadOnlyList<RecordedEvent> page;
        do
        {
            page = await _live.Store.ReadAsync(id, last, PageSize, cancellationToken).CheckedAsync();
            last = page.Count == 0 ? last : page[^1].Version;
        }
        while (page.Count >= PageSize);

        return last;
    }
}
