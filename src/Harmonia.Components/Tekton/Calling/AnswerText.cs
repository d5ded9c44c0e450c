using System.Text.Json;

namespace Harmonia.Components.Tekton.Calling;

/// <summary>Reads the many ways in which components say what went wrong, and where they put things.</summary>
internal static class AnswerText
{
    private const int MaxLength = 1024;

    private static readonly string[] Members = ["detail", "error", "message", "error_message"];

    /// <summary>What the component complains of; empty when it says nothing.</summary>
    public static string Complaint(JsonElement body) => body.ValueKind switch
    {
        JsonValueKind.String => Shorten(body.GetString()!),
        JsonValueKind.Object => Members.Select(name => Member(body, name)).FirstOrDefault(text => text.Length > 0)
            ?? "",
        _ => "",
    };

    /// <summary>
    /// The value at a path with dots; of several paths with a bar between them, the first that leads anywhere. A member
    /// is found in either spelling, <c>execution_id</c> or <c>executionId</c>.
    /// </summary>
    public static JsonElement? At(JsonElement value, string paths)
    {
        foreach (var path in paths.Split('|'))
        {
            JsonElement? at = value;
            foreach (var name in path.Split('.'))
            {
                at = at is { } inner ? Find(inner, name) : null;
            }

            if (at is { ValueKind: not JsonValueKind.Null })
            {
                return at;
            }
        }

        return null;
    }

    /// <summary>Whether the member of this name is there, and is null.</summary>
    public static bool IsNull(JsonElement value, string name) =>
        value.ValueKind is JsonValueKind.Object && value.TryGetProperty(name, out var found)
        && found.ValueKind is JsonValueKind.Null;

    /// <summary>The text at a path.</summary>
    public static string? TextAt(JsonElement value, string paths) => At(value, paths) switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        _ => null,
    };

    private static JsonElement? Find(JsonElement value, string name)
    {
        if (value.ValueKind is not JsonValueKind.Object)
        {
            return null;
        }

        if (value.TryGetProperty(name, out var found))
        {
            return found;
        }

        var camel = Casing.ToCamel(name);
        return camel != name && value.TryGetProperty(camel, out found) ? found : null;
    }

    private static string Member(JsonElement body, string name) => body.TryGetProperty(name, out var value)
        ? value.ValueKind switch
        {
            JsonValueKind.String => Shorten(value.GetString()!),
            JsonValueKind.Object or JsonValueKind.Array => Shorten(value.GetRawText()),
            _ => "",
        }
        : "";

    private static string Shorten(string text) => PlainText.EscapeControls(PlainText.Shorten(text.Trim(), MaxLength));
}
