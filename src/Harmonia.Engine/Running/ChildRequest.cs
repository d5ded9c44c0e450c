using System.Text.Json;
using Harmonia.Core.Executions;

namespace Harmonia.Engine.Running;

/// <summary>What the input of <c>workflow_engine.execute_workflow</c> asks for.</summary>
/// <param name="Workflow">A name or an id; empty when there is none.</param>
/// <param name="Revision">Which revision, by its number.</param>
/// <param name="Version">Which revision, by its label.</param>
/// <param name="Input">What it is started with; an empty object when nothing is said.</param>
internal sealed record ChildRequest(string Workflow, int? Revision, string? Version, JsonElement Input)
{
    public string NotFound => (Revision, Version) switch
    {
        ({ } revision, _) => $"There is no workflow '{Workflow}' with a revision {revision}.",
        (_, { } version) => $"There is no workflow '{Workflow}' with a version '{version}'.",
        _ => $"There is no workflow '{Workflow}'. Save it, or correct the name or id.",
    };

    public static ChildRequest Of(JsonElement call) => new(
        Text(call, "workflow") ?? Text(call, "workflow_id") ?? "",
        Find(call, "revision") is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var revision)
            ? revision
            : null,
        Text(call, "version"),
        Find(call, "input") ?? JsonText.EmptyObject);

    private static string? Text(JsonElement call, string name) => Find(call, name)?.ToString();

    private static JsonElement? Find(JsonElement call, string name) =>
        call.ValueKind == JsonValueKind.Object
            && call.TryGetProperty(name, out var value)
            && value.ValueKind != JsonValueKind.Null
            ? value
            : null;
}
