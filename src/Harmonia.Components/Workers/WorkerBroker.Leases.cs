using Harmonia.Engine.Ports;

namespace Harmonia.Components.Workers;

/// <content>Attempts, from their start to their end, and who has them.</content>
public sealed partial class WorkerBroker
{
    internal async ValueTask<TaskOutcome> ExecuteAsync(
        ActionGate gate, TaskCall call, CancellationToken cancellationToken)
    {
        var assignment = new Assignment(gate, call, LengthOf(call));
        lock (_lock)
        {
            Take(assignment);
        }

        // Not undone: the token is cancelled, too, when the end of the attempt is stored, and that is waited for.
        cancellationToken.UnsafeRegister(_ => Stop(assignment, cancellationToken), null);
        return await assignment.Outcome.Task;
    }

    private TimeSpan LengthOf(TaskCall call)
    {
        var length = call.HeartbeatTimeout ?? _options.Lease;
        return length < WorkerOptions.MinLease ? WorkerOptions.MinLease
            : length > WorkerOptions.MaxLease ? WorkerOptions.MaxLease
            : length;
    }

    /// <summary>An attempt has started: it goes to the place that was taken for it, or waits for the next.</summary>
    private void Take(Assignment assignment)
    {
        if (_assignments.TryGetValue(assignment.Key, out var before))
        {
            assignment.LastEpoch = before.LastEpoch;
            Drop(before); // It is offered anew, under its number: whatever was known of it is past.
            before.Outcome.TrySetCanceled();
        }

        _assignments[assignment.Key] = assignment;
        if (assignment.Call.IsResumed)
        {
            assignment.IsResuming = true;
            _due.Set(assignment, _due.Now + assignment.LeaseLength);
            return;
        }

        var gate = assignment.Gate;
        if (NextReserved(gate) is { } seat)
        {
            seat.Reserved--;
            HandOver(assignment, seat);
            Settle(seat);
            return;
        }

        gate.Lost = Math.Max(0, gate.Lost - 1);
        Offer(assignment, isFirst: false);
    }

    /// <summary>Gives an attempt to whoever is free, or has it wait.</summary>
    private void Offer(Assignment assignment, bool isFirst)
    {
        var gate = assignment.Gate;
        if (!_isDraining && FreeSeat(gate) is { } seat)
        {
            seat.Free--;
            HandOver(assignment, seat);
            seat.Show();
            Settle(seat);
            return;
        }

        assignment.Waiting = isFirst ? gate.Waiting.AddFirst(assignment) : gate.Waiting.AddLast(assignment);
        gate.Component.Waiting.Add(gate);
    }

    private void HandOver(Assignment assignment, Seat seat)
    {
        StopWaiting(assignment);
        var epoch = Math.Max(assignment.LastEpoch + 1, _time.GetUtcNow().ToUnixTimeMilliseconds());
        var lease = Grant(assignment, seat.Worker, epoch, seat as StandingSeat);
        seat.Take(new LeasedAttempt(
            assignment.Call,
            assignment.Gate.Component.Component,
            seat.Worker.Id,
            epoch,
            _seal.Sign(assignment.Key, epoch, seat.Worker.Id),
            UntilOf(lease),
            assignment.HeartbeatInterval,
            assignment.LastDetails));
    }

    private Lease Grant(Assignment assignment, Worker worker, long epoch, StandingSeat? seat)
    {
        var lease = new Lease(assignment, worker, epoch, seat);
        (assignment.Lease, assignment.LastEpoch) = (lease, epoch);
        worker.Leases++;
        if (seat is not null)
        {
            seat.Held++;
        }

        _due.Set(lease, _due.Now + assignment.LeaseLength);
        return lease;
    }

    private DateTimeOffset UntilOf(Lease lease) => _time.GetUtcNow() + (lease.DueAt - _due.Now);

    private static void StopWaiting(Assignment assignment)
    {
        if (assignment.Waiting is not { } node)
        {
            return;
        }

        var gate = assignment.Gate;
        gate.Waiting.Remove(node);
        assignment.Waiting = null;
        if (gate.Waiting.Count == 0)
        {
            gate.Component.Waiting.Remove(gate);
        }
    }

    /// <summary>A worker does not have an attempt any more.</summary>
    private void End(Lease lease)
    {
        _due.Remove(lease);
        if (lease.Assignment.Lease == lease)
        {
            lease.Assignment.Lease = null;
        }

        lease.Worker.Leases--;
        if (lease.Seat is { } seat)
        {
            seat.Held--;
            seat.Recount();
            Fill(seat);
        }
    }

    /// <summary>Nothing more is to be said of an attempt.</summary>
    private void Drop(Assignment assignment)
    {
        StopWaiting(assignment);
        _due.Remove(assignment);
        if (_assignments.GetValueOrDefault(assignment.Key) == assignment)
        {
            _assignments.Remove(assignment.Key);
        }

        if (assignment.Lease is { } lease)
        {
            End(lease);
        }
    }

    private void Expire(Lease lease)
    {
        var call = lease.Assignment.Call;
        if (!lease.Assignment.IsCanceled)
        {
            LogExpired(_logger, lease.Worker.Id, call.Attempt, call.Task, call.ExecutionId);
        }

        TakeBack(lease);
    }

    /// <summary>A worker's attempt goes to another, before those that have not begun.</summary>
    private void TakeBack(Lease lease)
    {
        var assignment = lease.Assignment;
        if (assignment.IsCanceled)
        {
            Drop(assignment);
            return;
        }

        assignment.Lease = null;
        Offer(assignment, isFirst: true); // Before its place is free, so that it goes to another if there is one.
        End(lease);
    }

    private void StopResuming(Assignment assignment)
    {
        assignment.IsResuming = false;
        Offer(assignment, isFirst: false);
    }

    /// <summary>
    /// The engine has let go of an attempt: it was cancelled, or its end is stored, or the node stops.
    /// </summary>
    private void Stop(Assignment assignment, CancellationToken token)
    {
        lock (_lock)
        {
            if (assignment.End is { } end)
            {
                end.SetStored(!_isDraining);
                return;
            }

            assignment.IsCanceled = true;
            StopWaiting(assignment);
            if (assignment.Lease is not { } lease || _isDraining)
            {
                Drop(assignment);
            }
            else
            {
                lease.Seat?.TellCanceled(lease);
            }
        }

        assignment.Outcome.TrySetCanceled(token);
        RaiseNews();
    }
}
