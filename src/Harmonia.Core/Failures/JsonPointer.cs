namespace Harmonia.Core.Failures;

/// <summary>Writes JSON Pointers (RFC 6901).</summary>
public static class JsonPointer
{
    /// <summary>
    /// The pointer of the member or item <paramref name="segment"/> of what <paramref name="parent"/> points at.
    /// </summary>
    public static string Append(string parent, string segment) =>
        $"{parent}/{segment.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";

    /// <summary>The pointer of the item at <paramref name="index"/>.</summary>
    public static string Append(string parent, int index) => $"{parent}/{index}";
}
