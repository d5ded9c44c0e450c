namespace Harmonia.Components.Workers;

/// <content>Where workers take attempts, and the places that the engine holds there.</content>
public sealed partial class WorkerBroker
{
    private int _seats;

    /// <summary>Waits until there are attempts for a worker, or for so long.</summary>
    /// <param name="profile">Who asks, and for what.</param>
    /// <param name="slots">How many attempts it would take.</param>
    /// <param name="wait">How long it waits.</param>
    /// <param name="cancellationToken">Nobody waits any more: what was not handed over goes to others.</param>
    /// <returns><see langword="null"/> when there are too many workers.</returns>
    public async Task<PollAnswer?> PollAsync(
        WorkerProfile profile, int slots, TimeSpan wait, CancellationToken cancellationToken)
    {
        PollSeat? seat;
        lock (_lock)
        {
            if (Sit(profile, worker => new PollSeat(worker)) is not { } sat)
            {
                return null;
            }

            seat = sat;
            seat.Free = Math.Clamp(_options.MaxSlots - seat.Worker.Leases, 0, slots);
            if (_isDraining || seat.Worker.IsDraining)
            {
                Answer(seat, isDraining: true);
            }
            else
            {
                _due.Set(seat, _due.Now + (wait > _options.Linger ? wait : _options.Linger));
                Fill(seat);
            }
        }

        RaiseNews();
        await using (cancellationToken.UnsafeRegister(_ => Withdraw(seat), null))
        {
            return await seat.Answer;
        }
    }

    /// <summary>A worker is connected: attempts are handed to it as they come.</summary>
    /// <param name="profile">Who it is, and what it does.</param>
    /// <param name="slots">Attempts at once.</param>
    /// <param name="connection">The way to it.</param>
    /// <returns><see langword="null"/> when there are too many workers.</returns>
    public WorkerConnection? Connect(WorkerProfile profile, int slots, IWorkerConnection connection)
    {
        StandingSeat? seat;
        lock (_lock)
        {
            seat = Sit(profile, worker => new StandingSeat(worker, connection));
            if (seat is null)
            {
                return null;
            }

            seat.Capacity = Math.Min(slots, _options.MaxSlots);
            seat.Recount();
            if (_isDraining || seat.Worker.IsDraining)
            {
                seat.TellDraining();
            }

            Fill(seat);
        }

        RaiseNews();
        return new WorkerConnection(this, seat);
    }

    /// <summary>Takes a place of a worker for an attempt that is about to start.</summary>
    internal bool TryReserve(ActionGate gate)
    {
        lock (_lock)
        {
            if (gate.IsForgotten || _isDraining || FreeSeat(gate) is not { } seat)
            {
                return false;
            }

            seat.Free--;
            seat.Reserved++;
            seat.Show();
            gate.Reserved.Enqueue(seat);
            return true;
        }
    }

    /// <summary>Gives a place back that was taken and not used.</summary>
    internal void GiveBack(ActionGate gate)
    {
        lock (_lock)
        {
            var seat = gate.Lost > 0 ? null : NextReserved(gate);
            if (seat is null)
            {
                // Rather the place of a seat that is gone than one that is still there.
                gate.Lost = Math.Max(0, gate.Lost - 1);
                return;
            }

            seat.Reserved--;
            seat.ReturnPlace();
            seat.Show();
            FillWaiting(seat);
        }
    }

    internal void Resize(StandingSeat seat, int slots)
    {
        lock (_lock)
        {
            seat.Capacity = Math.Min(slots, _options.MaxSlots);
            See(seat.Worker);
            seat.Recount();
            Fill(seat);
        }

        RaiseNews();
    }

    internal void Disconnect(StandingSeat seat)
    {
        lock (_lock)
        {
            Leave(seat);
        }
    }

    internal void Greet(StandingSeat seat)
    {
        lock (_lock)
        {
            See(seat.Worker);
        }
    }

    /// <summary>The first place that the engine holds and that is still there.</summary>
    private static Seat? NextReserved(ActionGate gate)
    {
        while (gate.Reserved.TryDequeue(out var seat))
        {
            if (seat.IsOpen)
            {
                return seat;
            }

            gate.Lost++;
        }

        return null;
    }

    private Seat? FreeSeat(ActionGate gate) =>
        FreeSeat(new WorkerOffer(gate.Component.Component, gate.Action))
        ?? FreeSeat(new WorkerOffer(gate.Component.Component, null));

    private Seat? FreeSeat(WorkerOffer offer) =>
        _lanes.TryGetValue(offer, out var lane) ? lane.Free.First?.Value : null;

    /// <summary>Gives a worker a seat, in the place of the one that it has.</summary>
    private T? Sit<T>(WorkerProfile profile, Func<Worker, T> make)
        where T : Seat
    {
        if (Greet(profile) is not { } worker)
        {
            return null;
        }

        Dismiss(worker, isDraining: false);
        if (_seats >= _options.MaxSeats)
        {
            return null;
        }

        var seat = make(worker);
        worker.Seat = seat;
        _seats++;
        seat.Open(profile.Offers.Select(LaneOf));
        return seat;
    }

    /// <summary>Hands over what waits already; if there is room for more, the engine is told.</summary>
    private void Fill(Seat seat)
    {
        FillWaiting(seat);
        if (seat.Free > 0)
        {
            _news.UnionWith(seat.Worker.Profile.Components);
        }
    }

    private void FillWaiting(Seat seat)
    {
        foreach (var component in seat.Worker.Profile.Components)
        {
            if (seat.Free > 0 && _components.TryGetValue(component, out var known))
            {
                Fill(seat, known);
            }
        }

        if (seat.IsOpen)
        {
            seat.Show();
            Settle(seat);
        }
    }

    private void Fill(Seat seat, WorkerComponent component)
    {
        if (_isDraining || component.Waiting.Count == 0)
        {
            return;
        }

        var offers = seat.Worker.Profile.Offers;
        foreach (var gate in component.Waiting.ToArray())
        {
            if (!offers.Contains(new WorkerOffer(component.Component, gate.Action))
                && !offers.Contains(new WorkerOffer(component.Component, null)))
            {
                continue;
            }

            while (seat.Free > 0 && !HasEnough(seat) && gate.Waiting.First is { Value: var assignment })
            {
                seat.Free--;
                HandOver(assignment, seat);
            }
        }
    }

    /// <summary>Answers a poll when nothing more is on its way to it, or it is full.</summary>
    private void Settle(Seat seat)
    {
        if (seat is not PollSeat { Taken: > 0 } poll)
        {
            return;
        }

        if (poll.Reserved == 0 || HasEnough(poll))
        {
            Answer(poll, isDraining: false);
        }
        else if (poll.DueAt > _due.Now + _options.Linger)
        {
            _due.Set(poll, _due.Now + _options.Linger);
        }
    }

    private bool HasEnough(Seat seat) => seat is PollSeat poll && poll.Bytes > _options.MaxAnswerBytes;

    private void EndWait(PollSeat seat)
    {
        if (seat.Taken > 0 || seat.Reserved == 0 || seat.IsLate)
        {
            Answer(seat, isDraining: false);
            return;
        }

        seat.IsLate = true;
        seat.Free = 0;
        seat.Show();
        _due.Set(seat, _due.Now + _options.LastWait);
    }

    private void Answer(PollSeat seat, bool isDraining)
    {
        Leave(seat);
        seat.Reply(isDraining);
    }

    /// <summary>Whoever polled is gone: it will never know what it would have been given.</summary>
    private void Withdraw(PollSeat seat)
    {
        lock (_lock)
        {
            if (!seat.IsOpen)
            {
                return;
            }

            var attempts = seat.Attempts;
            Answer(seat, isDraining: false);
            foreach (var attempt in attempts)
            {
                var key = new AttemptKey(attempt.ExecutionId, attempt.Call.Task, attempt.Call.Attempt);
                if (_assignments.TryGetValue(key, out var assignment)
                    && assignment.Lease is { } lease && lease.Epoch == attempt.Epoch)
                {
                    TakeBack(lease);
                }
            }
        }

        RaiseNews();
    }

    private void Leave(Seat seat)
    {
        if (!seat.IsOpen)
        {
            return;
        }

        seat.Close();
        _due.Remove(seat);
        _seats--;
        See(seat.Worker);
        if (seat.Worker.Seat == seat)
        {
            seat.Worker.Seat = null;
        }
    }
}

/// <summary>A worker's connection; disposed of when it is over.</summary>
public sealed class WorkerConnection : IDisposable
{
    private readonly WorkerBroker _broker;
    private readonly StandingSeat _seat;

    internal WorkerConnection(WorkerBroker broker, StandingSeat seat) => (_broker, _seat) = (broker, seat);

    /// <summary>The worker takes so many attempts at once from now on.</summary>
    public void Resize(int slots) => _broker.Resize(_seat, slots);

    /// <summary>The worker was heard.</summary>
    public void Greet() => _broker.Greet(_seat);

    /// <inheritdoc/>
    public void Dispose() => _broker.Disconnect(_seat);
}
