namespace Harmonia.Tidy.Tests.Reading;

/// <summary>The files that belong to the repository: everything that <c>.gitignore</c> does not name.</summary>
internal static class Repository
{
    private const string SolutionName = "Harmonia.slnx";

    public static string Root { get; } = FindRoot();

    /// <summary>Paths from the root with forward slashes, in ordinal order.</summary>
    public static IReadOnlyList<string> Files { get; } = [.. List(Root, new IgnoreList(Read(".gitignore")))];

    public static IEnumerable<string> WithExtension(string extension) =>
        Files.Where(file => file.EndsWith(extension, StringComparison.Ordinal));

    /// <summary>C# files under one of the top folders, such as <c>src</c>.</summary>
    public static IEnumerable<string> CSharp(params string[] folders) =>
        WithExtension(".cs").Where(file => folders.Contains(file.Split('/')[0]));

    public static string FullPath(string file) => Path.Combine(Root, file);

    public static string Read(string file) => File.ReadAllText(FullPath(file));

    public static string[] ReadLines(string file) => File.ReadAllLines(FullPath(file));

    private static IEnumerable<string> List(string root, IgnoreList ignored)
    {
        var pending = new Stack<string>([root]);
        var found = new List<string>();
        while (pending.TryPop(out var folder))
        {
            foreach (var entry in Directory.EnumerateFileSystemEntries(folder))
            {
                var path = Path.GetRelativePath(root, entry).Replace('\\', '/');
                if (Directory.Exists(entry))
                {
                    if (!ignored.HasFolder(path))
                    {
                        pending.Push(entry);
                    }
                }
                else if (!ignored.HasFile(path))
                {
                    found.Add(path);
                }
            }
        }

        return found.Order(StringComparer.Ordinal);
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, SolutionName)))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException(
            $"No {SolutionName} above {AppContext.BaseDirectory}: run the tests in the source tree.");
    }
}
