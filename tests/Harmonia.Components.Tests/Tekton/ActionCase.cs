using System.Reflection;
using System.Text.Json;

namespace Harmonia.Components.Tests.Tekton;

/// <summary>One action: what a task says, what is sent and answered, and what the task's output is.</summary>
internal sealed record ActionCase(string Component, string Name, string Action, JsonElement Source)
{
    private const string Prefix = "Harmonia.Components.Tests.Tekton.Cases.";

    public JsonElement Input => Member("input") ?? JsonElement.Parse("{}");

    public IReadOnlyList<JsonElement> Calls => Member("calls") is { } calls ? [.. calls.EnumerateArray()] : [];

    /// <summary>Members that the output has to have.</summary>
    public JsonElement? Output => Member("output");

    /// <summary>The code of the failure, and a part of its message.</summary>
    public JsonElement? Failure => Member("fails");

    /// <summary>Who is there.</summary>
    public IEnumerable<string> Known => Member("known") is { } known
        ? known.EnumerateArray().Select(name => name.GetString()!)
        : Calls.Select(ReceiverOf).Append(Component).Distinct();

    public static IEnumerable<ActionCase> All()
    {
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var resource in assembly.GetManifestResourceNames().Where(
            name => name.StartsWith(Prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var stream = assembly.GetManifestResourceStream(resource)!;
            using var document = JsonDocument.Parse(stream);
            var component = resource[Prefix.Length..^".json".Length];
            foreach (var item in document.RootElement.EnumerateArray())
            {
                var own = item.TryGetProperty("component", out var named) ? named.GetString()! : component;
                foreach (var action in Actions(item))
                {
                    yield return new ActionCase(own, $"{item.GetProperty("name")} ({action})", action, item.Clone());
                }
            }
        }
    }

    /// <summary>The action, and its other names.</summary>
    private static IEnumerable<string> Actions(JsonElement item) => item.GetProperty("action") switch
    {
        { ValueKind: JsonValueKind.Array } names => names.EnumerateArray().Select(name => name.GetString()!),
        var name => [name.GetString()!],
    };

    public string ReceiverOf(JsonElement call) =>
        call.TryGetProperty("to", out var to) ? to.GetString()! : Component;

    private JsonElement? Member(string name) => Source.TryGetProperty(name, out var value) ? value : null;
}
