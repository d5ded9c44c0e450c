using System.Text.Json;
using Harmonia.Components.Tekton.Calling;
using Harmonia.Core.Executions;

namespace Harmonia.Components.Tekton.Rhetor;

/// <summary>Reads the tokens that Rhetor counted, in whichever provider's words.</summary>
internal static class ModelUsage
{
    public static TaskUsage Of(JsonElement body) => new(
        Count(body, "usage.input_tokens|usage.prompt_tokens"),
        Count(body, "usage.output_tokens|usage.completion_tokens"),
        Cost(body),
        1);

    private static long Count(JsonElement body, string paths) =>
        AnswerText.At(body, paths) is { ValueKind: JsonValueKind.Number } number
            && number.TryGetInt64(out var count) && count > 0
                ? count
                : 0;

    private static decimal Cost(JsonElement body) =>
        AnswerText.At(body, "usage.cost_usd|usage.cost|usage.total_cost") is { ValueKind: JsonValueKind.Number } number
            && number.TryGetDecimal(out var cost) && cost > 0
                ? cost
                : 0;
}
