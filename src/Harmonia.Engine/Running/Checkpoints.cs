using Harmonia.Core.Executions;
using Harmonia.Engine.Ports;

namespace Harmonia.Engine.Running;

/// <summary>Projects events to the checkpoints that they take.</summary>
internal static class Checkpoints
{
    /// <param name="id">Whose events.</param>
    /// <param name="version">The version before the first of them.</param>
    /// <param name="events">What is to be appended.</param>
    public static IReadOnlyList<StoredCheckpoint> Of(ExecutionId id, long version, IReadOnlyList<ExecutionEvent> events)
    {
        List<StoredCheckpoint>? taken = null;
        for (var index = FirstOwn(events); index < events.Count; index++)
        {
            if (events[index] is CheckpointCreated created)
            {
                (taken ??= []).Add(new StoredCheckpoint
                {
                    Id = created.Checkpoint,
                    ExecutionId = id,
                    Version = version + index + 1,
                    CreatedAt = created.At,
                    Kind = created.Kind,
                    Status = created.Status,
                    Name = created.Name,
                    Description = created.Description,
                });
            }
        }

        return taken ?? (IReadOnlyList<StoredCheckpoint>)[];
    }

    /// <summary>
    /// Where the events of the execution itself begin: a restored one begins with those of its original, which
    /// have had their effect there.
    /// </summary>
    public static int FirstOwn(IReadOnlyList<ExecutionEvent> events) =>
        events is [WorkflowStarted { RestoredFrom: { } original }, ..] ? (int)original.Version : 0;
}
