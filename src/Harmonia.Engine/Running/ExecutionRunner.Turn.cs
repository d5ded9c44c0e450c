using System.Collections.Immutable;
using System.Diagnostics;
using Harmonia.Core.Definitions;
using Harmonia.Core.Executions;
using Harmonia.Core.Failures;
using Harmonia.Engine.Dispatch;
using Harmonia.Engine.Ports;

namespace Harmonia.Engine.Running;

/// <content>One turn: load, decide, append, answer, dispatch.</content>
internal sealed partial class ExecutionRunner
{
    private readonly List<ExecutionEvent> _events = [];
    private readonly List<(TaskCompletionSource<CommandReply> Reply, Decision Decision)> _answers = [];
    private readonly List<(TaskState Task, Slot Slot)> _starts = [];

    /// <returns><see langword="false"/> when somebody else appended first and all must be decided again.</returns>
    private async ValueTask<bool> TryTurnAsync(List<Envelope> batch)
    {
        _events.Clear();
        _answers.Clear();
        RecoverStarts();
        if (_state is null && !await TryLoadAsync(batch))
        {
            return true;
        }

        var state = _state!;
        var version = state.Version - _events.Count; // Taking it up may have interrupted attempts already.
        DecideAll(state, batch);
        StartReady(state);
        if (_events.Count == 0)
        {
            Answer(state);
            return true;
        }

        var now = services.Time.GetUtcNow();
        var head = Heads.Next(_head, state, _plan, now);
        var begunAt = Stopwatch.GetTimestamp();
        var outcome = await services.Store.AppendAsync(
            new Append(id, version, [.. _events]) { Head = head, Definition = version == 0 ? _seed?.Stored : null },
            services.Stopping);
        EngineMetrics.RecordAppend(begunAt);
        if (outcome == AppendOutcome.Conflict)
        {
            return false;
        }

        _head = head ?? _head;
        _seed = null;
        EngineMetrics.Record(_events);
        StopEnded();
        DispatchStarts();
        Answer(state);
        return true;
    }

    /// <summary>Gets the state from the store or the seed.</summary>
    /// <returns><see langword="false"/> when there is nothing to decide on; callers are answered.</returns>
    private async ValueTask<bool> TryLoadAsync(List<Envelope> batch)
    {
        if (_seed is not { IsFresh: true }
            && await services.Reader.LoadAsync(id, services.Stopping) is { } loaded)
        {
            return await TryTakeUpAsync(loaded, batch);
        }

        if (_seed is null)
        {
            foreach (var envelope in batch)
            {
                envelope.Reply?.TrySetResult(new CommandReply.NotFound());
            }

            return false;
        }

        services.Definitions.Add(_seed.Definition);
        _state = ExecutionState.Initial(id, _seed.Definition, services.Options.Execution);
        return true;
    }

    private async ValueTask<bool> TryTakeUpAsync(LoadedExecution loaded, List<Envelope> batch)
    {
        if (loaded.Head.Quarantine is { } reason)
        {
            if (!batch.Any(envelope => envelope.Command is ResumeExecution or CancelExecution))
            {
                foreach (var envelope in batch)
                {
                    envelope.Reply?.TrySetResult(new CommandReply.Quarantined(reason));
                }

                return false;
            }

            await services.Store.QuarantineAsync(id, null, services.Stopping);
        }

        (_state, _seed) = (loaded.State, null);
        _head = loaded.Head with { Quarantine = null };
        StopForgotten(_state);
        if (_state.RunningCalls > 0)
        {
            var alive = _inFlight.Select(pair => (_state.Tasks[pair.Key].Definition.Id, pair.Value.Number));
            Decide(_state, new InterruptTasks([.. alive]), null);
        }

        if (loaded.Head.Quarantine is not null && _state.Status == ExecutionStatus.Running)
        {
            ReleaseFromQuarantine(batch);
        }

        return true;
    }

    /// <summary>
    /// Resuming a quarantined execution means trying it again; to the rules it was running all the time.
    /// </summary>
    private static void ReleaseFromQuarantine(List<Envelope> batch)
    {
        for (var index = 0; index < batch.Count; index++)
        {
            if (batch[index].Command is ResumeExecution)
            {
                batch[index] = batch[index] with { Command = new Tick() };
            }
        }
    }

    private void DecideAll(ExecutionState state, List<Envelope> batch)
    {
        foreach (var envelope in batch)
        {
            if (envelope.Command is { } command)
            {
                Decide(state, command, envelope.Reply);
            }
        }

        _plan = state.Plan();
        if (_plan.WakeAt <= services.Time.GetUtcNow())
        {
            Decide(state, new Tick(), null);
            _plan = state.Plan();
        }
    }

    private void Decide(ExecutionState state, ExecutionCommand command, TaskCompletionSource<CommandReply>? reply)
    {
        var now = services.Time.GetUtcNow();
        // A clock that is set back must not make history run backwards, nor must a new runner forget how far it was.
        _lastAt = Latest(now, Latest(_lastAt, state.LastAt));
        var decision = ExecutionDecider.Decide(
            state, command with { At = _lastAt, Jitter = Random.Shared.NextDouble() });
        if (decision is Decision.Accepted accepted)
        {
            _events.AddRange(accepted.Events);
        }

        if (reply is not null)
        {
            _answers.Add((reply, decision));
        }
    }

    private static DateTimeOffset Latest(DateTimeOffset left, DateTimeOffset right) => left > right ? left : right;

    /// <summary>Starts what is ready and has a place; a call that nobody can make fails here.</summary>
    private void StartReady(ExecutionState state)
    {
        // Each round starts or fails at least one task; failing one may make others ready.
        for (var round = 0; round <= state.Tasks.Count && !_plan.Ready.IsEmpty; round++)
        {
            var starts = ImmutableArray.CreateBuilder<string>();
            var missing = new List<(TaskDefinition Task, TaskFailure Failure)>();
            foreach (var index in _plan.Ready)
            {
                var task = state.Tasks[index];
                if (Missing(task.Definition) is { } failure)
                {
                    missing.Add((task.Definition, failure));
                    starts.Add(task.Definition.Id);
                }
                else if (TryTakeSlot(task.Definition.Component, out var slot))
                {
                    _starts.Add((task, slot));
                    starts.Add(task.Definition.Id);
                }
            }

            if (starts.Count == 0)
            {
                return;
            }

            Decide(state, new StartTasks(starts.ToImmutable()), null);
            foreach (var (task, failure) in missing)
            {
                var attempt = state.Tasks[task.Index].Attempt;
                Decide(state, new FailTask(task.Id, attempt, failure), null);
            }

            _plan = state.Plan();
            if (missing.Count == 0 && _starts.TrueForAll(IsRunning))
            {
                return; // Otherwise a task failed before its call, which may have made others ready.
            }
        }
    }

    private static bool IsRunning((TaskState Task, Slot Slot) start) =>
        start.Task.Status == Core.Executions.TaskStatus.Running;

    private TaskFailure? Missing(TaskDefinition task)
    {
        if (services.Dispatcher.Find(task.Component) is not { } executor)
        {
            return new TaskFailure(
                FailureCodes.ComponentNotFound, $"There is no component '{task.Component}'.", Retryable: false);
        }

        return executor.Actions.Contains(task.Action)
            ? null
            : new TaskFailure(
                FailureCodes.ActionNotFound,
                $"Component '{task.Component}' has no action '{task.Action}'.",
                Retryable: false);
    }

    private bool TryTakeSlot(string component, out Slot slot)
    {
        for (var index = _slots.Count - 1; index >= 0; index--)
        {
            if (_slots[index].Lane.Executor.Component == component)
            {
                slot = _slots[index];
                _slots.RemoveAt(index);
                return true;
            }
        }

        return services.Dispatcher.TryReserve(component, this, out slot);
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
                TaskCanceled canceled => (canceled.Task, canceled.Attempt),
                _ => (null, 0),
            };
            if (task is not null)
            {
                Stop(_state!.Definition.IndexOf(task), attempt);
            }
        }
    }

    /// <summary>Lets go of attempts that ended in an append of which nobody heard that it was stored.</summary>
    private void StopForgotten(ExecutionState state)
    {
        foreach (var (index, attempt) in _inFlight.ToArray())
        {
            var task = state.Tasks[index];
            if (task.Status != Core.Executions.TaskStatus.Running || task.Attempt != attempt.Number)
            {
                Stop(index, attempt.Number);
            }
        }
    }

    private void Stop(int task, int attempt)
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

    private void DispatchStarts()
    {
        foreach (var (task, slot) in _starts)
        {
            if (task.Status != Core.Executions.TaskStatus.Running)
            {
                _slots.Add(slot); // Its input could not be rendered, or its execution ended in the same turn.
                continue;
            }

            var call = new TaskCall(
                id,
                task.Definition.Id,
                task.Attempt,
                task.Definition.Action,
                task.Input ?? JsonText.EmptyObject,
                task.StartedAt!.Value + task.Definition.Timeout);
            var attempt = new Attempt(call, slot, services.Dispatcher, this, services.Logger);
            lock (_inFlight)
            {
                _inFlight[task.Definition.Index] = attempt;
            }

            attempt.Begin();
        }

        _starts.Clear();
    }

    private void Answer(ExecutionState state)
    {
        foreach (var (reply, decision) in _answers)
        {
            reply.TrySetResult(new CommandReply.Decided(decision, state.Status, state.Version, state.CreatedAt));
        }
    }
}
