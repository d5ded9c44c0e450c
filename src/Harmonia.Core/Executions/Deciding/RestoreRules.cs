using System.Collections.Immutable;
using System.Text.Json;
using Harmonia.Core.Definitions;

namespace Harmonia.Core.Executions.Deciding;

/// <summary>How an execution begins where another one was.</summary>
internal static class RestoreRules
{
    public static Decision.Rejected? Restore(Draft draft, RestoreExecution restore)
    {
        var state = draft.State;
        if (state.Version > 0)
        {
            // As with a start: whoever did not hear our answer asks again.
            return restore.Request is null ? Refusals.AlreadyStarted
                : state.RequestHash != restore.RequestHash ? Refusals.KeyReused
                : null;
        }

        if (restore.History is not [WorkflowStarted started, .. var others]
            || restore.History.Length != restore.Original.Version)
        {
            return Refusals.NotWhole;
        }

        if (restore.Original.Version + 1 >= state.Settings.MaxEvents)
        {
            return Refusals.NoRoomToRestore(state);
        }

        draft.Add(started with
        {
            Metadata = Metadata(started.Metadata, restore.Original),
            RestoredFrom = restore.Original,
            RequestHash = restore.RequestHash,
        });
        foreach (var fact in others)
        {
            // Keys of requests to the original mean nothing here: the same key may be used for this execution.
            draft.Add(fact with { Request = null });
        }

        var reopened = Reopened(state, Withdrawn(restore.History));
        foreach (var task in state.AllTasks().Where(task => task.Frame != state.Undoing).ToArray())
        {
            // Whoever carries it out reports to the original.
            if (task is { Status: TaskStatus.Running, Definition.Kind.IsCall: true })
            {
                AttemptRules.Interrupt(draft, task);
            }
        }

        draft.Add(new WorkflowRestored(restore.Original, reopened) { At = draft.At });
        return null;
    }

    /// <summary>The caller's metadata with where the execution comes from.</summary>
    private static JsonElement Metadata(JsonElement? metadata, RestoredFrom original) => JsonText.Merge(
        metadata is { ValueKind: JsonValueKind.Object } given ? given : JsonText.EmptyObject,
        JsonText.Write(writer =>
        {
            writer.WriteStartObject();
            if (original.Checkpoint is { } checkpoint)
            {
                writer.WriteString("restored_from", checkpoint.Value);
            }

            writer.WriteString("original_execution_id", original.Execution.Value);
            writer.WriteEndObject();
        }));

    /// <summary>Paths of tasks that another task withdrew: that was no end, and stays so.</summary>
    private static HashSet<string> Withdrawn(ImmutableArray<ExecutionEvent> history)
    {
        var withdrawn = new HashSet<string>(StringComparer.Ordinal);
        foreach (var fact in history)
        {
            switch (fact)
            {
                case TaskCanceled { Reason: RegionRules.Withdrawn } canceled:
                    withdrawn.Add(canceled.Task);
                    break;
                case WorkflowRetried retried:
                    withdrawn.ExceptWith(retried.Tasks);
                    break;
                case WorkflowRestored restored:
                    withdrawn.ExceptWith(restored.Tasks);
                    break;
            }
        }

        return withdrawn;
    }

    /// <summary>
    /// What the end withdrew or undid, what failed without anybody taking care of it, what those skipped or failed,
    /// and what comes last. Anything else that has completed stays completed.
    /// </summary>
    private static ImmutableArray<string> Reopened(ExecutionState state, HashSet<string> withdrawn)
    {
        var undone = state.Undone.Select(path => path.Split('.', '[', '#')[0]).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. state.AllTasks()
                .SelectMany(task => task.Frames)
                .Prepend(state.Root)
                .SelectMany(frame => frame.Tokens is not null
                    ? state.BrokenVisits.Select(visit => visit.Path)
                    : Reopened(frame, task => undone.Contains(task.Path)
                        || (IsOpenAgain(state, task) && !withdrawn.Contains(task.Path))))
                .Where(path => !withdrawn.Contains(path)),
        ];
    }

    private static bool IsOpenAgain(ExecutionState state, TaskState task) => task switch
    {
        { Status: TaskStatus.Canceled } => true,
        { Status: TaskStatus.Failed } when !EndRules.IsHandled(task) => true,
        { Definition.Role: TaskRole.Finally } => state.IsGivenUp && task.Status != TaskStatus.Pending,
        { Definition.Role: TaskRole.Handler } => state.IsGivenUp && task.SkipReason == EndRules.NotNeeded,
        _ => false,
    };

    private static IEnumerable<string> Reopened(Frame frame, Predicate<TaskState> isRoot)
    {
        var reopened = new bool[frame.Tasks.Count];
        var toVisit = new Queue<TaskState>(frame.Tasks.Where(task => isRoot(task)));
        while (toVisit.TryDequeue(out var task))
        {
            if (reopened[task.Definition.Index])
            {
                continue;
            }

            reopened[task.Definition.Index] = true;
            foreach (var dependant in task.Definition.Dependants)
            {
                if (frame.Tasks[dependant.Task] is
                    { Status: TaskStatus.Failed or TaskStatus.Skipped or TaskStatus.Canceled } other)
                {
                    toVisit.Enqueue(other);
                }
            }
        }

        return frame.Tasks.Where(task => reopened[task.Definition.Index]).Select(task => task.Path);
    }
}
