using System.Text.Json;

namespace Harmonia.Core.Executions.Deciding;

/// <summary>What an approval gives to the tasks after it.</summary>
internal static class ApprovalOutput
{
    /// <summary>The decision, the data that goes on, and who answered what.</summary>
    public static JsonElement Of(TaskState task, string decision, bool timedOut) => JsonText.Write(writer =>
    {
        var approval = task.Approval!;
        var last = timedOut ? null : approval.Answers[^1];
        writer.WriteStartObject();
        writer.WriteString("decision", decision);
        writer.WriteBoolean("approved", decision == "approve");
        writer.WriteBoolean("timed_out", timedOut);
        writer.WritePropertyName("data");
        Data(task, approval).WriteTo(writer);
        writer.WriteString("actor", last?.Actor);
        writer.WriteString("comment", last?.Comment);
        writer.WriteStartArray("answers");
        foreach (var answer in approval.Answers)
        {
            writer.WriteStartObject();
            writer.WriteString("decision", answer.Word);
            writer.WriteString("actor", answer.Actor);
            writer.WriteString("comment", answer.Comment);
            writer.WriteString("at", answer.At.UtcDateTime);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    /// <summary>What was filled in or changed last; else, where it may be changed, the input as it was.</summary>
    private static JsonElement Data(TaskState task, ApprovalState approval)
    {
        var given = approval.Answers.LastOrDefault(answer => answer.Approve && answer.Data is not null)?.Data;
        return given
            ?? (task.Definition.Approval!.Edits ? task.Input : null)
            ?? JsonText.EmptyObject;
    }
}
