using System.Diagnostics;

namespace Harmonia.Server.Realtime;

/// <summary>Moves events into a connection: those at hand together, and a sign of life when there are none.</summary>
internal static class LivePump
{
    /// <summary>Returns when the stream has ended.</summary>
    public static async Task CopyAsync(
        IAsyncEnumerable<LiveEntry> stream,
        ILiveSink sink,
        TimeSpan keepAlive,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var items = stream.GetAsyncEnumerator(stop.Token);
        Task<bool> next = Task.FromResult(false);
        try
        {
            while (true)
            {
                next = items.MoveNextAsync().AsTask();
                if (!next.IsCompleted)
                {
                    await sink.FlushAsync(stop.Token);
                }

                while (!await IsDoneWithinAsync(next, keepAlive, time))
                {
                    await sink.KeepAliveAsync(stop.Token);
                }

                if (!await next)
                {
                    break;
                }

                await (items.Current switch
                {
                    LiveEntry.Stored stored => sink.WriteAsync(stored.Item, stop.Token),
                    LiveEntry.Piece piece => sink.WriteAsync(piece.Text, stop.Token),
                    _ => throw new UnreachableException($"{items.Current.GetType().Name} cannot be told."),
                });
            }

            await sink.FlushAsync(stop.Token);
        }
        finally
        {
            // The stream can only be disposed of when nobody waits for it any more.
            await stop.CancelAsync();
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async ValueTask<bool> IsDoneWithinAsync(Task task, TimeSpan limit, TimeProvider time)
    {
        if (!task.IsCompleted)
        {
            await task.WaitAsync(limit, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return task.IsCompleted;
    }
}
