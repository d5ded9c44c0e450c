using Harmonia.Core.Failures;

namespace Harmonia.Core.Definitions.Dialects;

/// <summary>Where the parts of a canonical definition stand in the text of its author.</summary>
internal sealed class PointerMap
{
    public static readonly PointerMap Identity = new();

    private readonly Dictionary<string, (string Origin, bool IsWhole)> _moved = new(StringComparer.Ordinal);

    /// <param name="pointer">Of the canonical value.</param>
    /// <param name="origin">Of what it was made from.</param>
    /// <param name="isWhole">Whether everything below it was made from the same, too.</param>
    public void Add(string pointer, string origin, bool isWhole) => _moved[pointer] = (origin, isWhole);

    public string ToOriginal(string pointer)
    {
        for (var end = pointer.Length; end > 0; end = pointer.LastIndexOf('/', end - 1))
        {
            if (_moved.TryGetValue(pointer[..end], out var found))
            {
                return found.IsWhole ? found.Origin : found.Origin + pointer[end..];
            }
        }

        return pointer;
    }

    public Finding ToOriginal(Finding finding) => finding with { Pointer = ToOriginal(finding.Pointer) };
}
