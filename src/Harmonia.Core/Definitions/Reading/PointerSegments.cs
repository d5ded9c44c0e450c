namespace Harmonia.Core.Definitions.Reading;

/// <summary>Reads JSON Pointers (RFC 6901).</summary>
internal static class PointerSegments
{
    public static IEnumerable<string> Of(string pointer) => pointer.Length == 0
        ? []
        : pointer[1..].Split('/').Select(segment => segment
            .Replace("~1", "/", StringComparison.Ordinal)
            .Replace("~0", "~", StringComparison.Ordinal));
}
