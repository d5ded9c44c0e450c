using Harmonia.Core.Executions;

namespace Harmonia.Simulation.Shell;

/// <summary>
/// One process of the engine, from its start to its crash: all that is in memory is here and dies with it.
/// </summary>
internal sealed class Node(World world)
{
    public static readonly TimeSpan SweepPeriod = TimeSpan.FromSeconds(5);

    private readonly Dictionary<ExecutionId, Runner> _runners = [];
    private readonly Dictionary<ExecutionId, DateTimeOffset> _wakes = [];

    public World World => world;

    public Places Places { get; } = new(world.PlacesPerNode, world.PlacesPerComponent);

    public bool IsDead { get; private set; }

    /// <summary>The clock as this process sees it.</summary>
    public DateTimeOffset Clock => world.Now + world.ClockOffset;

    public int Warm => _runners.Count;

    /// <summary>Begins to sweep; the first sweep is the recovery.</summary>
    public void Start() => Later(TimeSpan.Zero, Sweep);

    public void Crash() => IsDead = true;

    /// <summary>Does something later, unless the process has died by then.</summary>
    public void Later(TimeSpan delay, Action action) => world.Schedule(delay, () =>
    {
        if (!IsDead)
        {
            action();
        }
    });

    public void Deliver(ExecutionId id, int workflow, ExecutionCommand command, Request? reply, bool isFresh = false)
    {
        if (!_runners.TryGetValue(id, out var runner))
        {
            runner = new Runner(id, workflow, this, isFresh);
            _runners.Add(id, runner);
        }

        runner.Post(new Letter(command, reply, null));
    }

    public void Remove(Runner runner) => _runners.Remove(runner.Id);

    /// <summary>Sets the timer in memory for an execution; a hint that may get lost.</summary>
    public void WakeWhen(ExecutionId id, DateTimeOffset at)
    {
        if (_wakes.TryGetValue(id, out var earlier) && earlier <= at)
        {
            return;
        }

        _wakes[id] = at;
        var delay = at - Clock;
        Later(delay > TimeSpan.Zero ? delay : TimeSpan.Zero, () => Fire(id, at));
    }

    /// <summary>Stores an append, with whatever may happen on the way.</summary>
    public void Append(SimAppend append, Action<AppendResult> done)
    {
        if (world.Strikes(Fault.StoreSlow))
        {
            Later(world.Dice.Time(0.01, 3), () => AppendNow(append, done));
            return;
        }

        AppendNow(append, done);
    }

    private void AppendNow(SimAppend append, Action<AppendResult> done)
    {
        if (world.Mutant == Mutant.PublishedBeforeCommit)
        {
            world.Publish(append);
        }

        if (world.Strikes(Fault.CrashBeforeCommit))
        {
            world.CrashNode(Situation.CrashedBeforeCommit);
            return;
        }

        if (world.Strikes(Fault.StoreRefuses))
        {
            world.Reach.Hit(Situation.StoreRefused);
            done(AppendResult.Trouble);
            return;
        }

        if (world.Strikes(Fault.Rival))
        {
            world.RivalActs(append.Id);
        }

        if (world.Strikes(Fault.CommitUnknown))
        {
            var stored = world.Dice.Chance(0.5) && world.Store.TryAppend(append);
            world.Reach.Hit(stored ? Situation.UnknownCommitHadStored : Situation.UnknownCommitHadNotStored);
            done(AppendResult.Trouble);
            return;
        }

        var result = world.Store.TryAppend(append) ? AppendResult.Stored : AppendResult.Conflict;
        if (world.Strikes(Fault.CrashAfterCommit))
        {
            world.CrashNode(Situation.CrashedBetweenCommitAndDispatch);
            return;
        }

        done(result);
    }

    private void Fire(ExecutionId id, DateTimeOffset at)
    {
        if (!_wakes.TryGetValue(id, out var current) || current != at)
        {
            return;
        }

        _wakes.Remove(id);
        if (Clock < at)
        {
            WakeWhen(id, at); // The clock was set back meanwhile.
            return;
        }

        Wake(id);
    }

    private void Sweep()
    {
        foreach (var (id, row) in world.Store.Rows)
        {
            if (row.Head.WakeAt is not { } wakeAt || world.Mutant == Mutant.SweeperAsleep)
            {
                continue;
            }

            if (wakeAt <= Clock && !_runners.ContainsKey(id))
            {
                if (world.WasWakeLost(id))
                {
                    world.Reach.Hit(Situation.WakeLostAndSwept);
                }

                Wake(id);
            }
            else if (wakeAt > Clock && wakeAt <= Clock + (1.5 * SweepPeriod))
            {
                if (world.Strikes(Fault.WakeLost))
                {
                    world.LoseWake(id);
                }
                else
                {
                    WakeWhen(id, wakeAt);
                }
            }
        }

        Later(SweepPeriod, Sweep);
    }

    private void Wake(ExecutionId id) =>
        Deliver(id, world.Store.Find(id)!.Workflow, new Tick { At = default }, null);
}
