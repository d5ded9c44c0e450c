namespace Harmonia.Components.Workers;

/// <content>Who is there.</content>
public sealed partial class WorkerBroker
{
    private readonly Dictionary<string, Worker> _workers = new(StringComparer.Ordinal);

    /// <summary>Asks a worker to take no more: its poll is answered, its connection is told.</summary>
    /// <returns>Whether it is known.</returns>
    public bool Drain(string workerId)
    {
        lock (_lock)
        {
            if (!_workers.TryGetValue(workerId, out var worker))
            {
                return false;
            }

            worker.IsDraining = true;
            Dismiss(worker, isDraining: true);
            return true;
        }
    }

    /// <summary>Workers by their ids.</summary>
    public WorkerPage List(int limit, int offset)
    {
        lock (_lock)
        {
            var views = _workers.Values.OrderBy(worker => worker.Id, StringComparer.Ordinal)
                .Skip(offset).Take(limit)
                .Select(worker => new WorkerView(
                    worker.Profile,
                    worker.Seat?.Kind,
                    worker.Seat is { } seat ? seat.Free + seat.Reserved : 0,
                    worker.Leases,
                    worker.IsDraining,
                    worker.SeenAtUtc));
            return new WorkerPage(
                [.. views],
                _workers.Count,
                _assignments.Values.Count(assignment => assignment.Lease is null),
                _workers.Values.Sum(worker => worker.Leases));
        }
    }

    internal string? WhyShut(ActionGate gate)
    {
        var (component, action) = (gate.Component.Component, gate.Action);
        lock (_lock)
        {
            var now = _due.Now;
            return IsServed(new WorkerOffer(component, action), now)
                || IsServed(new WorkerOffer(component, null), now)
                ? null
                : $"No worker serves {component}.{action}.";
        }
    }

    private bool IsServed(WorkerOffer offer, TimeSpan now) =>
        _lanes.TryGetValue(offer, out var lane) && lane.IsServed(now);

    /// <returns><see langword="null"/> when there are as many as there may be.</returns>
    private Worker? Greet(WorkerProfile profile)
    {
        if (_workers.TryGetValue(profile.Id, out var worker))
        {
            worker.Profile = profile;
        }
        else if (_workers.Count >= _options.MaxWorkers)
        {
            return null;
        }
        else
        {
            _workers[profile.Id] = worker = new Worker(profile);
        }

        See(worker);
        if (worker.Place < 0)
        {
            _due.Set(worker, _due.Now + _options.EffectivePresence);
        }

        return worker;
    }

    /// <summary>A worker was heard.</summary>
    private void See(Worker worker)
    {
        var now = _due.Now;
        (worker.SeenAt, worker.SeenAtUtc) = (now, _time.GetUtcNow());
        foreach (var offer in worker.Profile.Offers)
        {
            LaneOf(offer).PresentUntil = now + _options.EffectivePresence;
        }
    }

    /// <summary>A worker that asks for nothing, has nothing and was not heard is gone.</summary>
    private void Miss(Worker worker)
    {
        var goneAt = worker.SeenAt + _options.EffectivePresence;
        var now = _due.Now;
        if (worker.Seat is not null || worker.Leases > 0 || goneAt > now)
        {
            _due.Set(worker, goneAt > now ? goneAt : now + _options.EffectivePresence);
            return;
        }

        _workers.Remove(worker.Id);
        foreach (var offer in worker.Profile.Offers)
        {
            if (_lanes.TryGetValue(offer, out var lane) && !lane.IsServed(now))
            {
                _lanes.Remove(offer);
            }
        }
    }

    private Lane LaneOf(WorkerOffer offer)
    {
        if (!_lanes.TryGetValue(offer, out var lane))
        {
            _lanes[offer] = lane = new Lane();
        }

        return lane;
    }

    /// <summary>A worker's seat takes nothing more.</summary>
    private void Dismiss(Worker worker, bool isDraining)
    {
        switch (worker.Seat)
        {
            case PollSeat poll:
                Answer(poll, isDraining);
                break;
            case StandingSeat standing when isDraining:
                standing.TellDraining(); // It stays: what the worker has is told through it.
                standing.Recount();
                break;
            case StandingSeat standing:
                standing.TellReplaced();
                Leave(standing);
                break;
            case null:
                break;
            default:
                throw new System.Diagnostics.UnreachableException("There is no other seat.");
        }
    }
}
