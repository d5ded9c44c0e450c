using Harmonia.Core.Definitions;
using Harmonia.Core.Executions;
using Harmonia.Simulation.Checks;
using TaskStatus = Harmonia.Core.Executions.TaskStatus;

namespace Harmonia.Core.Tests.Executions;

/// <summary>Follows an execution by its events, and says when it breaks a promise about how executions end.</summary>
internal sealed class ClosingAudit(Scenario scenario)
{
    private readonly Stack<string> _done = new();
    private readonly Dictionary<string, int> _lastEnds = [];
    private string? _undoing;
    private WorkflowClosing? _closing;
    private bool _isOver;
    private int _seen;

    /// <summary>Compensations that were called, in their order.</summary>
    public List<string> Undone { get; } = [];

    public void Check()
    {
        for (; _seen < scenario.History.Count; _seen++)
        {
            Follow(scenario.History[_seen]);
        }

        CheckState(scenario.State);
        Require(
            StateDump.Text(scenario.State) == StateDump.Text(scenario.Refold()),
            $"fold differs\n{StateDump.Text(scenario.State)}\n{StateDump.Text(scenario.Refold())}");
    }

    private void Follow(ExecutionEvent fact)
    {
        Require(!_isOver || fact is WorkflowRetried or SignalReceived, $"{EventNames.Of(fact)} came after the end");
        switch (fact)
        {
            case TaskStarted started:
                Start(started.Task);
                break;
            case TaskCompleted completed:
                if (completed.Compensation is not null)
                {
                    _done.Push(completed.Task);
                }

                End(completed.Task);
                break;
            case TaskFailed or TaskSkipped or TaskCanceled:
                End(((TaskEvent)fact).Task);
                break;
            case WorkflowClosing closing:
                _closing = closing;
                break;
            case WorkflowRetried:
                _lastEnds.Clear();
                (_closing, _isOver) = (null, false);
                break;
            case WorkflowCompleted or WorkflowFailed or WorkflowCanceled:
                CheckEnd(fact);
                break;
        }
    }

    private void Start(string path)
    {
        if (path.EndsWith("~compensate", StringComparison.Ordinal))
        {
            Require(_closing is { Status: not "completed" }, $"{path} was called for no reason");
            if (_undoing != path)
            {
                Require(_undoing is null, $"{path} began before {_undoing} had ended");
                Require(_done.TryPop(out var wanted) && path == $"{wanted}~compensate", $"{path}, not {wanted}");
                Undone.Add(path);
                _undoing = path;
            }

            return;
        }

        var isLast = RoleOf(path) == TaskRole.Finally;
        Require(isLast == _closing is not null, $"{path} started {(isLast ? "before the end" : "while it ended")}");
        Require(!isLast || _undoing is null, $"{path} started before all was undone");
        Require(!isLast || _closing!.Status == "completed" || _done.Count == 0, $"{path} started too early");
    }

    private void End(string path)
    {
        if (path == _undoing)
        {
            _undoing = null;
        }

        _lastEnds[path] = _lastEnds.GetValueOrDefault(path) + 1;
    }

    private void CheckEnd(ExecutionEvent end)
    {
        _isOver = true;
        if (end is WorkflowFailed { Reason: "history_limit" })
        {
            return;
        }

        Require(_undoing is null, $"it ended before {_undoing} did");
        Require(end is WorkflowCompleted || _closing?.Status == "completed" || _done.Count == 0, "not all was undone");
        foreach (var task in scenario.State.Tasks.Where(task => task.Definition.Role == TaskRole.Finally))
        {
            Require(_lastEnds.GetValueOrDefault(task.Path) == 1, $"{task.Path} did not end exactly once");
            Require(task.Definition.Id != "last" || task.FirstStartedAt is not null, "the last task did not run");
        }
    }

    private void CheckState(ExecutionState state)
    {
        var tasks = state.AllTasks().ToArray();
        Require(
            state.RunningCalls == tasks.Count(task =>
                task is { Status: TaskStatus.Running, Definition.Kind: TaskKind.Call }),
            "calls are miscounted");
        foreach (var holders in tasks
            .Where(task => task is { Definition.Mutex: not null, FirstStartedAt: not null, Status.IsFinal: false })
            .GroupBy(task => task.Definition.Mutex))
        {
            Require(holders.Count() == 1, $"mutex {holders.Key} is held by {string.Join(',', holders.Select(Path))}");
        }

        var plan = state.Plan();
        if (state.Status.IsFinal)
        {
            Require(Array.TrueForAll(tasks, task => task.Status.IsFinal), "tasks are open after the end");
            Require(plan.Ready.IsEmpty && plan.WakeAt is null && state.RunningCalls == 0, "something is owed");
            return;
        }

        // A plan that must be settled first is not compared: it is not yet what the next decision makes of it.
        var wanted = PlanOracle.Plan(state, scenario.Now);
        Require(
            plan.MoreToDecide || plan.WakeAt <= scenario.Now
                || (plan.Ready.Select(Path).Order().SequenceEqual(wanted.Ready.Select(Path).Order())
                    && plan.WakeAt == wanted.WakeAt),
            $"it plans {Shown(plan)}, not {Shown(wanted)}");
        Require(
            state.Status == ExecutionStatus.Paused || plan.MoreToDecide || state.RunningCalls > 0
                || !plan.Ready.IsEmpty || plan.WakeAt is not null
                || tasks.Any(task => task.Waiting is WaitReason.Signal or WaitReason.Approval or WaitReason.Operator),
            $"nothing will ever happen again in {string.Join(' ', tasks.Select(Waits))}");
    }

    private TaskRole RoleOf(string path) =>
        scenario.State.Definition.Tasks.First(task => task.Id == path.Split('.', '[')[0]).Role;

    private static string Path(TaskState task) => task.Path;

    private static string Waits(TaskState task) =>
        $"{task.Path}:{task.Status}/{task.Waiting}/{task.Definition.Mutex}";

    private static string Shown(Plan plan) => $"[{string.Join(',', plan.Ready.Select(Path))}] wake {plan.WakeAt:O}";

    private void Require(bool holds, string otherwise) => Assert.True(holds, $"{otherwise}: {scenario.Story()}");
}
