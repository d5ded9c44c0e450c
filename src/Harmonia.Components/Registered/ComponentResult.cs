using System.Text.Json;

namespace Harmonia.Components.Registered;

/// <summary>
/// Brings what a component answered into the shape that workflows read whoever answered: its own fields, and
/// <c>status</c>, <c>success</c>, <c>result</c>, <c>results</c> and <c>data</c> where it has none of that name.
/// </summary>
internal static class ComponentResult
{
    /// <summary>Names under which components give their main value, the first that is there counts.</summary>
    private static readonly string[] MainNames = ["result", "results", "data"];

    private static readonly string[] BadWords = ["error", "failed", "failure"];

    public static JsonElement Normalise(JsonElement answer) => answer.ValueKind is JsonValueKind.Object
        ? OfObject(answer)
        : JsonValue.Object(writer =>
        {
            writer.WriteString("status", "success");
            writer.WriteBoolean("success", true);
            WriteAliases(writer, answer, static _ => true);
        });

    private static JsonElement OfObject(JsonElement answer)
    {
        var main = answer;
        foreach (var name in MainNames)
        {
            if (answer.TryGetProperty(name, out var value))
            {
                main = value;
                break;
            }
        }

        var isGood = IsGood(answer);
        return JsonValue.Object(writer =>
        {
            foreach (var member in answer.EnumerateObject())
            {
                member.WriteTo(writer);
            }

            if (!answer.TryGetProperty("status", out _))
            {
                writer.WriteString("status", isGood ? "success" : "error");
            }

            if (!answer.TryGetProperty("success", out _))
            {
                writer.WriteBoolean("success", isGood);
            }

            WriteAliases(writer, main, name => !answer.TryGetProperty(name, out _));
        });
    }

    private static void WriteAliases(Utf8JsonWriter writer, JsonElement main, Func<string, bool> isFree)
    {
        foreach (var name in MainNames.Where(isFree))
        {
            writer.WritePropertyName(name);
            main.WriteTo(writer);
        }
    }

    /// <summary>As the component says itself, by either name; it answered, so silence is success.</summary>
    private static bool IsGood(JsonElement answer)
    {
        if (answer.TryGetProperty("success", out var success) && success.ValueKind is JsonValueKind.False)
        {
            return false;
        }

        return !answer.TryGetProperty("status", out var status) || status.ValueKind is not JsonValueKind.String
            || !BadWords.Contains(status.GetString(), StringComparer.OrdinalIgnoreCase);
    }
}
