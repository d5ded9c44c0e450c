using System.Buffers;
using Harmonia.Core.Definitions;
using Harmonia.Core.Executions;
using Harmonia.Core.Failures;
using Harmonia.Simulation.Workflows;
using TaskStatus = Harmonia.Core.Executions.TaskStatus;

namespace Harmonia.Simulation.Checks;

/// <summary>Follows the stored events of one execution and tests each against the promises.</summary>
internal sealed class ExecutionAudit
{
    private readonly WorkflowSketch _sketch;
    private readonly ExecutionSettings _settings;
    private readonly TaskAudit[] _tasks;
    private readonly Dictionary<string, TaskAudit> _byId;
    private readonly HashSet<(string Task, int Attempt)> _dispatched = [];
    private readonly Dictionary<(string Task, int Attempt), string> _sent = [];
    private readonly ArrayBufferWriter<byte> _live = new(4_096);
    private readonly ArrayBufferWriter<byte> _stored = new(4_096);
    private readonly Reach _reach;
    private DateTimeOffset _lastAt;
    private DateTimeOffset _createdAt;
    private int _version;
    private bool _wasRetried;
    private bool _wasResumed;
    private bool _hasWarnings;

    public ExecutionAudit(ExecutionId id, int workflow, WorkflowSketch sketch, ExecutionSettings settings, Reach reach)
    {
        (_sketch, _settings, _reach) = (sketch, settings, reach);
        Workflow = workflow;
        _tasks = [.. sketch.Tasks.Select(task => new TaskAudit(task))];
        _byId = _tasks.ToDictionary(task => task.Sketch.Id);
        Shadow = ExecutionState.Initial(id, sketch.Definition, settings);
    }

    public int Workflow { get; }

    public ExecutionStatus Status { get; private set; } = ExecutionStatus.Pending;

    /// <summary>The fold of the stored texts, event by event as they come in.</summary>
    public ExecutionState Shadow { get; }

    /// <summary>Whether something other than its own nature decided about it.</summary>
    public bool IsDisturbed { get; set; }

    public HashSet<string> Keys { get; } = [];

    public void Stored(ExecutionEvent fact)
    {
        Shadow.Evolve(fact);
        _version++;
        Require(fact.At >= _lastAt, "I5 history does not run backwards", $"{fact.At:O} follows {_lastAt:O}");
        _lastAt = fact.At;
        if (fact.Request is { } key)
        {
            Require(Keys.Add(key), "I11 a key has one effect", $"'{key}' had two");
        }

        Require(
            !Status.IsFinal || fact is WorkflowRetried or StateChanged or StateUpdated or CheckpointCreated,
            "I2 an end is final", $"{EventNames.Of(fact)} came after it was {Status}");
        if (fact is TaskEvent ofTask)
        {
            Follow(ofTask, _byId[ofTask.Task]);
        }
        else
        {
            Follow(fact);
        }
    }

    /// <summary>Tests what must hold between two batches.</summary>
    public void BatchEnded()
    {
        if (!Status.IsFinal)
        {
            Require(
                !Array.Exists(_tasks, task => task.Status == TaskStatus.Canceled),
                "I2 tasks are withdrawn by an end alone", "a task was withdrawn while the execution goes on");
        }
    }

    public void Dispatched(string task, int attempt)
    {
        Require(
            _byId[task].Attempt >= attempt, "I13 no call before its start is stored", $"attempt {attempt} of {task}");
        Require(
            _dispatched.Add((task, attempt)),
            "I13 one call for each attempt",
            $"attempt {attempt} of {task} again");
    }

    public void Sent(string task, int attempt, string output) => _sent[(task, attempt)] = output;

    /// <summary>Compares the state in memory with the fold of what was stored.</summary>
    public void CheckLive(ExecutionState live, Plan plan, DateTimeOffset at)
    {
        _live.ResetWrittenCount();
        _stored.ResetWrittenCount();
        StateDump.Write(live, _live);
        StateDump.Write(Shadow, _stored);
        if (!_live.WrittenSpan.SequenceEqual(_stored.WrittenSpan))
        {
            throw new ViolationException(
                "I5 what is stored is what is",
                Shadow.Id,
                $"\nlive   {StateDump.Text(live)}\nstored {StateDump.Text(Shadow)}");
        }

        // A clock that was set back waits until it is again where history is; until then what is due is not decided.
        var isUpToDate = !(plan.WakeAt <= at);
        var expected = PlanOracle.Plan(live, at);
        Require(
            !isUpToDate || PlanOracle.AreEqual(plan, expected, live.Status),
            "I5 the plan kept is the plan computed",
            $"{Shown(plan)} is kept, {Shown(expected)} is right at {at:O}: {StateDump.Text(live)}");
        if (live.Status.IsFinal)
        {
            Require(
                plan.WakeAt is null && plan.Ready.IsEmpty && live is { RunningCalls: 0, OpenTasks: 0, Deadline: null },
                "I8 an end leaves nothing behind", $"{Shown(plan)}");
        }
    }

    /// <summary>Compares the end with that of the plain interpreter.</summary>
    public void CompareWithReference(int n)
    {
        if (IsDisturbed)
        {
            return;
        }

        var expected = ReferenceInterpreter.Interpret(_sketch, n);
        foreach (var task in _tasks.Where(task => task.Status != TaskStatus.Canceled))
        {
            Require(
                task.Status == expected.Tasks[task.Sketch.Index].Status,
                "I6 statuses are those of the reference",
                $"{task.Sketch.Id} is {task.Status} instead of {expected.Tasks[task.Sketch.Index].Status}");
            var member = task.Sketch.Kind == TaskKind.Transform ? "result" : "value";
            int? value = Shadow.Tasks[task.Sketch.Index].Output is { } output
                && output.TryGetProperty(member, out var number) ? number.GetInt32() : null;
            Require(
                value == expected.Tasks[task.Sketch.Index].Value,
                "I6 outputs are those of the reference", $"{task.Sketch.Id} gave {value}");
        }

        CompareEnd(expected);
        _reach.Hit(Situation.ReferenceCompared);
    }

    private static string Shown(Plan plan) =>
        $"ready [{string.Join(',', plan.Ready.Select(task => task.Path))}]"
            + $"{(plan.MoreReady ? "+" : "")} wake {plan.WakeAt:O}";

    private void CompareEnd(ReferenceOutcome expected)
    {
        if (expected.Unhandled.Length > 0)
        {
            Require(
                Status == ExecutionStatus.Failed
                && !Shadow.FailedTasks.IsEmpty
                && Shadow.FailedTasks.All(id => expected.Unhandled.Contains(_byId[id].Sketch.Index)),
                "I6 failures are those of the reference",
                $"it is {Status} for [{string.Join(',', Shadow.FailedTasks)}]");
            return;
        }

        if (expected.Total > _sketch.MaxTotal)
        {
            Require(Shadow.StatusReason == FailureCodes.InvalidOutput, "I6 outputs are checked", $"it is {Status}");
            return;
        }

        Require(Status == ExecutionStatus.Completed, "I6 it ends as the reference does", $"it is {Status}");
        Require(
            expected.Total is null || Shadow.Output?.GetProperty("total").GetInt32() == expected.Total,
            "I6 the result is that of the reference", $"{Shadow.Output} instead of {expected.Total}");
    }

    private void Follow(ExecutionEvent fact)
    {
        switch (fact)
        {
            case WorkflowStarted:
                Require(_version == 1, "I2 one start", "it started again");
                (Status, _createdAt) = (ExecutionStatus.Running, fact.At);
                break;
            case WorkflowPaused:
                Require(Status == ExecutionStatus.Running, "I2 only what runs is paused", $"it was {Status}");
                Status = ExecutionStatus.Paused;
                if (Array.Exists(_tasks, task => task is { IsCall: true, Status: TaskStatus.Running }))
                {
                    _reach.Hit(Situation.PausedWhileRunning);
                }

                break;
            case WorkflowResumed:
                Require(Status == ExecutionStatus.Paused, "I2 only what is paused is resumed", $"it was {Status}");
                Status = ExecutionStatus.Running;
                _wasResumed = true;
                break;
            case WorkflowRetried retried:
                Require(
                    Status == ExecutionStatus.Failed || (Status == ExecutionStatus.Completed && _hasWarnings),
                    "I2 only what failed is retried",
                    $"it was {Status}");
                (Status, IsDisturbed, _wasRetried) = (ExecutionStatus.Running, true, true);
                Array.ForEach([.. retried.Tasks], id => _byId[id].Reopen());
                break;
            case WorkflowCompleted completed:
                Require(Array.TrueForAll(_tasks, task => task.IsFinal), "I2 it ends when all has", "tasks are open");
                End(ExecutionStatus.Completed);
                _hasWarnings = !completed.Warnings.IsEmpty;
                HitIf(_hasWarnings, Situation.CompletedWithWarnings);
                HitIf(_wasRetried, Situation.OperatorRetrySucceeded);
                HitIf(Array.Exists(_tasks, WasMadeGood), Situation.FailureMadeGood);
                break;
            case WorkflowFailed failed:
                NoteEnd(failed);
                End(ExecutionStatus.Failed);
                break;
            case WorkflowCanceled:
                IsDisturbed = true;
                End(ExecutionStatus.Canceled);
                break;
        }
    }

    private void Follow(TaskEvent fact, TaskAudit task)
    {
        switch (fact)
        {
            case TaskStarted started:
                CheckStart(task);
                StartAudit.Check(task, _sketch, _createdAt, _tasks, fact.At);
                HitIf(task.Sketch.Delay is not null, Situation.HeldBackAndStarted);
                HitIf(task.WasInterrupted, Situation.InterruptedAttemptStartedAgain);
                task.Start(started);
                break;
            case TaskCompleted completed:
                CheckCompletion(task, completed);
                task.Complete(completed);
                break;
            case TaskFailed failed:
                NoteFailure(failed.Failure.Code, task);
                task.Fail(failed);
                break;
            case RetryAttempted retry:
                NoteFailure(retry.Failure.Code, task);
                HitIf(Status == ExecutionStatus.Paused, Situation.RetryDuringPause);
                HitIf(retry.Failure.Details is not null, Situation.RetryAfterHonoured);
                task.Retry(retry);
                break;
            case TaskSkipped skipped:
                CheckSkip(task, skipped);
                task.Skip();
                break;
            case TaskCanceled:
                task.Cancel();
                break;
            case TaskInterrupted interrupted:
                task.Interrupt(interrupted);
                break;
            case TaskPostponed postponed:
                task.Postpone(postponed, task.Sketch.Window ?? _sketch.Window);
                HitIf(task.Retries > 0, Situation.RetryMetClosedWindow);
                _reach.Hit(Situation.WindowWaitedFor);
                break;
        }

        task.EndedAt = task.IsFinal ? task.EndedAt ?? fact.At : null;
    }

    private void CheckStart(TaskAudit task)
    {
        Require(
            Status == ExecutionStatus.Running,
            "I9 nothing starts unless it runs",
            $"{task.Sketch.Id} while {Status}");
        if (task.Attempt == 0 || task.Status == TaskStatus.Pending)
        {
            var answer = Ask(task);
            Require(answer == JoinAnswer.Run, "I4 no start before its join is met", $"{task.Sketch.Id}: {answer}");
            HitIf(task.Sketch.Join == JoinKind.Count && task.Sketch.DependsOn.Count > 1, Situation.CountMet);
            HitIf(Array.Exists(_sketch.Tasks, other => other.Handler == task.Sketch.Index), Situation.HandlerRan);
        }

        HitIf(_wasResumed && task.IsCall, Situation.ResumedAndStarted);
        if (task.IsCall)
        {
            var running = _tasks.Count(other => other is { IsCall: true, Status: TaskStatus.Running });
            Require(running < _settings.MaxConcurrentTasks, "I10 limits hold", $"{running} calls ran already");
        }
    }

    private void CheckCompletion(TaskAudit task, TaskCompleted fact)
    {
        HitIf(task.Retries > 0, Situation.RetrySucceeded);
        if (task.IsCall)
        {
            Require(
                _sent.TryGetValue((task.Sketch.Id, fact.Attempt), out var sent) && sent == fact.Output.GetRawText(),
                "I3 only the attempt's own result counts", $"{task.Sketch.Id} attempt {fact.Attempt}: {fact.Output}");
        }
    }

    private void CheckSkip(TaskAudit task, TaskSkipped fact)
    {
        var wanted = fact.Reason == "join" ? JoinAnswer.Skip : JoinAnswer.Run;
        Require(Ask(task) == wanted, "I4 skips follow the table", $"{task.Sketch.Id} was skipped by {fact.Reason}");
        _reach.Hit(fact.Reason == "join" ? Situation.SkippedByJoin : Situation.SkippedByCondition);
        HitIf(task.Sketch.Join == JoinKind.Count && fact.Reason == "join", Situation.CountLost);
    }

    private void NoteFailure(string code, TaskAudit task)
    {
        Situation? situation = code switch
        {
            FailureCodes.Timeout => Situation.AttemptTimedOut,
            FailureCodes.QueueTimeout => Situation.QueueTimedOut,
            FailureCodes.TotalTimeout => Situation.TotalTimedOut,
            FailureCodes.OutputTooLarge => Situation.OutputTooLarge,
            FailureCodes.InvalidOutput => Situation.OutputInvalid,
            FailureCodes.ExpressionError => Situation.ExpressionFailed,
            _ => null,
        };
        if (situation is { } hit)
        {
            _reach.Hit(hit);
        }

        IsDisturbed |= code is FailureCodes.Timeout or FailureCodes.QueueTimeout or FailureCodes.TotalTimeout;
        Require(
            code != FailureCodes.QueueTimeout || Status == ExecutionStatus.Running,
            "I9 a pause is no wait for a place", $"{task.Sketch.Id} timed out");
    }

    private void NoteEnd(WorkflowFailed fact)
    {
        HitIf(fact.Failure.Code == FailureCodes.ExecutionTimeout, Situation.ExecutionTimedOut);
        HitIf(fact.Failure.Code == FailureCodes.HistoryLimit, Situation.HistoryLimitHit);
        HitIf(fact.Reason == FailureCodes.InvalidOutput, Situation.OutputInvalid);
        IsDisturbed |= fact.Failure.Code is FailureCodes.ExecutionTimeout or FailureCodes.HistoryLimit;
    }

    /// <summary>The end withdraws what had not begun, without an event for each.</summary>
    private void End(ExecutionStatus status)
    {
        Status = status;
        foreach (var task in _tasks.Where(task => !task.IsFinal))
        {
            Require(task.Status != TaskStatus.Running, "I8 an end leaves nothing behind", $"{task.Sketch.Id} runs");
            task.Cancel();
        }
    }

    private JoinAnswer Ask(TaskAudit task) => JoinOracle.Ask(
        task.Sketch.Join,
        task.Sketch.Count,
        [.. task.Sketch.DependsOn.Select(dependency => (_tasks[dependency.Task].End(), dependency.On))]);

    private bool WasMadeGood(TaskAudit task) =>
        task.Status == TaskStatus.Completed && task.Sketch.Join == JoinKind.AnySuccess
        && task.Sketch.DependsOn.Exists(dependency => _tasks[dependency.Task].End() == TaskEnds.Failed);

    private void HitIf(bool holds, Situation situation)
    {
        if (holds)
        {
            _reach.Hit(situation);
        }
    }

    private void Require(bool holds, string promise, string otherwise)
    {
        if (!holds)
        {
            throw new ViolationException(promise, Shadow.Id, otherwise);
        }
    }
}
