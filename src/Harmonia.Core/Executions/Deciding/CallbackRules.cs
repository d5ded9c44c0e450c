using System.Text.Json;
using Harmonia.Core.Definitions;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Executions.Deciding;

/// <summary>How a webhook waits for its callback.</summary>
internal static class CallbackRules
{
    /// <returns>Which address an attempt is about to tell; none for a task that is not called back.</returns>
    public static int? NumberOf(TaskState task) =>
        task.Definition.Kind == TaskKind.Webhook ? task.Callback?.Number ?? task.Attempt + 1 : null;

    /// <summary>
    /// The call is over. Whoever called back before that has already said what the task completes with.
    /// </summary>
    public static void Answered(Draft draft, TaskState task, JsonElement answer)
    {
        draft.Add(new CallbackAwaited(task.Attempt, answer) { At = draft.At, Task = task.Path });
        if (task.Callback!.Body is { } body)
        {
            AttemptRules.Accept(draft, task, body);
        }
    }

    /// <summary>The first callback counts. It is kept until the call is over, if it comes before that.</summary>
    public static Decision.Rejected? Receive(Draft draft, ReceiveCallback callback)
    {
        if (draft.State.Find(callback.Task) is not { Callback: { } known } task || known.Number != callback.Number)
        {
            return Refusals.CallbackLate;
        }

        if (known.Body is { } first)
        {
            return JsonElement.DeepEquals(first, callback.Body) ? null : Refusals.CallbackReceived;
        }

        if (task.Status.IsFinal || draft.State.Status.IsFinal)
        {
            return Refusals.CallbackLate;
        }

        if (JsonText.Size(callback.Body) > draft.State.Settings.MaxValueBytes)
        {
            return new Decision.Rejected(
                RefusalCodes.InvalidInput, $"The body is larger than {draft.State.Settings.MaxValueBytes} bytes.");
        }

        draft.Add(new CallbackReceived(known.Number, callback.Body) { At = draft.At, Task = task.Path });
        if (task.Waiting == WaitReason.Callback)
        {
            AttemptRules.Accept(draft, task, callback.Body);
        }

        return null;
    }
}
