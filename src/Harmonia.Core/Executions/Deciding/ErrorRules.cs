using Harmonia.Core.Definitions;

namespace Harmonia.Core.Executions.Deciding;

/// <summary>The error handlers of a workflow.</summary>
internal static class ErrorRules
{
    /// <summary>Gives a failure that nobody else handles to the first handler that fits.</summary>
    /// <returns><see langword="false"/> when there is none. What fails within handlers is not handled again.</returns>
    public static bool TryHandle(Draft draft, TaskState task)
    {
        var code = task.Failure!.Code;
        var handler = draft.State.Definition.ErrorHandlers.FirstOrDefault(
            handler => handler.On.Any(pattern => RetryRules.Matches(pattern, code)));
        if (handler is null || task.Definition.Role != TaskRole.Normal)
        {
            return false;
        }

        draft.Add(new ErrorOccurred(task.Failure, handler.Run) { At = draft.At, Task = task.Path });
        return true;
    }
}
