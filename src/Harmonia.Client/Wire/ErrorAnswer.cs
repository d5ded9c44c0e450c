using System.Text.Json;
using System.Text.Json.Serialization;

namespace Harmonia.Client;

/// <summary>The body of every answer that is an error.</summary>
/// <param name="Error">What is wrong.</param>
public sealed record ErrorAnswer(ApiError Error);

/// <summary>What is wrong with a request.</summary>
/// <param name="Type">The kind, by HTTP status: <c>ValidationError</c>, <c>NotFoundError</c>, …</param>
/// <param name="Message">For people.</param>
/// <param name="Details">Where and why, as far as that is known.</param>
/// <param name="Code">A stable code, listed in the documentation.</param>
/// <param name="RequestId">Finds the request in the server's log.</param>
public sealed record ApiError(string Type, string Message, ErrorDetails Details, string Code, string RequestId);

/// <summary>Where and why.</summary>
public sealed record ErrorDetails
{
    /// <summary>The parameter, or a JSON Pointer into the body.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Field { get; init; }

    /// <summary>What is wrong there.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reason { get; init; }

    /// <summary>Everything that was found, not only the first.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<WireFinding>? Findings { get; init; }

    /// <summary>The error class of an expression that failed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ExpressionError { get; init; }

    /// <summary>Where in the expression, in characters from 0.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Offset { get; init; }

    /// <summary>Why an action failed that was called.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public FailureDetail? Failure { get; init; }

    /// <summary>The answer that was first.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public AnswerDetail? Winner { get; init; }

    /// <summary>The epoch of the worker that has the attempt now.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Epoch { get; init; }

    /// <summary>What was probably meant.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Suggestion { get; init; }
}

/// <summary>Why an execution or a task failed.</summary>
/// <param name="Code">The error class, listed in the documentation, or the component's own.</param>
/// <param name="Message">For people.</param>
public sealed record FailureDetail(string Code, string Message)
{
    /// <summary>The task whose failure ended the execution.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Task { get; init; }

    /// <summary>What the component said beside the message.</summary>
    public JsonElement? Details { get; init; }
}
