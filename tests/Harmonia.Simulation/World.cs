using System.Text;
using Harmonia.Core.Executions;
using Harmonia.Simulation.Checks;
using Harmonia.Simulation.Shell;
using Harmonia.Simulation.Workflows;

namespace Harmonia.Simulation;

/// <summary>
/// Everything that one seed makes: clock, store, processes, workers, clients. One thread; no other source of chance.
/// </summary>
internal sealed class World
{
    private static readonly DateTimeOffset Dawn = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan HealingTime = TimeSpan.FromHours(24);

    private readonly PriorityQueue<Action, (long Due, long Order)> _agenda = new();
    private readonly Faults _faults;
    private readonly Clients _clients;
    private readonly HashSet<ExecutionId> _lostWakes = [];
    private readonly Action<string>? _log;
    private long _order;

    public World(ulong seed, Mutant mutant, Reach reach, Action<string>? log)
    {
        Dice = new Dice(seed);
        (Mutant, Reach, _log) = (mutant, reach, log);
        _faults = new Faults(Dice);
        Settings = new ExecutionSettings
        {
            MaxConcurrentTasks = Dice.Between(1, 8),
            MaxEvents = Dice.Chance(0.1) ? Dice.Between(20, 100) : 5_000,
            MaxValueBytes = 4_096,
        };
        (PlacesPerNode, PlacesPerComponent) = (Dice.Between(2, 40), Dice.Between(1, 30));
        var maker = new SketchMaker(Dice);
        Workflows = [.. Enumerable.Range(0, Dice.Between(3, 6)).Select(index => maker.Make($"workflow_{index}"))];
        Audit = new Audit(this);
        Store = new SimStore(Committed) { Mutant = mutant };
        Subscribers = [.. Enumerable.Range(0, 2).Select(_ => new Subscriber(this))];
        Node = new Node(this);
        _clients = new Clients(this);
    }

    public Dice Dice { get; }

    public Mutant Mutant { get; }

    public Reach Reach { get; }

    public ExecutionSettings Settings { get; }

    public IReadOnlyList<WorkflowSketch> Workflows { get; }

    public Audit Audit { get; }

    public SimStore Store { get; }

    public IReadOnlyList<Subscriber> Subscribers { get; }

    public int PlacesPerNode { get; }

    public int PlacesPerComponent { get; }

    /// <summary>The process that is up.</summary>
    public Node Node { get; private set; }

    /// <summary>True time, which nobody in the world can see.</summary>
    public DateTimeOffset Now { get; private set; } = Dawn;

    /// <summary>How wrong the clocks are.</summary>
    public TimeSpan ClockOffset { get; private set; }

    public int Operation { get; private set; }

    /// <summary>A hash over all that happened, to prove that the same seed gives the same world.</summary>
    public ulong TraceHash { get; private set; } = 14_695_981_039_346_656_037;

    /// <summary>Lives through the seed; throws at the first broken promise.</summary>
    public void Live()
    {
        Node.Start();
        var operations = Dice.Between(300, 600);
        for (Operation = 1; Operation <= operations; Operation++)
        {
            _clients.Act();
            Advance(Dice.Chance(0.05) ? Dice.Time(10, 300) : Dice.Time(0, 4));
        }

        Heal();
        Audit.CheckEnd();
        foreach (var subscriber in Subscribers)
        {
            if (subscriber.Position != Store.Feed.Count)
            {
                throw new ViolationException(
                    "I12 streams have no gap", null, $"{subscriber.Position} of {Store.Feed.Count}");
            }
        }
    }

    public bool Strikes(Fault fault) => _faults.Strikes(fault, Dice);

    public void Schedule(TimeSpan delay, Action action) => _agenda.Enqueue(action, ((Now + delay).UtcTicks, _order++));

    /// <summary>The process is gone; a new one starts a moment later.</summary>
    public void CrashNode(Situation situation)
    {
        Reach.Hit(situation);
        Trace("crash");
        Node.Crash();
        if (Store.Rows.Any(row =>
            row.Value.Head is { Status: ExecutionStatus.Running, WakeAt: { } at } && at > Now + ClockOffset))
        {
            Reach.Hit(Situation.SleptAcrossCrash);
        }

        Node = new Node(this);
        var node = Node;
        node.Later(Dice.Time(0, 20), node.Start);
    }

    public void JumpClock()
    {
        var jump = Dice.Time(1, Dice.Chance(0.2) ? 3_600 : 60);
        var back = Dice.Chance(0.5);
        ClockOffset += back ? -jump : jump;
        Reach.Hit(back ? Situation.ClockWentBack : Situation.ClockWentForward);
        Trace($"clock {ClockOffset}");
    }

    /// <summary>Another process decides on the same execution and appends first.</summary>
    public void RivalActs(ExecutionId id)
    {
        if (Store.Find(id) is not { } row)
        {
            return;
        }

        var state = Audit.FoldAfresh(id);
        ExecutionCommand command = Dice.Below(4) switch
        {
            0 => new InterruptTasks([]) { At = default },
            1 => new PauseExecution { At = default },
            2 => new ChangeState(JsonText.EmptyObject) { At = default },
            _ => new Tick { At = default },
        };
        var now = Node.Clock > state.LastAt ? Node.Clock : state.LastAt;
        var version = state.Version;
        if (ExecutionDecider.Decide(state, command with { At = now, Jitter = Dice.Fraction() })
            is Decision.Accepted { Events: { IsEmpty: false } events })
        {
            Store.TryAppend(new SimAppend(
                id, row.Workflow, version, events, HeadModel.Next(row.Head, state, state.Plan(), now)));
        }
    }

    public void LoseWake(ExecutionId id) => _lostWakes.Add(id);

    public bool WasWakeLost(ExecutionId id) => _lostWakes.Remove(id);

    /// <summary>Tells subscribers of events that are about to be stored: only a mutant does.</summary>
    public void Publish(SimAppend append) =>
        Publish(append.Id, append.ExpectedVersion, append.Events.Count, Store.Feed.Count);

    public void Trace(string what)
    {
        foreach (var letter in what)
        {
            TraceHash = (TraceHash ^ letter) * 1_099_511_628_211;
        }

        _log?.Invoke($"{Operation,4} {Now:HH:mm:ss.fff} {what}");
    }

    private void Committed(SimAppend append, IReadOnlyList<ExecutionEvent> events)
    {
        var row = Store.Find(append.Id)!;
        var first = row.Events.Count - events.Count;
        for (var index = first; index < row.Events.Count; index++)
        {
            foreach (var unit in row.Events[index])
            {
                TraceHash = (TraceHash ^ unit) * 1_099_511_628_211;
            }

            _log?.Invoke($"{Operation,4} {Now:HH:mm:ss.fff} {append.Id} {index + 1} "
                + Encoding.UTF8.GetString(row.Events[index]));
        }

        Audit.Stored(append, events);
        if (Mutant != Mutant.PublishedBeforeCommit)
        {
            Publish(append.Id, first, events.Count, Store.Feed.Count - events.Count);
        }
    }

    private void Publish(ExecutionId id, long version, int count, long position)
    {
        for (var index = 1; index <= count; index++)
        {
            foreach (var subscriber in Subscribers)
            {
                subscriber.Publish(id, version + index, position + index);
            }
        }
    }

    private void Advance(TimeSpan time)
    {
        var until = Now + time;
        while (_agenda.TryPeek(out var action, out var due) && due.Due <= until.UtcTicks)
        {
            _agenda.Dequeue();
            Now = new DateTimeOffset(Math.Max(due.Due, Now.UtcTicks), TimeSpan.Zero);
            action();
        }

        Now = until;
    }

    /// <summary>Faults end; people resume what they paused; then everything must end by itself.</summary>
    private void Heal()
    {
        _faults.Heal();
        foreach (var subscriber in Subscribers)
        {
            subscriber.Reconnect();
        }

        var end = Now + HealingTime;
        while (Now < end && !Audit.Executions.All(entry => entry.Value.Status.IsFinal))
        {
            _clients.ResumeAll();
            Advance(TimeSpan.FromMinutes(2));
        }

        Advance(TimeSpan.FromMinutes(5)); // Calls that are not needed any more come back and leave their places.
    }

    public void NoteCanceled(ExecutionId id) => Trace($"{id} canceled");
}
