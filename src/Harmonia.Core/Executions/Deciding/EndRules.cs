using System.Collections.Immutable;
using Harmonia.Core.Definitions;
using Harmonia.Core.Expressions;
using Harmonia.Core.Failures;
using Harmonia.Core.Schemas;

namespace Harmonia.Core.Executions.Deciding;

/// <summary>How an execution ends.</summary>
internal static class EndRules
{
    private const int MaxDetailedViolations = 10;

    /// <summary>Fails the execution for a failed task that nobody takes care of.</summary>
    public static void FailIfUnhandled(Draft draft, TaskState task)
    {
        if (task.Status != TaskStatus.Failed || task.Frame.IsClosed || IsHandled(task))
        {
            return;
        }

        if (task.Frame.Owner is not null)
        {
            FrameRules.Fail(draft, task);
            return;
        }

        FailExecution(draft, FailureCodes.TaskFailed, task.Failure!, Unhandled(draft.State));
    }

    public static void EndIfDone(Draft draft)
    {
        var state = draft.State;
        if (state.OpenTasks > 0 || state.Status.IsFinal)
        {
            return;
        }

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

        var warnings = state.Tasks
            .Where(task => task.HasWarnings
                || task is { Status: TaskStatus.Failed, Definition.OnError: ErrorMode.Continue })
            .Select(task => task.Definition.Id);
        draft.Add(new WorkflowCompleted(output, [.. warnings]) { At = draft.At });
    }

    public static void FailForHistory(Draft draft) => FailExecution(
        draft,
        FailureCodes.HistoryLimit,
        new TaskFailure(
            FailureCodes.HistoryLimit,
            $"The execution has reached the {draft.State.MaxEvents} events that one may have.",
            Retryable: false),
        []);

    public static void FailExecution(
        Draft draft, string reason, TaskFailure failure, ImmutableArray<string> failedTasks)
    {
        CancelTasks(draft, draft.State.Root, "workflow_failed");
        draft.Add(new WorkflowFailed(reason, failure, failedTasks) { At = draft.At });
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

    private static bool IsHandled(TaskState task) => task.Definition.OnError switch
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
