using System.Text.Json;
using Harmonia.Core.Failures;

namespace Harmonia.Server.Realtime;

/// <summary>Writes what the details of several types of events have in common.</summary>
internal static class DetailWriter
{
    public static void WriteTime(Utf8JsonWriter writer, ReadOnlySpan<byte> name, DateTimeOffset? time)
    {
        if (time is { } known)
        {
            WireTime.Write(writer, name, known);
        }
        else
        {
            writer.WriteNull(name);
        }
    }

    public static void WriteFailure(Utf8JsonWriter writer, TaskFailure failure)
    {
        writer.WriteStartObject("error"u8);
        writer.WriteString("code"u8, failure.Code);
        writer.WriteString("message"u8, failure.Message);
        writer.WriteEndObject();
    }

    public static void WriteList(Utf8JsonWriter writer, ReadOnlySpan<byte> name, IEnumerable<string> items)
    {
        writer.WriteStartArray(name);
        foreach (var item in items)
        {
            writer.WriteStringValue(item);
        }

        writer.WriteEndArray();
    }

    public static void WriteSeconds(Utf8JsonWriter writer, ReadOnlySpan<byte> name, TimeSpan? duration)
    {
        if (duration is { } known)
        {
            writer.WriteNumber(name, Math.Max(0, known.TotalSeconds)); // A clock may have been set back meanwhile.
        }
        else
        {
            writer.WriteNull(name);
        }
    }
}
