namespace Harmonia.Core.Failures;

/// <summary>A place in a text; line and column count from 1, as editors do.</summary>
public readonly record struct SourcePosition(int Line, int Column)
{
    public override string ToString() => $"{Line}:{Column}";
}
