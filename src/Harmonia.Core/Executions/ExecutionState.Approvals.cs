using System.Diagnostics;

namespace Harmonia.Core.Executions;

/// <content>Approvals: what people were asked and answered.</content>
public sealed partial class ExecutionState
{
    /// <summary>Tasks that wait for people.</summary>
    private readonly SortedSet<TaskState> _approvals = new(ByOrder);

    /// <summary>Tasks that wait for people, in their order.</summary>
    public IReadOnlyCollection<TaskState> OpenApprovals => _approvals;

    /// <summary>What happens to a task while it waits for somebody.</summary>
    private void EvolveWait(TaskState task, TaskEvent fact)
    {
        switch (fact)
        {
            case SignalTaken taken:
                Take(task, taken.Offer, Signals.Take(taken.Id));
                break;
            case ApprovalRequested requested:
                Request(task, requested);
                break;
            case ApprovalAnswered answered:
                var answer = new ApprovalAnswer(
                    answered.Decision == "approve",
                    answered.Data,
                    answered.Comment,
                    answered.Actor,
                    fact.At,
                    answered.Via);
                task.Approval = task.Approval! with { Answers = task.Approval.Answers.Add(answer) };
                break;
            case ApprovalReminded reminded:
                Remind(task, reminded.Number);
                break;
            case ApprovalEscalated escalated:
                task.Approval = task.Approval! with { Assignees = escalated.Assignees, EscalateAt = null };
                _changedWaits.Add((WaitKind.Approval, task.Path));
                break;
            default:
                throw new UnreachableException($"Event {fact.GetType().Name} has no meaning.");
        }
    }

    private void Request(TaskState task, ApprovalRequested requested)
    {
        var settings = task.Definition.Approval!;
        task.DueAt = requested.Deadline;
        task.Approval = new ApprovalState
        {
            Attempt = requested.Attempt,
            Title = requested.Title,
            Description = requested.Description,
            Assignees = requested.Assignees,
            RequestedAt = requested.At,
            Deadline = requested.Deadline,
            EscalateAt = requested.At + settings.EscalateAfter,
        };
        _approvals.Add(task);
        _changedWaits.Add((WaitKind.Approval, task.Path));
        if (requested.Deadline is { } deadline)
        {
            AddTimer(deadline, TimerKind.Approval, task);
        }

        if (task.Approval.EscalateAt is { } escalateAt)
        {
            AddTimer(escalateAt, TimerKind.Escalation, task);
        }

        Remind(task, 0);
    }

    /// <summary>So many reminders are made; sets the time of the next one.</summary>
    private void Remind(TaskState task, int made)
    {
        var reminders = task.Definition.Approval!.Reminders;
        task.Approval = task.Approval! with
        {
            Reminders = made,
            RemindAt = made < reminders.Length ? task.Approval.RequestedAt + reminders[made] : null,
        };
        if (task.Approval.RemindAt is { } remindAt)
        {
            AddTimer(remindAt, TimerKind.Reminder, task);
        }
    }

    private WaitChange OfApproval(string path)
    {
        var task = Find(path) is { } found && _approvals.Contains(found) ? found : null;
        return new WaitChange(WaitKind.Approval, path, task, task is not null);
    }

    private void StopAsking(TaskState task)
    {
        if (_approvals.Remove(task))
        {
            _changedWaits.Add((WaitKind.Approval, task.Path));
        }
    }

    private void ForgetApprovals()
    {
        foreach (var task in _approvals)
        {
            _changedWaits.Add((WaitKind.Approval, task.Path));
        }

        _approvals.Clear();
    }
}
