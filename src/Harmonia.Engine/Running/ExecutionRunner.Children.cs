using Harmonia.Core.Executions;
using Harmonia.Engine.Ports;

namespace Harmonia.Engine.Running;

/// <content>Parents and children: who ended, and who must be told what.</content>
internal sealed partial class ExecutionRunner
{
    /// <summary>Ends of children that are taken in at once when an execution is loaded.</summary>
    private const int MaxEnds = 1_000;

    private readonly List<ExecutionId> _heard = [];
    private bool _hasMoreEnds;

    /// <summary>Children that are being told something: one thing at a time.</summary>
    private readonly HashSet<ExecutionId> _told = [];

    /// <summary>Children that calls of this runner may still be about to start, whatever became of the calls.</summary>
    private readonly HashSet<ExecutionId> _starting = [];

    public void Ended(TaskCall call)
    {
        if (call.Child is not { } child)
        {
            return;
        }

        lock (_starting)
        {
            _starting.Remove(child.Id);
        }

        Post(new Envelope(null, null, null), always: true); // An order may have waited for this.
    }

    /// <summary>Takes in what children left in the store when they ended, which nobody may have said aloud.</summary>
    private async ValueTask ReadEndsAsync(ExecutionState state)
    {
        var ends = await services.Store.ReadEndsAsync(id, MaxEnds, services.Stopping);
        foreach (var end in ends)
        {
            var word = await services.Store.ReadAsync(end.Child, end.Version - 1, 1, services.Stopping);
            Decide(state, new ReportChild(end.Child, word[0].Event), null);
        }

        if (ends.Count == MaxEnds)
        {
            _hasMoreEnds = true;
        }
    }

    /// <summary>
    /// Remembers of which ends the parent has heard once this turn is stored: reported ones, and those of children
    /// that it told to end.
    /// </summary>
    private void Hear(ExecutionCommand command)
    {
        if (command is ReportChild report)
        {
            _heard.Add(report.Child);
        }
        else if (command is ConfirmOrder { Order: var order })
        {
            _told.Remove(order.Child);
            if (order.Order == ChildOrder.Cancel)
            {
                _heard.Add(order.Child);
            }
        }
    }

    /// <summary>What this append leaves for the parent, if it ends this execution.</summary>
    private EndOfChild? EndForParent(ExecutionState state, long version, DateTimeOffset now) =>
        state.Parent is { Waits: true } parent && LastWord() is var index and >= 0
            ? new EndOfChild(parent.ExecutionId, version + index + 1, now)
            : null;

    /// <summary>Tells the parent at once. The store has it in any case, so this may be lost.</summary>
    private void ReportEnd(ExecutionState state)
    {
        if (state.Parent is { Waits: true } parent && LastWord() is var index and >= 0)
        {
            services.Router.Tell(parent.ExecutionId, new ReportChild(id, _events[index]));
        }
    }

    private int LastWord() =>
        _events.FindLastIndex(fact => fact is WorkflowCompleted or WorkflowFailed or WorkflowCanceled);

    /// <summary>Sends the orders that are owed; each stays owed until it is confirmed.</summary>
    private void SendOrders()
    {
        foreach (var order in _plan.Orders)
        {
            if (!IsStarting(order.Child) && _told.Add(order.Child))
            {
                _ = SendAsync(order);
            }
        }
    }

    private async Task SendAsync(OwedOrder order)
    {
        var key = $"order/{id}/{order.Number}";
        ExecutionCommand command = order.Order switch
        {
            ChildOrder.Cancel => new CancelExecution("The execution that started it no longer needs it."),
            ChildOrder.Pause => new PauseExecution(),
            _ => new ResumeExecution(),
        };
        for (var failures = 0; !services.Stopping.IsCancellationRequested;)
        {
            try
            {
                // Whatever the answer is, the child has heard it, or has ended, or has never begun.
                await services.Router.DeliverAsync(order.Child, command with { Request = key }, services.Stopping);
                Post(new Envelope(new ConfirmOrder(order), null, null), always: true);
                return;
            }
            catch (StoreUnavailableException trouble)
            {
                LogTrouble(services.Logger, order.Child, trouble.Message);
                await BackOffAsync(++failures);
            }
            catch (OperationCanceledException)
            {
                // The node stops. The order is still owed.
            }
        }
    }

    private bool IsStarting(ExecutionId child)
    {
        lock (_starting)
        {
            return _starting.Contains(child);
        }
    }
}
