using System.Globalization;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Executions.Deciding;

/// <summary>When a version of an execution gets a name.</summary>
internal static class CheckpointRules
{
    private const int MaxNameLength = 200;
    private const int MaxDescriptionLength = 2_000;

    public static Decision.Rejected? Take(Draft draft, TakeCheckpoint take)
    {
        var state = draft.State;
        if (state.Status.IsFinal && !take.MayHaveEnded)
        {
            return Refusals.EndedBeforeCheckpoint(state);
        }

        if (take.Name?.Length > MaxNameLength || take.Description?.Length > MaxDescriptionLength)
        {
            return new Decision.Rejected(
                RefusalCodes.InvalidInput,
                $"The name of a checkpoint has at most {MaxNameLength} characters, "
                    + $"its description {MaxDescriptionLength}.");
        }

        if (state.ManualCheckpoints >= state.Settings.MaxCheckpoints)
        {
            return Refusals.CheckpointLimit(state);
        }

        draft.Add(new CheckpointCreated(take.Id, CheckpointKind.Manual, state.Status)
        {
            At = draft.At,
            Name = take.Name,
            Description = take.Description,
        });
        return null;
    }

    /// <summary>Keeps what there is before somebody stops what runs.</summary>
    public static void TakeBefore(Draft draft, CheckpointKind kind)
    {
        if (draft.State.Status == ExecutionStatus.Running)
        {
            Take(draft, kind);
        }
    }

    /// <summary>Takes one along with other events when the last is too old.</summary>
    /// <remarks>Never on its own account: an execution that only waits needs no new checkpoint, and wakes for
    /// none.</remarks>
    public static void TakeWhenDue(Draft draft)
    {
        var state = draft.State;
        if (draft.Count > 0
            && state.Status == ExecutionStatus.Running
            && state.KeptEvents < state.Settings.MaxEvents / 2 // What a checkpoint needs is never forgotten.
            && draft.At - (state.LastCheckpointAt ?? state.CreatedAt) >= state.Settings.CheckpointInterval)
        {
            Take(draft, CheckpointKind.Periodic);
        }
    }

    private static void Take(Draft draft, CheckpointKind kind)
    {
        var id = DerivedId.From(string.Create(
            CultureInfo.InvariantCulture, $"{draft.State.Id}/checkpoint/{draft.State.Version + 1}"));
        draft.Add(new CheckpointCreated(new CheckpointId(id), kind, draft.State.Status) { At = draft.At });
    }
}
