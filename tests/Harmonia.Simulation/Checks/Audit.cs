using System.Text.Json;
using Harmonia.Core.Executions;
using Harmonia.Simulation.Shell;
using TaskStatus = Harmonia.Core.Executions.TaskStatus;

namespace Harmonia.Simulation.Checks;

/// <summary>
/// Watches a world from outside: everything that is stored, sent, answered and dispatched passes by here.
/// </summary>
internal sealed class Audit(World world)
{
    private const double FreshFolds = 0.03;

    private readonly Dictionary<ExecutionId, ExecutionAudit> _executions = [];
    private readonly List<(ExecutionId Id, string Key)> _acknowledged = [];

    public IEnumerable<KeyValuePair<ExecutionId, ExecutionAudit>> Executions => _executions;

    public void Stored(SimAppend append, IReadOnlyList<ExecutionEvent> events)
    {
        if (!_executions.TryGetValue(append.Id, out var execution))
        {
            execution = new ExecutionAudit(
                append.Id, append.Workflow, world.Workflows[append.Workflow], world.Settings, world.Reach);
            _executions.Add(append.Id, execution);
        }

        foreach (var fact in events)
        {
            execution.Stored(fact);
        }

        execution.BatchEnded();
        if (execution.Status.IsFinal && world.Store.Find(append.Id)!.Head.WakeAt is { } wakeAt)
        {
            throw new ViolationException("I8 an end leaves nothing behind", append.Id, $"it would wake at {wakeAt:O}");
        }
    }

    public void Disturb(ExecutionId id) => _executions[id].IsDisturbed = true;

    public void Dispatched(ExecutionId id, string task, int attempt)
    {
        if (!_executions.TryGetValue(id, out var execution))
        {
            throw new ViolationException("I13 no call before its start is stored", id, $"{task} {attempt}");
        }

        execution.Dispatched(task, attempt);
    }

    public void Sent(ExecutionId id, string task, int attempt, JsonElement output) =>
        _executions[id].Sent(task, attempt, output.GetRawText());

    public void Acknowledged(ExecutionId id, ExecutionCommand command, long version, bool repeated)
    {
        Require(
            world.Store.VersionOf(id) >= version,
            id,
            $"{command.GetType().Name} was acknowledged at {version}, {world.Store.VersionOf(id)} is stored");
        if (command.Request is not { } key)
        {
            return;
        }

        Require(_executions[id].Keys.Contains(key), id, $"'{key}' was acknowledged and is not stored");
        _acknowledged.Add((id, key));
        if (repeated)
        {
            world.Reach.Hit(command is StartExecution ? Situation.StartRepeated : Situation.CommandRepeated);
        }
    }

    /// <summary>Notes what a report meets, and that one which is not awaited changes nothing.</summary>
    public void Witness(ExecutionState state, ExecutionCommand command, Decision? decision = null)
    {
        if (command is CancelExecution && decision is Decision.Accepted { Events.IsEmpty: false })
        {
            world.NoteCanceled(state.Id);
        }

        if (command is not CompleteTask report)
        {
            return;
        }

        var task = state.Find(report.Task);
        if (decision is null)
        {
            _isAwaited = task is { Status: TaskStatus.Running } && task.Attempt == report.Attempt;
            return;
        }

        if (_isAwaited)
        {
            return;
        }

        if (decision is Decision.Accepted { Events: var events }
            && events.OfType<TaskEvent>().Any(fact =>
                fact.Task == report.Task && fact is TaskCompleted or RetryAttempted))
        {
            throw new ViolationException("I3 late reports change nothing", state.Id, $"{report.Task} {report.Attempt}");
        }

        world.Reach.Hit(
            task is null ? Situation.ForeignReportIgnored
            : report.Attempt > task.Attempt ? Situation.WrongAttemptIgnored
            : state.Status == ExecutionStatus.Canceled ? Situation.CancelBeatCompletion
            : report.Attempt == task.Attempt && task.Status == TaskStatus.Completed
                ? Situation.RepeatedCompletionIgnored
            : Situation.LateCompletionRejected);
    }

    private bool _isAwaited;

    /// <summary>Tests a state just after its events were stored.</summary>
    public void CheckLive(ExecutionId id, ExecutionState live, Plan plan, DateTimeOffset at, SimHead head)
    {
        var execution = _executions[id];
        execution.CheckLive(live, plan, at);
        Require(
            head.Status == live.Status && head == world.Store.Find(id)!.Head,
            id,
            "the head is not that of the state",
            "I5");
        if (world.Dice.Chance(FreshFolds) && !(plan.WakeAt <= at))
        {
            CheckFreshFold(id, plan, at);
        }
    }

    /// <summary>The fold of everything stored, which must be what the shadow says.</summary>
    public ExecutionState FoldAfresh(ExecutionId id)
    {
        var execution = _executions[id];
        return ExecutionState.Fold(
            id, world.Workflows[execution.Workflow].Definition, world.Settings, world.Store.Read(id));
    }

    /// <summary>Tests what must hold once everything has come to rest.</summary>
    public void CheckEnd()
    {
        foreach (var (id, execution) in _executions)
        {
            Require(
                execution.Status.IsFinal,
                id,
                $"it is {execution.Status}, to wake at {world.Store.Find(id)!.Head.WakeAt:O}, "
                    + $"with {world.Node.Places} {StateDump.Text(execution.Shadow)}",
                "I1 all ends");
            var fresh = FoldAfresh(id);
            Require(StateDump.Text(fresh) == StateDump.Text(execution.Shadow), id, "a fresh fold differs", "I5");
            execution.CompareWithReference(fresh.Input.GetProperty("n").GetInt32());
        }

        foreach (var (id, key) in _acknowledged)
        {
            Require(_executions[id].Keys.Contains(key), id, $"'{key}' was acknowledged and is gone");
        }

        Require(world.Node.Places.Taken == 0, null, $"{world.Node.Places.Taken} places are still taken", "I10 places");
    }

    private void CheckFreshFold(ExecutionId id, Plan plan, DateTimeOffset at)
    {
        var fresh = FoldAfresh(id);
        var decision = (Decision.Accepted)ExecutionDecider.Decide(fresh, new Tick { At = at });
        Require(
            decision.Events.IsEmpty, id, $"a fresh fold decides {string.Join(';', decision.Events)} at {at:O}", "I5");
        Require(
            PlanOracle.AreEqual(fresh.Plan(), plan, fresh.Status),
            id,
            $"a fresh fold plans {fresh.Plan()}, live {plan}",
            "I5");
    }

    private static void Require(
        bool holds, ExecutionId? id, string otherwise, string promise = "I11 what is acknowledged is kept")
    {
        if (!holds)
        {
            throw new ViolationException(promise, id, otherwise);
        }
    }
}
