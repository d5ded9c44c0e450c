using System.Text.Json.Serialization;

namespace Harmonia.Client;

/// <summary>What was found in a definition that was not saved.</summary>
/// <param name="Valid">Whether it would be accepted.</param>
/// <param name="Findings">Everything, errors first.</param>
public sealed record ValidationAnswer(bool Valid, IReadOnlyList<WireFinding> Findings)
{
    /// <summary>Its name, when it is valid.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Name { get; init; }

    /// <summary>How many tasks it has, when it is valid.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Tasks { get; init; }
}

/// <summary>One thing that is wrong, or doubtful, in a document or request.</summary>
/// <param name="Code">A stable code, listed in the documentation.</param>
/// <param name="Severity"><c>error</c> or <c>warning</c>.</param>
/// <param name="Pointer">Where: a JSON Pointer from the root of the document.</param>
/// <param name="Message">What is wrong and what to do.</param>
public sealed record WireFinding(string Code, string Severity, string Pointer, string Message)
{
    /// <summary>What was probably meant.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Suggestion { get; init; }

    /// <summary>The line in the text, from 1.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Line { get; init; }

    /// <summary>The column in the text, from 1.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Column { get; init; }
}
