using System.Globalization;

namespace Harmonia.Torture;

/// <summary>Where things are in the repository that this program was built in.</summary>
internal static class Repository
{
    private const string RootMark = "Harmonia.slnx";

    /// <returns>The executable that is tortured; <see langword="null"/> when there is none.</returns>
    public static string? FindBinary(TortureOptions options)
    {
        var path = options.Binary is { } given
            ? Path.GetFullPath(given)
            : Path.Combine(Root(), "src", "Harmonia.Cli", "bin", "Release", "net10.0", "harmonia");
        return File.Exists(path) ? path : null;
    }

    /// <summary>A new folder on the disk of the repository: memory would not feel a missing sync.</summary>
    public static string NewFolder(int seed)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{seed}-{Path.GetRandomFileName()}");
        var folder = Path.Combine(Root(), "artifacts", "torture", name);
        Directory.CreateDirectory(Path.Combine(folder, "data"));
        return folder;
    }

    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, RootMark)))
            {
                return folder.FullName;
            }
        }

        return Environment.CurrentDirectory;
    }
}
