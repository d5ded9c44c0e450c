namespace Harmonia.Core.Failures;

/// <summary>How much a <see cref="Finding"/> weighs.</summary>
public enum FindingSeverity
{
    /// <summary>The document is refused.</summary>
    Error,

    /// <summary>The document is accepted; somebody should look.</summary>
    Warning,
}

/// <summary>One thing that is wrong, or doubtful, in a document that somebody sent.</summary>
/// <param name="Code">A stable code out of <see cref="FindingCodes"/>.</param>
/// <param name="Pointer">Where: a JSON Pointer (RFC 6901) from the root of the document, "" for the root.</param>
/// <param name="Message">What is wrong, with the value at hand, and what to do; one or two sentences.</param>
public sealed record Finding(string Code, string Pointer, string Message)
{
    public FindingSeverity Severity { get; init; } = FindingSeverity.Error;

    /// <summary>What the author probably meant, such as the nearest known name.</summary>
    public string? Suggestion { get; init; }

    /// <summary>Where in the text, when the document came as text.</summary>
    public SourcePosition? Position { get; init; }

    public bool IsError => Severity == FindingSeverity.Error;
}
