using Harmonia.Core.Executions;
using Harmonia.Engine.Dispatch;
using Harmonia.Engine.Ports;
using Microsoft.Extensions.Logging;

namespace Harmonia.Engine.Running;

/// <summary>
/// Owns one execution while there is something to do for it, and takes its commands one batch at a time.
/// </summary>
/// <remarks>
/// <para>One turn: decide, append, answer, dispatch. Nothing is answered or dispatched before the append is
/// durable.</para>
/// <para>At most one thread works in a runner; only <see cref="Mailbox"/> is touched by others.</para>
/// <para>
/// With nothing left to do it closes its mailbox and is forgotten; the next command makes a new one, which folds the
/// execution from the store. So a waiting execution costs a row, not memory.
/// </para>
/// </remarks>
internal sealed partial class ExecutionRunner(
    ExecutionId id,
    ExecutionSeed? seed,
    RunnerServices services,
    Action<ExecutionRunner> forget) : IThreadPoolWorkItem, ISlotWaiter, IAttemptObserver
{
    /// <summary>Times that one batch is decided again because somebody else appended first.</summary>
    private const int MaxConflicts = 8;

    /// <summary>Times that one batch may break on a bug or on damage before the execution is quarantined.</summary>
    private const int MaxStrikes = 3;

    private static readonly TimeSpan MaxBackoff = TimeSpan.FromSeconds(5);

    private readonly Mailbox _mailbox = new(services.Options.MaxMailbox);
    private readonly Dictionary<string, Attempt> _inFlight = new(StringComparer.Ordinal);
    private readonly List<Slot> _slots = [];
    private readonly HistoryTrimmer _trimmer = new(services.Store);
    private List<Envelope> _batch = [];
    private ExecutionSeed? _seed = seed;
    private ExecutionState? _state;
    private ExecutionHead? _head;
    private Plan _plan = Plan.Nothing;
    private DateTimeOffset _lastAt;
    private long _restsUntil = long.MaxValue;

    public ExecutionId Id => id;

    /// <summary>Whether it rests though its time has come: the wake-up in memory was lost.</summary>
    public bool IsOverdue(DateTimeOffset now) => Volatile.Read(ref _restsUntil) < now.UtcTicks;

    public PostResult TryPost(ExecutionCommand command, TaskCompletionSource<CommandReply>? reply) =>
        Post(new Envelope(command, reply, null), always: reply is null);

    public void Report(ExecutionCommand report) => Post(new Envelope(report, null, null), always: true);

    public void Grant(Slot slot)
    {
        if (Post(new Envelope(null, null, slot), always: true) != PostResult.Posted)
        {
            services.Dispatcher.Release(slot);
        }
    }

    public void Reconsider() => Post(new Envelope(new Tick(), null, null), always: true);

    /// <summary>Asks every call that runs to stop: the node is going down.</summary>
    public void StopAttempts()
    {
        lock (_inFlight)
        {
            foreach (var attempt in _inFlight.Values)
            {
                attempt.Stop();
            }
        }
    }

    void IThreadPoolWorkItem.Execute() => _ = WorkAsync();

    private PostResult Post(Envelope envelope, bool always)
    {
        var result = _mailbox.TryPost(envelope, always, out var mustBegin);
        if (mustBegin)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }

        return result;
    }

    private async Task WorkAsync()
    {
        do
        {
            Volatile.Write(ref _restsUntil, long.MaxValue);
            _mailbox.Take(ref _batch);
            TakeGrants();
            await CompleteAsync(_batch);
            ReleaseSlots();
        }
        while (!TryRest());
    }

    /// <summary>Carries out one batch, whatever it takes.</summary>
    private async Task CompleteAsync(List<Envelope> batch)
    {
        var conflicts = 0;
        var strikes = 0;
        for (var failures = 0; !services.Stopping.IsCancellationRequested;)
        {
            try
            {
                if (await TryTurnAsync(batch))
                {
                    return;
                }

                LogConflict(services.Logger, id, ++conflicts);
                if (conflicts == MaxConflicts)
                {
                    throw new StoreUnavailableException(
                        StoreTrouble.Busy, $"Execution {id} stayed contended for {MaxConflicts} attempts.");
                }
            }
            catch (Exception trouble) when (trouble is StoreUnavailableException or OutOfMemoryException)
            {
                // Whether the append happened is unknown. Callers are told so and may repeat; reports are ours to keep.
                FailCallers(batch, trouble);
                LogTrouble(services.Logger, id, trouble.Message);
                await BackOffAsync(++failures);
                conflicts = 0;
            }
            catch (OperationCanceledException) when (services.Stopping.IsCancellationRequested)
            {
                // The node stops; whether the append happened is unknown, as after a crash.
            }
            catch (Exception exception)
            {
                // One of three catch-alls of the engine: what cannot be processed is parked, and the process lives.
                LogBroken(services.Logger, id, ++strikes, exception);
                if (strikes == MaxStrikes)
                {
                    await QuarantineAsync(batch, exception);
                    return;
                }
            }

            ForgetState();
        }

        FailCallers(batch, new StoreUnavailableException(StoreTrouble.Unavailable, "The node is shutting down."));
    }

    private void TakeGrants()
    {
        foreach (var envelope in _batch)
        {
            if (envelope.Granted is { } slot)
            {
                _slots.Add(slot);
            }
        }
    }

    private void ReleaseSlots()
    {
        RecoverStarts(); // Of a batch that was given up.
        foreach (var slot in _slots)
        {
            services.Dispatcher.Release(slot);
        }

        _slots.Clear();
    }

    /// <summary>Rests when nothing has arrived meanwhile; with nothing to wait for nearby, for good.</summary>
    private bool TryRest()
    {
        var keep = _state is { OwesOrders: true } || (_state is { Version: > 0, Status.IsFinal: false }
            && (_inFlight.Count > 0
                || Heads.IsBusy(_state, _plan)
                || _plan.WakeAt - services.Time.GetUtcNow() < services.Options.KeepWarm));
        if (!keep)
        {
            services.Wakes.Remove(id); // Before the mailbox closes: afterwards the entry may be the next runner's.
        }
        else if (_plan.WakeAt is { } wakeAt)
        {
            services.Wakes.Set(id, wakeAt);
        }

        Volatile.Write(ref _restsUntil, keep && _plan.WakeAt is { } due ? due.UtcTicks : long.MaxValue);
        if (!_mailbox.TryRest(close: !keep))
        {
            return false;
        }

        if (!keep)
        {
            forget(this);
        }

        return true;
    }

    /// <summary>
    /// Drops what may not agree with the store. What still runs is remembered in <see cref="_inFlight"/>.
    /// </summary>
    private void ForgetState() => (_state, _head, _plan) = (null, null, Plan.Nothing);

    private static void FailCallers(List<Envelope> batch, Exception exception)
    {
        for (var index = batch.Count - 1; index >= 0; index--)
        {
            if (batch[index].Reply is { } reply)
            {
                reply.TrySetException(exception);
                batch.RemoveAt(index);
            }
        }
    }

    private async Task BackOffAsync(int failures)
    {
        var delay = TimeSpan.FromMilliseconds(Math.Min(50 * Math.Pow(2, failures), MaxBackoff.TotalMilliseconds));
        try
        {
            await Task.Delay(delay, services.Time, services.Stopping);
        }
        catch (OperationCanceledException)
        {
            // The node stops; the loop sees it.
        }
    }

    private async Task QuarantineAsync(List<Envelope> batch, Exception exception)
    {
        StopAttempts();
        lock (_inFlight)
        {
            _inFlight.Clear();
        }

        ForgetState();
        if (_seed is not null)
        {
            FailCallers(batch, exception); // Nothing of it was ever stored, so there is nothing to park.
            return;
        }

        var reason = $"{exception.GetType().Name}: {exception.Message}";
        try
        {
            await services.Store.QuarantineAsync(id, reason, services.Stopping);
        }
        catch (Exception trouble)
        {
            LogTrouble(services.Logger, id, trouble.Message); // The sweeper will bring it here again.
        }

        foreach (var envelope in batch)
        {
            envelope.Reply?.TrySetResult(new CommandReply.Quarantined(reason));
        }
    }

    [LoggerMessage(2001, LogLevel.Debug, "Execution {Execution} moved on meanwhile; deciding again ({Conflicts}).")]
    private static partial void LogConflict(ILogger logger, ExecutionId execution, int conflicts);

    [LoggerMessage(2002, LogLevel.Warning, "Execution {Execution} has to wait for the store: {Trouble}")]
    private static partial void LogTrouble(ILogger logger, ExecutionId execution, string trouble);

    [LoggerMessage(2003, LogLevel.Error, "Execution {Execution} could not be processed (strike {Strike}).")]
    private static partial void LogBroken(ILogger logger, ExecutionId execution, int strike, Exception exception);
}
