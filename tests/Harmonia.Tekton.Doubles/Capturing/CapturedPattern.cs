using System.Text.Json;
using System.Text.RegularExpressions;

namespace Harmonia.Tekton.Doubles.Capturing;

/// <summary>Compares an answer with what was captured, member by member.</summary>
/// <remarks>
/// Texts of the pattern may hold <c>&lt;kind&gt;</c> or <c>&lt;kind:name&gt;</c>, which keeps what stands there, and
/// <c>&lt;=name&gt;</c>, which stands for what was kept. Kinds: text, uuid, hex8, hex16, token, tool and time within
/// texts; number, flag and anything alone.
/// </remarks>
public static partial class CapturedPattern
{
    private static readonly Dictionary<string, string> Kinds = new(StringComparer.Ordinal)
    {
        ["text"] = ".+",
        ["uuid"] = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}",
        ["hex8"] = "[0-9a-f]{8}",
        ["hex16"] = "[0-9a-f]{16}",
        ["tool"] = "tool-[0-9a-f-]{36}",
        ["token"] = """
            \{"payload": \{"component_id": ".+", "token_id": ".+", "iat": \d+, "exp": \d+\}, "signature": "[0-9a-f]+"\}
            """,
        ["time"] = @"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?",
    };

    /// <summary>Puts in what was kept.</summary>
    public static string Fill(string text, IReadOnlyDictionary<string, string> kept) =>
        Reference().Replace(text, match => kept[match.Groups["name"].Value]);

    /// <summary>Like <see cref="Fill"/>, for a JSON text: what is put into its strings is escaped.</summary>
    public static string FillJson(string json, IReadOnlyDictionary<string, string> kept) =>
        Reference().Replace(json, match => JsonEncodedText.Encode(kept[match.Groups["name"].Value]).ToString());

    /// <summary>Every difference as a JSON pointer and a sentence; none when the answer is as it was.</summary>
    /// <param name="expected">The pattern.</param>
    /// <param name="actual">The answer.</param>
    /// <param name="kept">Takes what the placeholders with a name stand for.</param>
    public static IReadOnlyList<string> Differences(
        JsonElement expected, JsonElement actual, IDictionary<string, string> kept) =>
        [.. Compare("", expected, actual, kept)];

    private static IEnumerable<string> Compare(
        string pointer, JsonElement expected, JsonElement actual, IDictionary<string, string> kept)
    {
        switch (expected.ValueKind)
        {
            case JsonValueKind.String:
                return Matches(expected.GetString()!, actual, kept) ? [] : [Unlike(pointer, expected, actual)];
            case JsonValueKind.Object when actual.ValueKind == JsonValueKind.Object:
                return CompareMembers(pointer, expected, actual, kept);
            case JsonValueKind.Array when actual.ValueKind == JsonValueKind.Array:
                return expected.GetArrayLength() != actual.GetArrayLength()
                    ? [$"{pointer}: {actual.GetArrayLength()} items instead of {expected.GetArrayLength()}"]
                    : expected.EnumerateArray().Zip(actual.EnumerateArray()).Index().SelectMany(
                        one => Compare($"{pointer}/{one.Index}", one.Item.First, one.Item.Second, kept));
            default:
                return JsonElement.DeepEquals(expected, actual) ? [] : [Unlike(pointer, expected, actual)];
        }
    }

    private static IEnumerable<string> CompareMembers(
        string pointer, JsonElement expected, JsonElement actual, IDictionary<string, string> kept)
    {
        foreach (var member in expected.EnumerateObject())
        {
            if (!actual.TryGetProperty(member.Name, out var value))
            {
                yield return $"{pointer}/{member.Name}: is missing";
                continue;
            }

            foreach (var difference in Compare($"{pointer}/{member.Name}", member.Value, value, kept))
            {
                yield return difference;
            }
        }

        foreach (var member in actual.EnumerateObject())
        {
            if (!expected.TryGetProperty(member.Name, out _))
            {
                yield return $"{pointer}/{member.Name}: was not there";
            }
        }
    }

    private static bool Matches(string pattern, JsonElement actual, IDictionary<string, string> kept)
    {
        switch (pattern)
        {
            case "<anything>":
                return true;
            case "<number>":
                return actual.ValueKind == JsonValueKind.Number;
            case "<flag>":
                return actual.ValueKind is JsonValueKind.True or JsonValueKind.False;
        }

        if (actual.ValueKind != JsonValueKind.String)
        {
            return false;
        }

        var match = Regex.Match(actual.GetString()!, ToRegex(pattern, kept), RegexOptions.Singleline);
        foreach (var name in Placeholder().Matches(pattern).Select(one => one.Groups["name"].Value))
        {
            if (match.Success && name.Length > 0)
            {
                kept[name] = match.Groups[name].Value;
            }
        }

        return match.Success;
    }

    private static string ToRegex(string pattern, IDictionary<string, string> kept)
    {
        var escaped = Regex.Escape(Fill(pattern, kept.AsReadOnly()));
        return $"^{Placeholder().Replace(escaped, match => match.Groups["name"] is { Length: > 0 } name
            ? $"(?<{name.Value}>{Kinds[match.Groups["kind"].Value]})"
            : Kinds[match.Groups["kind"].Value])}$";
    }

    private static string Unlike(string pointer, JsonElement expected, JsonElement actual) =>
        $"{pointer}: {actual.GetRawText()} instead of {expected.GetRawText()}";

    [GeneratedRegex("<(?<kind>[a-z0-9]+)(?::(?<name>[a-z]+))?>")]
    private static partial Regex Placeholder();

    [GeneratedRegex("<=(?<name>[a-z]+)>")]
    private static partial Regex Reference();
}
