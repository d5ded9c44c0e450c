using System.Globalization;
using System.Text.Json;

namespace Harmonia.Components.Tekton.Hermes;

/// <summary>Reads what Hermes writes: here in snake_case and there in camelCase.</summary>
internal static class HermesJson
{
    /// <summary>Of a longer list the newest are read.</summary>
    public const int MaxEntries = 1_000;

    private const int MaxTextLength = 1_000;
    private const int MaxTokenLength = 8 * 1024;
    private const int MaxCapabilities = 200;
    private const int MaxMetadataLength = 16 * 1024;

    /// <summary>Beyond this, a number of seconds is no time that a clock has.</summary>
    private const double MaxEpochSeconds = 253_402_300_799;

    /// <summary>The list of components: an object around it, or bare.</summary>
    /// <returns><see langword="null"/> when it is not such a list.</returns>
    public static IReadOnlyList<HermesEntry>? Entries(JsonElement json)
    {
        var list = json.ValueKind is JsonValueKind.Array ? json : Member(json, "components", "components");
        return list is not { ValueKind: JsonValueKind.Array } items
            ? null
            : [.. items.EnumerateArray().TakeLast(MaxEntries).Select(Entry).OfType<HermesEntry>()];
    }

    /// <returns><see langword="null"/> when the answer has no token that can be sent back.</returns>
    public static HermesGrant? Grant(JsonElement json, string askedId)
    {
        var token = Member(json, "token", "token") switch
        {
            { ValueKind: JsonValueKind.String } text => text.GetString(),
            { ValueKind: JsonValueKind.Object } parsed => parsed.GetRawText(),
            _ => null,
        };
        return token is { Length: > 0 and <= MaxTokenLength } && token.All(letter => letter is >= ' ' and <= '~')
            ? new HermesGrant(Text(json, "component_id", "componentId") ?? askedId, token)
            : null;
    }

    /// <summary>The sentence in an answer that is not a success.</summary>
    public static string? Detail(JsonElement json) => Text(json, "detail", "message") ?? Text(json, "message", "error");

    /// <summary>A member of an object, under either name; absent ones and nulls are nothing.</summary>
    public static JsonElement? Member(JsonElement json, string snake, string camel) =>
        json.ValueKind is JsonValueKind.Object
        && (json.TryGetProperty(snake, out var value) || json.TryGetProperty(camel, out value))
        && value.ValueKind is not JsonValueKind.Null
            ? value
            : null;

    /// <summary>A short text under either name.</summary>
    public static string? Text(JsonElement json, string snake, string camel) =>
        Member(json, snake, camel) is { ValueKind: JsonValueKind.String } value
        && value.GetString() is { Length: > 0 and <= MaxTextLength } text
            ? PlainText.EscapeControls(text)
            : null;

    private static HermesEntry? Entry(JsonElement json)
    {
        var (id, name) = (Text(json, "component_id", "componentId"), Text(json, "name", "name"));
        if ((id ?? name) is not { } known)
        {
            return null;
        }

        var metadata = Member(json, "metadata", "metadata") is { ValueKind: JsonValueKind.Object } given
            && given.GetRawText().Length <= MaxMetadataLength
                ? given.Clone()
                : (JsonElement?)null;
        return new HermesEntry(id ?? known, name ?? known)
        {
            Version = Text(json, "version", "version"),
            Type = Text(json, "type", "component_type")
                ?? (metadata is { } about ? Text(about, "type", "component_type") : null),
            Endpoint = (Text(json, "endpoint", "url") ?? Text(json, "url", "url")) is { } address
                ? FamilyAddress.Parse(address)
                : null,
            Capabilities = Capabilities(json),
            Metadata = metadata,
            LastHeartbeat = Time(json, "last_heartbeat", "lastHeartbeat"),
            RegisteredAt = Time(json, "registered_at", "registeredAt"),
        };
    }

    /// <summary>Texts, or objects with a name.</summary>
    private static string[] Capabilities(JsonElement json) =>
        Member(json, "capabilities", "capabilities") is { ValueKind: JsonValueKind.Array } list
            ? [.. list.EnumerateArray()
                .Take(MaxCapabilities)
                .Select(item => item.ValueKind is JsonValueKind.String ? item.GetString() : Text(item, "name", "name"))
                .OfType<string>()
                .Where(text => text.Length <= MaxTextLength)
                .Select(PlainText.EscapeControls)]
            : [];

    /// <summary>Seconds since 1970 with fractions, or ISO 8601; without a zone it is UTC.</summary>
    private static DateTimeOffset? Time(JsonElement json, string snake, string camel)
    {
        return Member(json, snake, camel) switch
        {
            { ValueKind: JsonValueKind.Number } number when number.TryGetDouble(out var seconds)
                && seconds is > 0 and < MaxEpochSeconds => DateTimeOffset.UnixEpoch.AddSeconds(seconds),
            { ValueKind: JsonValueKind.String } text when DateTimeOffset.TryParse(
                text.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) => time,
            _ => null,
        };
    }
}
