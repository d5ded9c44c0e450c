using System.Diagnostics;
using System.Text.Json;
using Harmonia.Core.Definitions;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Executions.Deciding;

/// <summary>Tasks that the engine does itself, in the decision that finds them ready.</summary>
internal static class ComputeRules
{
    public static void Compute(Draft draft, TaskState task)
    {
        if (!AttemptRules.TryRenderInput(draft, task, out var rendered))
        {
            return;
        }

        var input = rendered ?? task.Input ?? JsonText.EmptyObject;
        if (TryBegin(draft, task, rendered, input))
        {
            return;
        }

        Begin(draft, task, rendered);
        switch (task.Definition.Kind)
        {
            case TaskKind.Noop:
                AttemptRules.Accept(draft, task, JsonText.EmptyObject);
                break;
            case TaskKind.Echo:
                AttemptRules.Accept(draft, task, input);
                break;
            case TaskKind.Fail:
                draft.Fail(task, FailureOf(input));
                break;
            case TaskKind.SetState:
                StateRules.Set(draft, task, input);
                break;
            case TaskKind.Transform:
                Transform(draft, task, input);
                break;
            case TaskKind.Expression:
                Evaluate(draft, task);
                break;
            case TaskKind.Decision:
                DecisionRules.Decide(draft, task);
                break;
            case TaskKind.Join:
                AttemptRules.Accept(draft, task, DecisionRules.Gather(draft.State, task));
                break;
            default:
                throw new UnreachableException($"Tasks of kind {task.Definition.Kind} are not computed here.");
        }
    }

    /// <summary>Begins a task that goes on for some time, or cannot begin.</summary>
    private static bool TryBegin(Draft draft, TaskState task, JsonElement? rendered, JsonElement input)
    {
        switch (task.Definition.Kind)
        {
            case TaskKind.Sleep:
                SleepRules.Sleep(draft, task, input);
                return true;
            case TaskKind.Event:
                SignalRules.Listen(draft, task, rendered);
                return true;
            case TaskKind.Approval:
                ApprovalRules.Ask(draft, task, rendered);
                return true;
            case TaskKind.Loop:
                LoopRules.Begin(draft, task, rendered);
                return true;
            case TaskKind.Watch:
            case TaskKind.Decision when task.Definition.Routing is not null:
                WatchRules.Begin(draft, task, rendered);
                return true;
            case TaskKind.Group or TaskKind.Map or TaskKind.Plan:
                Enter(draft, task, rendered, input);
                return true;
            default:
                return false;
        }
    }

    /// <summary>Begins a task that contains others: its frames are open once it has started.</summary>
    private static void Enter(Draft draft, TaskState task, JsonElement? rendered, JsonElement input)
    {
        if (task.Definition.Kind == TaskKind.Map && MapRules.Refuse(task, input) is { } refusal)
        {
            draft.Fail(task, refusal, final: true);
            return;
        }

        Begin(draft, task, rendered);
        if (task.Definition.Kind == TaskKind.Plan)
        {
            PlanRules.Splice(draft, task, input.GetProperty("plan"));
        }
    }

    public static void Begin(Draft draft, TaskState task, JsonElement? input, DateTimeOffset? wakeAt = null) =>
        draft.Add(new TaskStarted(task.Attempt + 1, input)
        {
            At = draft.At,
            Task = task.Path,
            WakeAt = wakeAt,
        });

    private static TaskFailure FailureOf(JsonElement input)
    {
        var isObject = input.ValueKind == JsonValueKind.Object;
        return new TaskFailure(
            Text("code") ?? FailureCodes.TaskFailed,
            Text("message") ?? "The task was told to fail.",
            isObject && input.TryGetProperty("retryable", out var retryable)
                && retryable.ValueKind == JsonValueKind.True)
        {
            Details = isObject && input.TryGetProperty("details", out var details) ? details : null,
        };

        string? Text(string name) =>
            isObject && input.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
                ? value.GetString()
                : null;
    }

    private static void Transform(Draft draft, TaskState task, JsonElement input)
    {
        var scope = new DataScope(draft.Scope(task), input.GetProperty("data"));
        if (!task.Definition.Transform!.TryEvaluate(
            scope, draft.State.Settings.Evaluation, out var value, out var error))
        {
            draft.Fail(task, EndRules.Failure("expression", error));
            return;
        }

        AttemptRules.Accept(draft, task, JsonText.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WritePropertyName("result");
            value.WriteTo(writer);
            writer.WriteEndObject();
        }));
    }

    private static void Evaluate(Draft draft, TaskState task)
    {
        if (task.Definition.Result!.TryRender(
            draft.Scope(task), draft.State.Settings.Evaluation, out var value, out var error))
        {
            AttemptRules.Finish(draft, task, value);
            return;
        }

        draft.Fail(task, EndRules.Failure("result", error));
    }
}
