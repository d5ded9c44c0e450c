using Harmonia.Core.Executions;
using Harmonia.Engine.Ports;

namespace Harmonia.Engine.Running;

/// <content>How a runner gets its execution's state.</content>
internal sealed partial class ExecutionRunner
{
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
            var survivors = Survivors(_state);
            var alive = _inFlight.Select(pair => (pair.Key, pair.Value.Number))
                .Concat(survivors.Select(survivor => (survivor.Task.Path, survivor.Task.Attempt)));
            Decide(_state, new InterruptTasks([.. alive]), null);
            foreach (var (task, executor) in survivors)
            {
                Begin(task, services.Dispatcher.Occupy(executor, task.Definition.Action), isResumed: true);
            }
        }

        await ReadEndsAsync(_state);
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
}
