using System.Text.Json.Serialization;

namespace Harmonia.Core.Executions;

/// <summary>What an attempt used up, as its component counts it.</summary>
/// <param name="InputTokens">Tokens that a model was given.</param>
/// <param name="OutputTokens">Tokens that a model produced.</param>
/// <param name="CostUsd">In US dollars; 0 when the prices are not known.</param>
/// <param name="Calls">Calls to models.</param>
public sealed record TaskUsage(
    [property: JsonPropertyName("input_tokens")] long InputTokens,
    [property: JsonPropertyName("output_tokens")] long OutputTokens,
    [property: JsonPropertyName("cost_usd")] decimal CostUsd,
    [property: JsonPropertyName("calls")] long Calls)
{
    public static TaskUsage None { get; } = new(0, 0, 0, 0);

    [JsonIgnore]
    public long Tokens => InputTokens + OutputTokens;

    public static TaskUsage operator -(TaskUsage left, TaskUsage right) => new(
        left.InputTokens - right.InputTokens,
        left.OutputTokens - right.OutputTokens,
        left.CostUsd - right.CostUsd,
        left.Calls - right.Calls);

    public static TaskUsage operator +(TaskUsage left, TaskUsage right) => new(
        left.InputTokens + right.InputTokens,
        left.OutputTokens + right.OutputTokens,
        left.CostUsd + right.CostUsd,
        left.Calls + right.Calls);
}

/// <summary>What may still be used up; <see langword="null"/> where nothing is limited.</summary>
public sealed record BudgetLeft(long? Tokens, decimal? CostUsd, long? Calls)
{
    public static BudgetLeft Unlimited { get; } = new(null, null, null);

    /// <summary>Whether nothing is left of something.</summary>
    public bool IsSpent => Tokens <= 0 || CostUsd <= 0 || Calls <= 0;

    public BudgetLeft Less(TaskUsage usage) => new(
        Tokens - usage.Tokens, CostUsd - usage.CostUsd, Calls - usage.Calls);
}
