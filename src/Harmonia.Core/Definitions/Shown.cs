using System.Text.Json;

namespace Harmonia.Core.Definitions;

/// <summary>Values at hand, cut to what fits into a message.</summary>
internal static class Shown
{
    private const int MaxLength = 80;

    public static string Text(string text) =>
        text.Length <= MaxLength ? text : string.Concat(text.AsSpan(0, MaxLength), "…");

    public static string Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        _ => Text(value.GetRawText()),
    };
}
