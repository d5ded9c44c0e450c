using System.Text.Json;

namespace Harmonia.Server.Realtime;

/// <summary>Frames that are no events.</summary>
internal static class LiveControl
{
    private const string BeyondEnd = "beyond_end";

    /// <param name="writer">Gets one object.</param>
    /// <param name="last">The last version, or position, that there is.</param>
    /// <param name="type">For connections whose frames have no name beside their content.</param>
    public static void WriteReset(Utf8JsonWriter writer, long last, string? type)
    {
        writer.WriteStartObject();
        if (type is not null)
        {
            writer.WriteString("type"u8, type);
        }

        writer.WriteString("reason"u8, BeyondEnd);
        writer.WriteNumber("last"u8, last);
        writer.WriteEndObject();
    }
}
