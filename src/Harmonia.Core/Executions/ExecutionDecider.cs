using System.Diagnostics;
using Harmonia.Core.Executions.Deciding;

namespace Harmonia.Core.Executions;

/// <summary>All rules of an execution: may this happen, and what follows?</summary>
public static class ExecutionDecider
{
    /// <summary>Decides one command.</summary>
    /// <remarks>
    /// The events of an accepted decision are already folded into <paramref name="state"/> (docs/adr/0002): whoever
    /// cannot store them must throw the state away and fold a new one. A rejection changes nothing.
    /// </remarks>
    public static Decision Decide(ExecutionState state, ExecutionCommand command)
    {
        if (command is not (StartExecution or RestoreExecution))
        {
            if (state.Version == 0)
            {
                return Refusals.NotStarted;
            }

            if (state.Knows(command.Request))
            {
                return new Decision.Accepted([]); // The same call again: it has been done.
            }
        }

        if (command is RestoreExecution { History: [.., var last] } && last.At > command.At)
        {
            command = command with { At = last.At }; // History never runs backwards, even when a clock does.
        }

        var draft = new Draft(state, command);
        var refusal = command switch
        {
            StartExecution start => StartRules.Start(draft, start),
            PauseExecution => OperatorRules.Pause(draft),
            ResumeExecution => OperatorRules.Resume(draft),
            CancelExecution cancel => OperatorRules.Cancel(draft, cancel),
            RetryExecution => OperatorRules.Retry(draft),
            SendSignal signal => SignalRules.Send(draft, signal),
            AnswerApproval answer => ApprovalRules.Answer(draft, answer),
            ChangeState change => StateRules.Change(draft, change),
            UpdateState update => StateRules.Update(draft, update),
            TakeCheckpoint take => CheckpointRules.Take(draft, take),
            RestoreExecution restore => RestoreRules.Restore(draft, restore),
            StartTasks start => AttemptRules.Start(draft, start),
            CompleteTask complete => AttemptRules.Complete(draft, complete),
            FailTask fail => AttemptRules.Fail(draft, fail),
            ReturnTask report => ComponentRules.Return(draft, report),
            HoldTask hold => ComponentRules.Hold(draft, hold),
            ReportProgress report => ComponentRules.Progress(draft, report),
            ReportChunk report => StreamRules.Report(draft, report),
            AddItems add => MapRules.Add(draft, add),
            ResolveTask resolve => OperatorRules.Resolve(draft, resolve),
            InterruptTasks interrupt => AttemptRules.Interrupt(draft, interrupt),
            ReportChild report => ChildRules.Report(draft, report),
            ReceiveCallback callback => CallbackRules.Receive(draft, callback),
            ConfirmOrder confirm => ChildRules.Confirm(draft, confirm),
            Tick => ClockRules.Tick(draft),
            _ => throw new UnreachableException($"Command {command.GetType().Name} has no rule."),
        };
        if (refusal is not null)
        {
            return refusal;
        }

        SettleRules.Settle(draft);
        CheckpointRules.TakeWhenDue(draft);
        return new Decision.Accepted(draft.Events);
    }
}
