using System.Collections.Immutable;
using Harmonia.Core.Definitions;
using Harmonia.Core.Expressions;
using Harmonia.Core.Failures;
using Harmonia.Core.Schemas;

namespace Harmonia.Core.Executions.Deciding;

/// <summary>How an execution ends.</summary>
internal static class EndRules
{
    /// <summary>Why a handler was skipped that nothing called for.</summary>
    public const string NotNeeded = "not_needed";

    private const int MaxDetailedViolations = 10;

    /// <summary>Fails the execution for a failed task that nobody takes care of.</summary>
    public static void FailIfUnhandled(Draft draft, TaskState task)
    {
        if (task.Status != TaskStatus.Failed || task.Frame.IsClosed || task.Visit > 0 || IsHandled(task))
        {
            return;
        }

        if (task.Frame.Owner is not null)
        {
            FrameRules.Fail(draft, task);
            return;
        }

        if (task.Frame == draft.State.Undoing || draft.State.Closing is not null)
        {
            return; // It is decided how the execution ends; what goes wrong now is part of that.
        }

        if (ErrorRules.TryHandle(draft, task))
        {
            return;
        }

        FailExecution(draft, FailureCodes.TaskFailed, task.Failure!, Unhandled(draft.State));
    }

    /// <summary>Ends the execution, or begins to, when nothing is left to do.</summary>
    /// <returns>Whether anything was decided.</returns>
    public static bool EndIfDone(Draft draft)
    {
        var state = draft.State;
        if (state.Status.IsFinal || state.IsUndoing)
        {
            return false;
        }

        var parked = state.OpenTasks == 0 || state.OpenTasks > state.Definition.Parkable.Length
            ? []
            : state.Parked().ToArray();
        if (state.OpenTasks > parked.Length)
        {
            return false;
        }

        if (state.Closing is { } closing)
        {
            Finish(draft, closing);
        }
        else if (Array.Find(parked, task => task.Definition.Role == TaskRole.Handler) is { } handler)
        {
            SettleRules.Skip(draft, handler, NotNeeded, "No failure called for it.");
        }
        else
        {
            Complete(draft);
        }

        return true;
    }

    public static void Complete(Draft draft)
    {
        var state = draft.State;
        if (!FrameRules.TryGetOutput(draft, state.Root, out var output, out var failure))
        {
            FailExecution(draft, failure!.Code, failure, []);
            return;
        }

        var violations = state.Definition.Output?.Validate(output) ?? [];
        if (!violations.IsEmpty)
        {
            FailExecution(draft, FailureCodes.InvalidOutput, InvalidOutput("the workflow", violations), []);
            return;
        }

        Close(draft, new WorkflowClosing(ExecutionStatus.Completed.Word, null, null, [], output) { At = draft.At });
    }

    /// <summary>Ends the execution, at once when there is nothing to undo and nothing to run last.</summary>
    public static void Close(Draft draft, WorkflowClosing closing)
    {
        var state = draft.State;
        var undoes = state.HasUndo && closing.Status != ExecutionStatus.Completed.Word;
        if (undoes || state.Definition.Tasks.Any(task => task.Role == TaskRole.Finally))
        {
            draft.Add(closing);
        }
        else
        {
            Finish(draft, closing);
        }
    }

    private static void Finish(Draft draft, WorkflowClosing closing)
    {
        var state = draft.State;
        ImmutableArray<string>? undoFailures = state.UndoFailures.IsEmpty ? null : state.UndoFailures;
        var failed = state.Tasks.FirstOrDefault(task =>
            task is { Status: TaskStatus.Failed, Definition.Role: TaskRole.Finally } && !IsHandled(task));
        if (closing.Status == ExecutionStatus.Canceled.Word)
        {
            draft.Add(new WorkflowCanceled(closing.Reason) { At = draft.At, CompensationsFailed = undoFailures });
        }
        else if (closing.Failure is { } failure)
        {
            draft.Add(new WorkflowFailed(closing.Reason!, failure, closing.FailedTasks)
            {
                At = draft.At,
                CompensationsFailed = undoFailures,
            });
        }
        else if (failed is not null)
        {
            draft.Add(new WorkflowFailed(FailureCodes.TaskFailed, failed.Failure!, [failed.Path]) { At = draft.At });
        }
        else
        {
            draft.Add(new WorkflowCompleted(closing.Output!.Value, Warnings(state)) { At = draft.At });
        }
    }

    /// <summary>Ids of own tasks that failed, or in which something failed, and were covered.</summary>
    private static ImmutableArray<string> Warnings(ExecutionState state) =>
        [.. state.Tasks
            .Where(task => task.HasWarnings
                || (task.Status == TaskStatus.Failed
                    && (task.IsCaught || task.Definition.OnError == ErrorMode.Continue)))
            .Select(task => task.Definition.Id)
            .Distinct()];

    /// <summary>Ends an execution that has no room left to clean up in.</summary>
    public static void FailForHistory(Draft draft)
    {
        CancelTasks(draft, draft.State.Root, "workflow_failed");
        if (draft.State.Undoing is { } undoing)
        {
            CancelTasks(draft, undoing, "workflow_failed");
        }

        draft.Add(new WorkflowFailed(
            FailureCodes.HistoryLimit,
            new TaskFailure(
                FailureCodes.HistoryLimit,
                $"The execution has reached the {draft.State.MaxEvents} events that one may have.",
                Retryable: false),
            [])
        { At = draft.At });
    }

    public static void FailExecution(
        Draft draft, string reason, TaskFailure failure, ImmutableArray<string> failedTasks)
    {
        CancelTasks(draft, draft.State.Root, "workflow_failed");
        Close(draft, new WorkflowClosing(
            ExecutionStatus.Failed.Word, reason, failure, failedTasks, null)
        { At = draft.At });
    }

    /// <summary>
    /// Withdraws every task of a frame that had started, those within it first. The others are withdrawn by the end of
    /// the frame itself.
    /// </summary>
    public static void CancelTasks(Draft draft, Frame frame, string reason)
    {
        foreach (var task in frame.Tasks)
        {
            foreach (var inner in task.Frames.ToArray())
            {
                CancelTasks(draft, inner, reason);
            }

            if (!task.Status.IsFinal && task.FirstStartedAt is not null)
            {
                draft.Add(new TaskCanceled(task.Attempt, reason) { At = draft.At, Task = task.Path });
            }
        }
    }

    public static TaskFailure Failure(string where, ExpressionError? error) => new(
        FailureCodes.ExpressionError,
        $"The {where} cannot be computed: {error?.Message}"
            + (error?.Suggestion is { } suggestion ? $" Did you mean `{suggestion}`?" : ""),
        Retryable: false);

    public static TaskFailure InvalidOutput(string whose, ImmutableArray<SchemaViolation> violations) => new(
        FailureCodes.InvalidOutput,
        $"The output of {whose} does not have the declared shape: {violations[0].Message}",
        Retryable: false)
    {
        Details = JsonText.Write(writer =>
        {
            writer.WriteStartArray();
            foreach (var violation in violations.Take(MaxDetailedViolations))
            {
                writer.WriteStartObject();
                writer.WriteString("pointer", violation.Pointer);
                writer.WriteString("message", violation.Message);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }),
    };

    /// <summary>Whether somebody takes care of a task's failure.</summary>
    public static bool IsHandled(TaskState task) => task.IsCaught || task.Definition.OnError switch
    {
        ErrorMode.Continue or ErrorMode.Goto => true,
        _ => task.Definition.Dependants.Any(dependant =>
        {
            var other = task.Frame.Tasks[dependant.Task];
            return other.SkipReason != "join"
                && (Joins.AcceptsFailure(other.Definition.Join, dependant.On)
                    || Joins.ToleratesFailure(other.Definition.Join));
        }),
    };

    private static ImmutableArray<string> Unhandled(ExecutionState state) =>
        [.. state.Tasks
            .Where(task => task.Status == TaskStatus.Failed && !IsHandled(task))
            .Select(task => task.Definition.Id)];
}
