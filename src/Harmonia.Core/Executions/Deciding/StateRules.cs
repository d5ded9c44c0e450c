using System.Text.Json;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Executions.Deciding;

/// <summary>How the free-form state of an execution changes.</summary>
internal static class StateRules
{
    public static Decision.Rejected? Change(Draft draft, ChangeState change)
    {
        if (IsTooLarge(draft.State, change.State))
        {
            return TooLarge(draft.State);
        }

        draft.Add(new StateChanged(change.State) { At = draft.At });
        return null;
    }

    public static Decision.Rejected? Update(Draft draft, UpdateState update)
    {
        if (update.Values.ValueKind != JsonValueKind.Object)
        {
            return new Decision.Rejected(RefusalCodes.InvalidInput, "What is merged into the state must be an object.");
        }

        return TryUpdate(draft, update.Values) ? null : TooLarge(draft.State);
    }

    /// <summary><c>state_manager.update</c>: sets one member to the value that the task was given.</summary>
    public static void Set(Draft draft, TaskState task, JsonElement input)
    {
        if (input.ValueKind != JsonValueKind.Object
            || !input.TryGetProperty("key", out var key)
            || key.ValueKind != JsonValueKind.String
            || !input.TryGetProperty("value", out var value))
        {
            Fail(draft, task, $"An update of the state needs `key`, a text, and `value`; it got {input.GetRawText()}.");
            return;
        }

        var values = JsonText.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WritePropertyName(key.GetString()!);
            value.WriteTo(writer);
            writer.WriteEndObject();
        });
        if (TryUpdate(draft, values))
        {
            AttemptRules.Accept(draft, task, input);
            return;
        }

        Fail(draft, task, TooLarge(draft.State).Reason);
    }

    /// <returns><see langword="false"/> when the state would become too large; nothing is changed then.</returns>
    public static bool TryUpdate(Draft draft, JsonElement values)
    {
        if (IsTooLarge(draft.State, JsonText.Merge(draft.State.CustomState, values)))
        {
            return false;
        }

        draft.Add(new StateUpdated(values) { At = draft.At });
        return true;
    }

    private static void Fail(Draft draft, TaskState task, string message) =>
        draft.Fail(task, new TaskFailure(FailureCodes.InvalidInput, message, Retryable: false));

    private static bool IsTooLarge(ExecutionState state, JsonElement value) =>
        JsonText.Size(value) > state.Settings.MaxValueBytes;

    private static Decision.Rejected TooLarge(ExecutionState state) => new(
        RefusalCodes.InvalidInput, $"The state is larger than {state.Settings.MaxValueBytes} bytes.");
}
