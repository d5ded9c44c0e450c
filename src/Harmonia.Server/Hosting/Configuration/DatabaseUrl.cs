namespace Harmonia.Server.Hosting.Configuration;

/// <summary>The ways to say where the data is kept.</summary>
internal static class DatabaseUrl
{
    private const string Memory = "memory:";
    private const string SqlitePrefix = "sqlite:///";

    /// <summary>As elsewhere, three slashes precede a path as it is: an absolute one makes it four.</summary>
    /// <returns><see langword="null"/> for a kind of database that there is not.</returns>
    public static DatabaseLocation? Parse(string text)
    {
        if (text is Memory or "sqlite:///:memory:" or "sqlite://")
        {
            return new DatabaseLocation.Memory();
        }

        var path = text.StartsWith(SqlitePrefix, StringComparison.OrdinalIgnoreCase)
            ? text[SqlitePrefix.Length..]
            : text;
        return path.Length == 0
            || path.Contains("://", StringComparison.Ordinal)
            || path.StartsWith("sqlite:", StringComparison.Ordinal)
            ? null
            : new DatabaseLocation.File(path);
    }

    /// <summary>The address without the password that it may carry.</summary>
    public static string Mask(string text)
    {
        var scheme = text.IndexOf("://", StringComparison.Ordinal);
        var at = text.LastIndexOf('@');
        var colon = scheme < 0 ? -1 : text.IndexOf(':', scheme + 3);
        return colon >= 0 && colon < at ? $"{text[..(colon + 1)]}***{text[at..]}" : text;
    }
}
