namespace Harmonia.Core.Expressions;

/// <summary>What one evaluation may cost.</summary>
public sealed record EvaluationLimits
{
    public static EvaluationLimits Default { get; } = new();

    /// <summary>Steps: one for each node visited and each item touched.</summary>
    public int Fuel { get; init; } = 100_000;

    /// <summary>Bytes that computed strings, lists and objects may take together.</summary>
    public int MaxMemory { get; init; } = 1024 * 1024;

    /// <summary>Bytes of JSON that came in and are copied, as they are, into what is computed.</summary>
    public int MaxCopied { get; init; } = 16 * 1024 * 1024;

    /// <summary>Nesting of the expression itself and of values that it computes.</summary>
    public int MaxDepth { get; init; } = 64;

    /// <summary>Characters of an expression's text.</summary>
    public int MaxSourceLength { get; init; } = 16 * 1024;

    /// <summary>Characters of a regular expression.</summary>
    public int MaxPatternLength { get; init; } = 1024;
}
