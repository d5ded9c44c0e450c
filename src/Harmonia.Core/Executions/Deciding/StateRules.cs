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

    private static bool IsTooLarge(ExecutionState state, JsonElement value) =>
        JsonText.Size(value) > state.Settings.MaxValueBytes;

    private static Decision.Rejected TooLarge(ExecutionState state) => new(
        RefusalCodes.InvalidInput, $"The state is larger than {state.Settings.MaxValueBytes} bytes.");
}
