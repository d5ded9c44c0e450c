using System.Collections.Concurrent;

namespace Harmonia.Storage;

/// <summary>Statements by the path of their file in this project.</summary>
internal static class Sql
{
    private static readonly ConcurrentDictionary<string, string> Texts = new(StringComparer.Ordinal);

    public static string Text(string path) => Texts.GetOrAdd(path, Read);

    /// <summary>Paths below a folder, in the order of their names.</summary>
    public static IReadOnlyList<string> Below(string folder) =>
    [
        .. typeof(Sql).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(folder, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    private static string Read(string path)
    {
        using var stream = typeof(Sql).Assembly.GetManifestResourceStream(path)
            ?? throw new ArgumentException($"There is no statement '{path}'.", nameof(path));
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
