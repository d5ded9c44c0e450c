using System.Diagnostics;
using System.Text.Json;
using Harmonia.Core.Definitions;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Executions.Deciding;

/// <summary>What a task and the execution that it starts have to do with each other.</summary>
internal static class ChildRules
{
    /// <summary>Says which execution an attempt is about to start; none when it may not go any deeper.</summary>
    /// <remarks>
    /// The id is derived, and stored before the call: an attempt after an interruption takes up the same child, one
    /// after a failure has a new one.
    /// </remarks>
    public static bool TryName(Draft draft, TaskState task, out ExecutionId? child)
    {
        child = null;
        var state = draft.State;
        if (task.Definition.Kind != TaskKind.Child)
        {
            return true;
        }

        if ((state.Parent?.Depth ?? 0) >= state.Settings.MaxDepth)
        {
            draft.Fail(task, new TaskFailure(
                FailureCodes.TooDeep,
                $"Executions may start executions {state.Settings.MaxDepth} deep, and this one is that deep already.",
                Retryable: false), final: true);
            return false;
        }

        child = state.OpenChild(task)
            ?? new ExecutionId(DerivedId.From($"child/{state.Id}/{task.Path}/{task.Attempt + 1}"));
        return true;
    }

    /// <summary>The child has begun.</summary>
    public static void Began(Draft draft, TaskState task, JsonElement answer)
    {
        draft.Add(new ChildStarted(task.Attempt, task.Child!.Value) { At = draft.At, Task = task.Path });
        if (!task.Definition.WaitsForChild)
        {
            AttemptRules.Accept(draft, task, answer);
        }
    }

    /// <summary>A child has ended. Nothing comes of it when nobody waits for it, or any more.</summary>
    public static Decision.Rejected? Report(Draft draft, ReportChild report)
    {
        if (draft.State.TaskOf(report.Child) is not { } task)
        {
            return null;
        }

        draft.EndedChild = report.Child;
        switch (report.End)
        {
            case WorkflowCompleted completed:
                AttemptRules.Accept(draft, task, completed.Output);
                break;
            case WorkflowFailed failed:
                draft.Fail(task, FailureOf(report.Child, failed));
                break;
            case WorkflowCanceled:
                draft.Fail(task, new TaskFailure(
                    FailureCodes.ChildCanceled, $"Child execution {report.Child} was canceled.", Retryable: false));
                break;
            default:
                throw new UnreachableException($"{report.End.GetType().Name} is not the end of an execution.");
        }

        return null;
    }

    public static Decision.Rejected? Confirm(Draft draft, ConfirmOrder confirm)
    {
        if (draft.State.Owes(confirm.Order))
        {
            var (child, order, number) = confirm.Order;
            draft.Add(new ChildTold(child, order, number) { At = draft.At });
        }

        return null;
    }

    private static TaskFailure FailureOf(ExecutionId child, WorkflowFailed failed) => failed.Failure with
    {
        Message = $"Child execution {child} failed: {failed.Failure.Message}",
        Details = JsonText.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("execution_id", child.Value);
            writer.WriteString("reason", failed.Reason);
            writer.WritePropertyName("details");
            (failed.Failure.Details ?? JsonText.Null).WriteTo(writer);
            writer.WriteEndObject();
        }),
    };
}
