using Harmonia.Core.Executions;
using Harmonia.Engine.Dispatch;
using Harmonia.Engine.Ports;

namespace Harmonia.Engine.Running;

/// <summary>One thing in a runner's mailbox.</summary>
/// <param name="Command">What is asked; <see langword="null"/> when only <paramref name="Granted"/> or the clock
/// matters.</param>
/// <param name="Reply">Who waits for the answer; <see langword="null"/> for reports and timers.</param>
/// <param name="Granted">A place that came free for this execution.</param>
internal readonly record struct Envelope(
    ExecutionCommand? Command,
    TaskCompletionSource<CommandReply>? Reply,
    Slot? Granted);

/// <summary>The bounded queue of one runner, with the one flag that says whether somebody works on it.</summary>
/// <remarks>Posting to a closed mailbox fails; whoever posted looks for the execution's next runner.</remarks>
internal sealed class Mailbox(int capacity)
{
    private readonly Lock _lock = new();
    private List<Envelope> _incoming = [];
    private bool _working;
    private bool _closed;

    /// <param name="envelope">What to post.</param>
    /// <param name="always">Whether the bound does not hold: reports and grants are bounded by the places for
    /// calls.</param>
    /// <param name="mustBegin">Whether the caller must see to it that somebody works on it.</param>
    public PostResult TryPost(Envelope envelope, bool always, out bool mustBegin)
    {
        lock (_lock)
        {
            mustBegin = false;
            if (_closed)
            {
                return PostResult.Closed;
            }

            if (!always && _incoming.Count >= capacity)
            {
                return PostResult.Full;
            }

            _incoming.Add(envelope);
            mustBegin = !_working;
            _working = true;
            return PostResult.Posted;
        }
    }

    /// <summary>Takes everything that waits, swapping in an empty list.</summary>
    public void Take(ref List<Envelope> batch)
    {
        batch.Clear();
        lock (_lock)
        {
            (batch, _incoming) = (_incoming, batch);
        }
    }

    /// <summary>Ends the work if nothing waits.</summary>
    /// <param name="close">Whether nothing may be posted any more from then on.</param>
    /// <returns><see langword="false"/> when something arrived meanwhile: the work goes on.</returns>
    public bool TryRest(bool close)
    {
        lock (_lock)
        {
            if (_incoming.Count > 0)
            {
                return false;
            }

            _working = false;
            _closed = close;
            return true;
        }
    }

    /// <summary>Refuses everything from now on.</summary>
    /// <returns>What was still waiting.</returns>
    public List<Envelope> Close()
    {
        lock (_lock)
        {
            _closed = true;
            var rest = _incoming;
            _incoming = [];
            return rest;
        }
    }
}

/// <summary>What became of a post.</summary>
internal enum PostResult
{
    Posted,
    Full,
    Closed,
}
