using System.Text.Json;
using Harmonia.Core.Executions;
using Harmonia.Engine.Feeds;

namespace Harmonia.Server.Realtime;

/// <summary>An event as subscribers see it: the one mapping from what is stored to the wire.</summary>
internal static class LiveJson
{
    /// <param name="writer">Gets one object.</param>
    /// <param name="item">The event.</param>
    /// <param name="withPosition">Whether its place among the events of all executions is told.</param>
    public static void Write(Utf8JsonWriter writer, in LiveItem item, bool withPosition)
    {
        var (recorded, _, _) = item;
        writer.WriteStartObject();
        writer.WriteString("event_type"u8, EventNames.Of(recorded.Event));
        writer.WriteString("execution_id"u8, recorded.ExecutionId.Value);
        writer.WriteString("task_id"u8, (recorded.Event as TaskEvent)?.Task);
        writer.WriteNumber("version"u8, recorded.Version);
        if (withPosition)
        {
            writer.WriteNumber("position"u8, recorded.Position);
        }

        WireTime.Write(writer, "timestamp"u8, recorded.Event.At);
        writer.WriteStartObject("details"u8);
        LiveDetails.Write(writer, item);
        writer.WriteEndObject();
        writer.WriteString("message"u8, LiveSentences.Of(item));
        writer.WriteEndObject();
    }

    /// <summary>A piece of a text that an attempt produces.</summary>
    public static void Write(Utf8JsonWriter writer, TextPiece piece)
    {
        writer.WriteStartObject();
        writer.WriteString("event_type"u8, EventTypes.Text);
        writer.WriteString("execution_id"u8, piece.ExecutionId.Value);
        writer.WriteString("task_id"u8, piece.Task);
        WireTime.Write(writer, "timestamp"u8, piece.At);
        writer.WriteStartObject("details"u8);
        writer.WriteNumber("attempt"u8, piece.Attempt);
        writer.WriteNumber("index"u8, piece.Index);
        writer.WriteNumber("offset"u8, piece.Offset);
        writer.WriteString("text"u8, piece.Text);
        writer.WriteEndObject();
        writer.WriteNull("message"u8);
        writer.WriteEndObject();
    }
}
