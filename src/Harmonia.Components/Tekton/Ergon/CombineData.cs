using System.Text.Json;
using Harmonia.Components.Tekton.Calling;
using Harmonia.Core.Executions;
using Harmonia.Engine.Ports;

namespace Harmonia.Components.Tekton.Ergon;

/// <summary>
/// Combines values: objects into one, of which the later win, lists into one list, and anything else as a list.
/// </summary>
internal sealed class CombineData : IFamilyAction
{
    private const int MaxItems = 1000;

    public IReadOnlyList<string> Names { get; } = ["combine_data"];

    public Reach Reach => Reach.Nobody;

    public Task<TaskOutcome> ExecuteAsync(FamilyCall call, CancellationToken cancellationToken)
    {
        var given = call.Input.Items("results", MaxItems) ?? call.Input.Items("data", MaxItems)
            ?? call.Input.Items("items", MaxItems);
        if (given is null)
        {
            call.Input.Any(["results", "data", "items"], required: true);
        }

        call.Input.RefuseRest();
        if (call.Input.IsWrong)
        {
            return Task.FromResult<TaskOutcome>(call.WrongInput());
        }

        var combined = Combine(given!);
        return Task.FromResult(FamilyOutput.New().Set("count", given!.Count).Complete(combined));
    }

    private static JsonElement Combine(IReadOnlyList<JsonElement> items)
    {
        if (items.Count > 0 && items.All(item => item.ValueKind is JsonValueKind.Object))
        {
            return items.Aggregate(JsonText.Merge);
        }

        return items.Count > 0 && items.All(item => item.ValueKind is JsonValueKind.Array)
            ? JsonText.List(items.SelectMany(item => item.EnumerateArray()))
            : JsonText.List(items);
    }
}
