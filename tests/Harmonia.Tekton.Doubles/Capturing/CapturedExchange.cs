using System.Text.Json;
using System.Text.Json.Nodes;

namespace Harmonia.Tekton.Doubles.Capturing;

/// <summary>A request to an original component, and what it answered; ids and times are placeholders.</summary>
/// <param name="Component">Such as <c>hermes</c>.</param>
/// <param name="Name">A sentence, unique for the component.</param>
/// <param name="After">
/// What happens first: other exchanges of the component by name, or <c>@</c> and a change of the world
/// (<c>@restart</c>, <c>@advance SECONDS</c>, <c>@mode NAME</c>, <c>@work</c>).
/// </param>
/// <param name="Method">The method of the request.</param>
/// <param name="Path">Path and query.</param>
/// <param name="Headers">Those that matter.</param>
/// <param name="Body">JSON text; nothing when the request has no body.</param>
/// <param name="Status">The status of the answer.</param>
/// <param name="Answer">The pattern of the answer; see <see cref="CapturedPattern"/>.</param>
public sealed record CapturedExchange(
    string Component,
    string Name,
    IReadOnlyList<string> After,
    string Method,
    string Path,
    IReadOnlyDictionary<string, string> Headers,
    string? Body,
    int Status,
    JsonElement Answer)
{
    private static readonly Lazy<IReadOnlyList<CapturedExchange>> Read = new(ReadAll);

    /// <summary>Everything that was captured, component by component.</summary>
    public static IReadOnlyList<CapturedExchange> All => Read.Value;

    public static CapturedExchange Find(string component, string name) =>
        All.FirstOrDefault(one => one.Component == component && one.Name == name)
        ?? throw new ArgumentException($"Nothing was captured of {component} under the name '{name}'.", nameof(name));

    public override string ToString() => $"{Component}: {Name}";

    private static IReadOnlyList<CapturedExchange> ReadAll()
    {
        var assembly = typeof(CapturedExchange).Assembly;
        var files =
            from resource in assembly.GetManifestResourceNames()
            where resource.StartsWith("Captures/", StringComparison.Ordinal)
            orderby resource
            select resource;
        return [.. files.SelectMany(file =>
        {
            using var stream = assembly.GetManifestResourceStream(file)!;
            var document = JsonNode.Parse(stream)!;
            var component = document["component"]!.ToString();
            return document["exchanges"]!.AsArray().Select(one => Of(component, one!)).ToList();
        })];
    }

    private static CapturedExchange Of(string component, JsonNode exchange)
    {
        var request = exchange["request"]!;
        return new(
            component,
            exchange["name"]!.ToString(),
            [.. (exchange["after"] as JsonArray ?? []).Select(one => one!.ToString())],
            request["method"]!.ToString(),
            request["path"]!.ToString(),
            (request["headers"] as JsonObject ?? []).ToDictionary(one => one.Key, one => one.Value!.ToString()),
            request["body"] is { } body ? Serving.JsonText.Write(body) : null,
            exchange["status"]!.GetValue<int>(),
            JsonElement.Parse(Serving.JsonText.Write(exchange["body"])));
    }
}
