using System.Text.Json;
using System.Text.Json.Serialization;

namespace Harmonia.Client;

/// <summary>Something to evaluate: exactly one of the three, and what it sees.</summary>
public sealed record EvaluationBody
{
    /// <summary>The text of an expression, without <c>${ }</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Expression { get; init; }

    /// <summary>Any JSON value whose strings may hold <c>${…}</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? Template { get; init; }

    /// <summary>A condition: text, a boolean or an object.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? Condition { get; init; }

    /// <summary>Names and values, such as <c>input</c> and <c>tasks</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? Scope { get; init; }
}

/// <summary>What an evaluation gave.</summary>
/// <param name="Value">Any JSON value.</param>
public sealed record EvaluationAnswer(JsonElement Value);
