using Harmonia.Core.Definitions;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Executions.Deciding;

/// <summary>How partial results of a call are taken.</summary>
internal static class StreamRules
{
    public static Decision.Rejected? Report(Draft draft, ReportChunk report)
    {
        var state = draft.State;
        if (state.Find(report.Task) is not { IsCalling: true, Definition.Stream: not null } task
            || task.Attempt != report.Attempt
            || report.Sequence <= task.Sequence)
        {
            return null; // Late, or brought by an attempt before: it has been, or is being, worked on.
        }

        if (report.Sequence != task.Sequence + 1)
        {
            return Refuse($"Partial result {report.Sequence} came before {task.Sequence + 1}.");
        }

        if (JsonText.Size(report.Data) > state.Settings.MaxValueBytes)
        {
            return Refuse($"The partial result is larger than {state.Settings.MaxValueBytes} bytes.");
        }

        if (ExecutionState.TargetOf(task)?.Map is { } items && items.Total >= MapSettings.MaxItems)
        {
            return Refuse($"A task brings at most {MapSettings.MaxItems} chunks.");
        }

        draft.Add(new TaskChunk(report.Attempt, report.Sequence, report.Data) { At = draft.At, Task = task.Path });
        return null;
    }

    private static Decision.Rejected Refuse(string reason) => new(RefusalCodes.InvalidInput, reason);
}
