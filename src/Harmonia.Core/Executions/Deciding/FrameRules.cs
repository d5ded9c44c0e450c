using System.Diagnostics;
using System.Text.Json;
using Harmonia.Core.Definitions;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Executions.Deciding;

/// <summary>How the frames within a task end, and what that means for the task.</summary>
internal static class FrameRules
{
    /// <summary>Every task of a frame has ended, and none failed unhandled.</summary>
    public static void Finish(Draft draft, Frame frame)
    {
        if (TryGetOutput(draft, frame, out var output, out var failure))
        {
            Complete(draft, frame, output);
        }
        else
        {
            Fail(draft, frame, failure!);
        }
    }

    /// <summary>A task failed and nobody in the frame takes care of it.</summary>
    public static void Fail(Draft draft, TaskState task) => Fail(
        draft,
        task.Frame,
        task.Failure! with { Message = $"Task '{task.Path}' failed: {task.Failure!.Message}" });

    /// <summary>Something happened within a task: what comes next?</summary>
    public static void Turn(Draft draft, TaskState task)
    {
        switch (task.Definition.Kind)
        {
            case TaskKind.Map:
                MapRules.Turn(draft, task);
                break;
            case TaskKind.Loop:
                LoopRules.Turn(draft, task);
                break;
            default:
                throw new UnreachableException($"Tasks of kind {task.Definition.Kind} take no turns.");
        }
    }

    /// <summary>What a body returns: its result, or the outputs of its leaf tasks by id.</summary>
    public static bool TryGetOutput(Draft draft, Frame frame, out JsonElement output, out TaskFailure? failure)
    {
        failure = null;
        if (frame.Body.Result is not { } result)
        {
            output = LeafOutputs(frame);
            return true;
        }

        if (result.TryRender(draft.Scope(frame), draft.State.Settings.Evaluation, out output, out var error))
        {
            return true;
        }

        failure = EndRules.Failure("result", error);
        return false;
    }

    private static void Complete(Draft draft, Frame frame, JsonElement output)
    {
        var owner = frame.Owner!;
        switch (owner.Definition.Kind)
        {
            case TaskKind.Group:
                AttemptRules.Accept(draft, owner, output);
                break;
            case TaskKind.Dynamic or TaskKind.Plan:
                AttemptRules.Finish(draft, owner, output);
                break;
            case TaskKind.Loop:
                LoopRules.Complete(draft, frame, output);
                break;
            case TaskKind.Map:
                draft.Add(new ItemCompleted(output) { At = draft.At, Task = frame.Path });
                break;
            default:
                throw new UnreachableException($"Tasks of kind {owner.Definition.Kind} have no frames.");
        }
    }

    private static void Fail(Draft draft, Frame frame, TaskFailure failure)
    {
        var owner = frame.Owner!;
        EndRules.CancelTasks(draft, frame, "task_failed");
        switch (owner.Definition.Kind)
        {
            case TaskKind.Group or TaskKind.Loop or TaskKind.Dynamic or TaskKind.Plan:
                draft.Fail(owner, failure);
                break;
            case TaskKind.Map:
                draft.Add(new ItemFailed(failure.Bounded()) { At = draft.At, Task = frame.Path });
                break;
            default:
                throw new UnreachableException($"Tasks of kind {owner.Definition.Kind} have no frames.");
        }
    }

    /// <summary>
    /// The outputs of the tasks that nothing depends on, by id; those that did not complete are left out.
    /// </summary>
    private static JsonElement LeafOutputs(Frame frame) => JsonText.Write(writer =>
    {
        writer.WriteStartObject();
        foreach (var definition in frame.Body.Tasks)
        {
            if ((definition.Routing?.IsLeaf ?? definition.Dependants.IsEmpty)
                && frame.Seen(definition.Id)!.Output is { } output)
            {
                writer.WritePropertyName(definition.Id);
                output.WriteTo(writer);
            }
        }

        writer.WriteEndObject();
    });
}
