using System.Text.Json;

namespace Harmonia.Tekton.Doubles;

/// <summary>One request as it came, whatever was answered.</summary>
/// <param name="Method">In upper case.</param>
/// <param name="Path">Without the query.</param>
/// <param name="Query">With its question mark, or empty.</param>
/// <param name="Headers">By name in any case; several values are joined with commas.</param>
/// <param name="Body">The text; empty when there was none.</param>
/// <param name="At">When it had arrived whole.</param>
public sealed record RecordedRequest(
    string Method,
    string Path,
    string Query,
    IReadOnlyDictionary<string, string> Headers,
    string Body,
    DateTimeOffset At)
{
    /// <exception cref="JsonException">The body is no JSON.</exception>
    public JsonElement Json => JsonElement.Parse(Body);

    public string? Header(string name) => Headers.GetValueOrDefault(name);

    public override string ToString() => $"{Method} {Path}{Query} {Body}";
}
