using System.Collections.Immutable;
using System.Text.Json;
using Harmonia.Core.Definitions;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Executions.Deciding;

/// <summary>How the plan of a dynamic task becomes tasks, or is refused as a whole.</summary>
internal static class PlanRules
{
    /// <summary>Takes a component's answer, which is a plan or holds one.</summary>
    public static void Accept(Draft draft, TaskState task, JsonElement answer)
    {
        var error = default(Expressions.ExpressionError);
        if (task.Definition.Result is { } plan && !plan.TryRender(
            draft.Scope(task).WithResponse(answer), draft.State.Settings.Evaluation, out answer, out error))
        {
            draft.Fail(task, EndRules.Failure("plan", error));
            return;
        }

        Splice(draft, task, answer);
    }

    /// <summary>Lets the tasks of a plan run within the task, or fails it: nothing of a refused plan runs.</summary>
    public static void Splice(Draft draft, TaskState task, JsonElement written)
    {
        if (PlanCompiler.Check(task, written, draft.State.Definition.Input, out var findings) is not { } plan)
        {
            draft.Fail(task, Refused(findings));
            return;
        }

        draft.Add(new TasksSpliced(task.Attempt, plan) { At = draft.At, Task = task.Path });
    }

    private static TaskFailure Refused(ImmutableArray<Finding> findings) => new(
        FailureCodes.PlanRefused,
        $"The plan is refused: {findings[0].Message}",
        Retryable: false)
    {
        Details = JsonText.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("findings");
            foreach (var finding in findings)
            {
                writer.WriteStartObject();
                writer.WriteString("code", finding.Code);
                writer.WriteString("pointer", finding.Pointer);
                writer.WriteString("message", finding.Message);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }),
    };
}
