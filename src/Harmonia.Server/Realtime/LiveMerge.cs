using System.Runtime.CompilerServices;
using Harmonia.Core.Executions;
using Harmonia.Engine.Feeds;
using Harmonia.Engine.Ports;

namespace Harmonia.Server.Realtime;

/// <summary>Puts the texts that attempts produce between the stored events of their execution.</summary>
/// <remarks>
/// The pieces of an attempt come after the event that it started and before the event with which it ended. They are
/// hints: whoever breaks off and comes back gets those of the attempts that still run from their beginning.
/// </remarks>
internal static class LiveMerge
{
    public static async IAsyncEnumerable<(RecordedEvent? Stored, TextPiece? Piece)> ReadAsync(
        IAsyncEnumerable<RecordedEvent> events,
        TextWatch texts,
        long version,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var stored = events.GetAsyncEnumerator(cancellationToken);
        var next = stored.MoveNextAsync().AsTask();
        try
        {
            while (true)
            {
                if (!next.IsCompleted)
                {
                    foreach (var piece in texts.Take(version))
                    {
                        yield return (null, piece);
                    }

                    await Task.WhenAny(next, texts.Grown).WaitAsync(cancellationToken);
                    continue;
                }

                if (!await next)
                {
                    yield break;
                }

                var recorded = stored.Current;
                if (recorded.Event is TaskEvent { Task: var task } fact && EndsAttempt(fact))
                {
                    foreach (var piece in texts.Take(version, task))
                    {
                        yield return (null, piece);
                    }

                    texts.Drop(task, version);
                }

                version = recorded.Version;
                yield return (recorded, null);
                next = stored.MoveNextAsync().AsTask();
            }
        }
        finally
        {
            // The stream can only be disposed of when nobody waits for it any more.
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static bool EndsAttempt(TaskEvent fact) => fact is TaskCompleted or TaskFailed or TaskCanceled
        or TaskInterrupted or TaskReleased or RetryAttempted or AttemptReturned or TasksSpliced or ChildStarted
        or CallbackAwaited;
}
