using System.Collections.Immutable;
using Harmonia.Core.Executions;
using TaskStatus = Harmonia.Core.Executions.TaskStatus;

namespace Harmonia.Simulation.Shell;

/// <summary>What came of an append.</summary>
internal enum AppendResult
{
    Stored,
    Conflict,

    /// <summary>Whether it happened is unknown.</summary>
    Trouble,
}

/// <summary>Something in a runner's mailbox.</summary>
internal sealed record Letter(ExecutionCommand? Command, Request? Reply, string? Granted);

/// <summary>One execution's owner in one process; a model of the engine's runner, turn for turn.</summary>
internal sealed class Runner(ExecutionId id, int workflow, Node node, bool isFresh)
{
    private const int MaxConflicts = 8;

    private static readonly TimeSpan KeepWarm = TimeSpan.FromSeconds(2);

    private readonly List<Letter> _mailbox = [];
    private readonly Dictionary<string, Call> _inFlight = [];
    private readonly List<string> _slots = [];
    private readonly List<ExecutionEvent> _events = [];
    private readonly List<(Request Request, Decision Decision)> _answers = [];
    private readonly List<(TaskState Task, string Slot)> _starts = [];
    private List<Letter> _batch = [];
    private bool _isFresh = isFresh;
    private bool _isWorking;
    private bool _isClosed;
    private ExecutionState? _state;
    private SimHead? _head;
    private Plan _plan = Plan.Nothing;
    private DateTimeOffset _lastAt;
    private int _conflicts;
    private int _failures;

    public ExecutionId Id => id;

    public int InFlight => _inFlight.Count;

    private World World => node.World;

    public void Post(Letter letter)
    {
        _mailbox.Add(letter);
        if (!_isWorking)
        {
            _isWorking = true;
            node.Later(TimeSpan.Zero, Work);
        }
    }

    /// <summary>Takes over a place; one that is not needed any more goes on to the next.</summary>
    public void Grant(string component)
    {
        if (_isClosed)
        {
            node.Places.Release(component);
            return;
        }

        World.Reach.Hit(Situation.SlotWaited);
        Post(new Letter(null, null, component));
    }

    private void Work()
    {
        _batch = [.. _mailbox];
        _mailbox.Clear();
        _slots.AddRange(_batch.Where(letter => letter.Granted is not null).Select(letter => letter.Granted!));
        (_conflicts, _failures) = (0, 0);
        Turn();
    }

    private void Turn()
    {
        _events.Clear();
        _answers.Clear();
        _slots.AddRange(_starts.Select(start => start.Slot));
        _starts.Clear();
        if (_state is null)
        {
            Load();
        }

        var state = _state!;
        var version = state.Version - _events.Count;
        DecideAll(state);
        StartReady(state);
        if (World.Mutant == Mutant.AnsweredBeforeCommit)
        {
            Answer(state);
        }

        if (_events.Count == 0)
        {
            Answer(state);
            GoOn();
            Rest();
            return;
        }

        if (World.Mutant == Mutant.DispatchBeforeCommit)
        {
            DispatchStarts();
        }

        var head = HeadModel.Next(_head, state, _plan, node.Clock);
        node.Append(new SimAppend(id, workflow, version, [.. _events], head), result => Finish(result, head));
    }

    private void Finish(AppendResult result, SimHead? head)
    {
        if (result == AppendResult.Conflict && World.Mutant == Mutant.ConflictIgnored)
        {
            result = AppendResult.Stored;
        }

        switch (result)
        {
            case AppendResult.Stored:
                Complete(head);
                return;
            case AppendResult.Conflict when ++_conflicts < MaxConflicts:
                World.Reach.Hit(Situation.ConflictDecidedAgain);
                Forget();
                Turn();
                return;
            default:
                foreach (var letter in _batch)
                {
                    letter.Reply?.Unknown();
                }

                _batch.RemoveAll(letter => letter.Reply is not null);
                _conflicts = 0;
                if (World.Mutant != Mutant.StateKeptAfterTrouble)
                {
                    Forget();
                }

                var delay = TimeSpan.FromMilliseconds(Math.Min(50 * Math.Pow(2, ++_failures), 5_000));
                node.Later(delay, Turn);
                return;
        }
    }

    private void Complete(SimHead? head)
    {
        _head = head ?? _head;
        _isFresh = false;
        World.Audit.CheckLive(id, _state!, _plan, _lastAt, _head!);
        StopEnded();
        if (World.Mutant == Mutant.StartsDroppedAfterCommit)
        {
            _starts.Clear();
        }

        DispatchStarts();
        RequireThatRunningRuns();
        Answer(_state!);
        GoOn();
        Rest();
    }

    /// <summary>A state that was folded anew may have more to decide than anybody has asked for.</summary>
    private void GoOn()
    {
        if (_plan.MoreToDecide)
        {
            _mailbox.Add(new Letter(new Tick { At = default }, null, null));
        }
    }

    private void RequireThatRunningRuns()
    {
        foreach (var task in _state!.Tasks)
        {
            if (task.Status == TaskStatus.Running
                && !(_inFlight.TryGetValue(task.Definition.Id, out var call) && call.Attempt == task.Attempt))
            {
                throw new ViolationException(
                    "I10 what is recorded as running runs",
                    id,
                    $"Attempt {task.Attempt} of {task.Definition.Id} does not.");
            }
        }
    }

    private void Load()
    {
        if (_isFresh || World.Store.Find(id) is not { } row)
        {
            _state = ExecutionState.Initial(id, World.Workflows[workflow].Definition, World.Settings);
            return;
        }

        _state = World.Audit.FoldAfresh(id);
        _head = row.Head;
        if (_state.RunningCalls > 0 && World.Mutant != Mutant.InterruptSkipped)
        {
            var alive = _inFlight.Values.Select(call => (call.Task.Id, call.Attempt));
            Decide(_state, new InterruptTasks([.. alive]) { At = default }, null);
        }
    }

    private void DecideAll(ExecutionState state)
    {
        foreach (var letter in _batch)
        {
            if (letter.Command is { } command)
            {
                Decide(state, command, letter.Reply);
            }
        }

        _plan = state.Plan();
        if (_plan.WakeAt <= node.Clock)
        {
            Decide(state, new Tick { At = default }, null);
            _plan = state.Plan();
        }
    }

    private void Decide(ExecutionState state, ExecutionCommand command, Request? reply)
    {
        var now = node.Clock;
        if (World.Mutant != Mutant.ClockNotHeld)
        {
            now = now > _lastAt ? now : _lastAt;
            now = now > state.LastAt ? now : state.LastAt;
        }

        _lastAt = now;
        if (World.Mutant == Mutant.AttemptRewritten
            && command is CompleteTask complete
            && state.Find(complete.Task) is { } task)
        {
            command = complete with { Attempt = task.Attempt };
        }

        World.Audit.Witness(state, command);
        var decision = ExecutionDecider.Decide(state, command with { At = now, Jitter = World.Dice.Fraction() });
        if (decision is Decision.Accepted accepted)
        {
            _events.AddRange(accepted.Events);
        }

        World.Audit.Witness(state, command, decision);
        if (reply is not null)
        {
            _answers.Add((reply, decision));
        }
    }

    private void StartReady(ExecutionState state)
    {
        for (var round = 0; round <= state.Tasks.Count && !_plan.Ready.IsEmpty; round++)
        {
            var starts = ImmutableArray.CreateBuilder<string>();
            foreach (var task in _plan.Ready)
            {
                var component = task.Definition.Component;
                if (_slots.Remove(component) || node.Places.TryReserve(component, this))
                {
                    _starts.Add((task, component));
                    starts.Add(task.Definition.Id);
                }
            }

            if (starts.Count == 0)
            {
                return;
            }

            Decide(state, new StartTasks(starts.ToImmutable()) { At = default }, null);
            _plan = state.Plan();
            if (World.Mutant == Mutant.StartsInOneRound
                || _starts.TrueForAll(start => start.Task.Status == TaskStatus.Running))
            {
                return;
            }
        }
    }

    private void StopEnded()
    {
        foreach (var fact in _events)
        {
            var (task, attempt) = fact switch
            {
                TaskCompleted completed => (completed.Task, completed.Attempt),
                TaskFailed failed => (failed.Task, failed.Attempt),
                RetryAttempted retry => (retry.Task, retry.Attempt),
                TaskCanceled canceled => (canceled.Task, canceled.Attempt),
                _ => (null, 0),
            };
            if (task is not null && _inFlight.TryGetValue(task, out var call) && call.Attempt == attempt)
            {
                _inFlight.Remove(task);
                call.Stop();
            }
        }
    }

    private void DispatchStarts()
    {
        foreach (var (task, slot) in _starts)
        {
            if (task.Status != TaskStatus.Running)
            {
                _slots.Add(slot);
                continue;
            }

            var call = new Call(node, id, World.Workflows[workflow].Tasks[task.Definition.Index], task, slot);
            if (_inFlight.TryGetValue(call.Task.Id, out var lost))
            {
                lost.Stop(); // Another owner interrupted it meanwhile.
            }

            _inFlight[call.Task.Id] = call;
            call.Begin();
            if (World.Mutant == Mutant.DispatchedTwice)
            {
                call.Begin();
            }
        }

        _starts.Clear();
    }

    private void Answer(ExecutionState state)
    {
        foreach (var (request, decision) in _answers)
        {
            request.Answered(decision, state.Version);
        }

        _answers.Clear();
    }

    private void Rest()
    {
        foreach (var slot in _slots.ToArray())
        {
            _slots.Remove(slot);
            node.Places.Release(slot);
        }

        if (_mailbox.Count > 0)
        {
            node.Later(TimeSpan.Zero, Work);
            return;
        }

        _isWorking = false;
        var keep = _state is { Version: > 0, Status.IsFinal: false }
            && (_inFlight.Count > 0 || HeadModel.IsBusy(_state, _plan) || _plan.WakeAt - node.Clock < KeepWarm);
        if (!keep)
        {
            _isClosed = true;
            node.Remove(this);
        }
        else if (_plan.WakeAt is { } wakeAt)
        {
            node.WakeWhen(id, wakeAt);
        }
    }

    private void Forget() => (_state, _head, _plan) = (null, null, Plan.Nothing);
}
