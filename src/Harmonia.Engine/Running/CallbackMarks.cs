using System.Text.Json;
using Harmonia.Core.Executions;

namespace Harmonia.Engine.Running;

/// <summary>
/// Puts the address of a callback where a rendered input has a mark for it, at the moment of the call.
/// </summary>
/// <remarks>
/// The address is a secret: whoever knows it can answer. So it stands in no event, and in no answer of the API.
/// </remarks>
internal static class CallbackMarks
{
    public static JsonElement Fill(JsonElement input, CallbackAddress address) =>
        JsonText.Write(writer => Write(writer, input, address));

    private static void Write(Utf8JsonWriter writer, JsonElement value, CallbackAddress address)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in value.EnumerateObject())
                {
                    writer.WritePropertyName(member.Name);
                    Write(writer, member.Value, address);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    Write(writer, item, address);
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                writer.WriteStringValue(value.GetString()!
                    .Replace(CallbackState.UrlMark, address.Url, StringComparison.Ordinal)
                    .Replace(CallbackState.TokenMark, address.Token, StringComparison.Ordinal));
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }
}
