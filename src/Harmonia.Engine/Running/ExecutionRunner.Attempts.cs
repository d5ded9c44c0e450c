using System.Collections.Immutable;
using Harmonia.Core.Definitions;
using Harmonia.Core.Executions;
using Harmonia.Core.Failures;
using Harmonia.Engine.Dispatch;
using Harmonia.Engine.Ports;

namespace Harmonia.Engine.Running;

/// <content>Attempts: places for them, their start, and their stop.</content>
internal sealed partial class ExecutionRunner
{
    /// <summary>Rounds in which one turn starts what is ready.</summary>
    private const int MaxStartRounds = 10_000;

    private readonly List<(TaskState Task, Slot Slot)> _starts = [];

    /// <summary>Starts what is ready and has a place; a call that nobody can make fails here.</summary>
    private void StartReady(ExecutionState state)
    {
        // Each round starts or fails at least one task; failing one may make others ready. What is ready after the last
        // round waits for the next turn.
        for (var round = 0; round < MaxStartRounds && !(_plan.Ready.IsEmpty && _plan.Held.IsEmpty); round++)
        {
            var starts = ImmutableArray.CreateBuilder<string>();
            var missing = new List<(TaskState Task, TaskFailure Failure)>();
            List<(TaskState Task, string Reason)> shut = [];
            foreach (var task in _plan.Held.IsEmpty ? _plan.Ready : _plan.Ready.AddRange(_plan.Held))
            {
                if (Missing(task, out var executor) is { } failure)
                {
                    missing.Add((task, failure));
                    starts.Add(task.Path);
                }
                else if (TryTakeSlot(executor!, task.Definition.Action, out var slot, out var reason))
                {
                    _starts.Add((task, slot));
                    starts.Add(task.Path);
                }
                else if (reason is not null && task.Waiting != WaitReason.Component)
                {
                    shut.Add((task, reason));
                }
            }

            Hold(state, shut);
            if (starts.Count == 0 && shut.Count > 0)
            {
                _plan = state.Plan(); // What is held made room for others.
                continue;
            }

            if (starts.Count == 0)
            {
                return;
            }

            Decide(state, new StartTasks(starts.ToImmutable()), null);
            foreach (var (task, failure) in missing)
            {
                Decide(state, new FailTask(task.Path, task.Attempt, failure), null);
            }

            _plan = state.Plan();
            if (missing.Count == 0 && shut.Count == 0 && _starts.TrueForAll(IsRunning))
            {
                return; // Otherwise a task failed before its call, or is held: others may be ready now.
            }
        }
    }

    private void Hold(ExecutionState state, List<(TaskState Task, string Reason)> shut)
    {
        foreach (var (task, reason) in shut)
        {
            Decide(state, new HoldTask(task.Path, reason), null);
        }
    }

    private static bool IsRunning((TaskState Task, Slot Slot) start) =>
        start.Task.Status == Core.Executions.TaskStatus.Running;

    private TaskFailure? Missing(TaskState state, out ITaskExecutor? executor)
    {
        var task = state.Definition;
        executor = services.Dispatcher.Find(task.Component);
        if (task.Kind == TaskKind.Webhook && AddressOf(state) is null)
        {
            return new TaskFailure(
                FailureCodes.CallbacksNotServed,
                "Nobody can be called back here: that needs a server (`harmonia serve`).",
                Retryable: false);
        }

        if (executor is null)
        {
            return new TaskFailure(
                FailureCodes.ComponentNotFound, $"There is no component '{task.Component}'.", Retryable: false);
        }

        return executor.Takes(task.Action)
            ? null
            : new TaskFailure(
                FailureCodes.ActionNotFound,
                $"Component '{task.Component}' has no action '{task.Action}'.",
                Retryable: false);
    }

    private bool TryTakeSlot(ITaskExecutor executor, string action, out Slot slot, out string? shutBecause)
    {
        shutBecause = null;
        for (var index = _slots.Count - 1; index >= 0; index--)
        {
            if (_slots[index].IsFor(executor.Component, action))
            {
                slot = _slots[index];
                _slots.RemoveAt(index);
                return true;
            }
        }

        return services.Dispatcher.Reserve(executor, action, this, out slot, out shutBecause) == Reservation.Taken;
    }

    /// <summary>Places of starts that were decided but not stored are free again for this turn.</summary>
    private void RecoverStarts()
    {
        foreach (var (_, slot) in _starts)
        {
            _slots.Add(slot);
        }

        _starts.Clear();
    }

    /// <summary>Lets go of attempts that have ended, asking those that still run to stop.</summary>
    private void StopEnded()
    {
        foreach (var fact in _events)
        {
            var (task, attempt) = fact switch
            {
                TaskCompleted completed => (completed.Task, completed.Attempt),
                TaskFailed failed => (failed.Task, failed.Attempt),
                RetryAttempted retry => (retry.Task, retry.Attempt),
                TasksSpliced spliced => (spliced.Task, spliced.Attempt),
                TaskCanceled canceled => (canceled.Task, canceled.Attempt),
                ChildStarted begun => (begun.Task, begun.Attempt),
                CallbackAwaited awaited => (awaited.Task, awaited.Attempt),
                AttemptReturned returned => (returned.Task, returned.Attempt),
                TaskReleased released => (released.Task, released.Attempt),
                _ => (null, 0),
            };
            if (task is not null)
            {
                Stop(task, attempt);
            }
        }
    }

    /// <summary>Lets go of attempts that ended in an append of which nobody heard that it was stored.</summary>
    private void StopForgotten(ExecutionState state)
    {
        foreach (var (path, attempt) in _inFlight.ToArray())
        {
            if (state.Find(path) is not { Status: Core.Executions.TaskStatus.Running } task
                || task.Attempt != attempt.Number)
            {
                Stop(path, attempt.Number);
            }
        }
    }

    private void Stop(string task, int attempt)
    {
        lock (_inFlight)
        {
            if (_inFlight.TryGetValue(task, out var running) && running.Number == attempt)
            {
                _inFlight.Remove(task);
                running.Stop();
            }
        }
    }

    private CallbackAddress? AddressOf(TaskState task) => services.Options.CallbackAddressOf(
        new CallbackTarget(id, task.Path, task.Callback?.Number ?? task.Attempt + 1));

    private TaskCall CallOf(TaskState task, TaskProgress progress, bool isResumed)
    {
        var call = new TaskCall(
            id,
            task.Path,
            task.Attempt,
            task.Definition.Action,
            task.Input ?? JsonText.EmptyObject,
            task.StartedAt!.Value + task.Definition.CallTimeout)
        {
            Partial = PartialOf(task),
            Progress = progress,
            IsResumed = isResumed,
            HeartbeatTimeout = task.Definition.HeartbeatTimeout,
            LastDetails = task.ProgressDetails,
            Budget = _state!.BudgetLeft,
        };
        if (task.Definition.Kind == TaskKind.Webhook && AddressOf(task) is { } address)
        {
            return call with { Input = CallbackMarks.Fill(call.Input, address) };
        }

        if (task.Definition.Kind != TaskKind.Child || task.Child is not { } child)
        {
            return call;
        }

        lock (_starting)
        {
            _starting.Add(child);
        }

        return call with
        {
            Child = new ChildCall(child, (_state?.Parent?.Depth ?? 0) + 1, task.Definition.WaitsForChild),
        };
    }

    private void DispatchStarts()
    {
        foreach (var (task, slot) in _starts)
        {
            if (task.Status != Core.Executions.TaskStatus.Running)
            {
                _slots.Add(slot); // Its input could not be rendered, or its execution ended in the same turn.
                continue;
            }

            Begin(task, slot, isResumed: false);
        }

        _starts.Clear();
    }

    private void Begin(TaskState task, Slot slot, bool isResumed)
    {
        var (path, number, version) = (task.Path, task.Attempt, _state!.Version);
        var progress = new TaskProgress(
            path, number, Report, () => services.Texts.Open(id, path, number, version, services.Time), services.Time);
        var call = CallOf(task, progress, isResumed);
        var attempt = new Attempt(call, slot, services.Dispatcher, this, progress, services.Logger);
        lock (_inFlight)
        {
            _inFlight[task.Path] = attempt;
        }

        attempt.Begin();
    }

    /// <summary>Running calls that nobody here makes, and that go on elsewhere all the same.</summary>
    private List<(TaskState Task, ITaskExecutor Executor)> Survivors(ExecutionState state)
    {
        var survivors = new List<(TaskState Task, ITaskExecutor Executor)>();
        foreach (var task in state.AllTasks())
        {
            if (task.IsCalling && !_inFlight.ContainsKey(task.Path)
                && services.Dispatcher.Find(task.Definition.Component) is { SurvivesRestart: true } executor
                && executor.Takes(task.Definition.Action))
            {
                survivors.Add((task, executor));
            }
        }

        return survivors;
    }

    private IPartialResults PartialOf(TaskState task) => task.Definition.Stream is null
        ? NoPartialResults.Instance
        : new PartialResults(task.Path, task.Attempt, ReportChunkAsync, services.Time);
}
