using System.Text.Json;

namespace Harmonia.Components.Llm.Protocols;

/// <summary>Reads what a provider may or may not have sent; what is not there or of another type is nothing.</summary>
internal static class ForeignFields
{
    /// <summary>No provider counts further, and sums of these fit.</summary>
    private const long MaxCount = 1_000_000_000_000;

    extension(JsonElement element)
    {
        public JsonElement? Member(string name) =>
            element.ValueKind is JsonValueKind.Object && element.TryGetProperty(name, out var value)
            && value.ValueKind is not JsonValueKind.Null
                ? value
                : null;

        public string? Text(string name) =>
            element.Member(name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

        public long? Count(string name) =>
            element.Member(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var number)
                ? Math.Clamp(number, 0, MaxCount)
                : null;

        public bool IsTrue(string name) => element.Member(name) is { ValueKind: JsonValueKind.True };

        public IEnumerable<JsonElement> Items(string name) =>
            element.Member(name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];
    }
}
