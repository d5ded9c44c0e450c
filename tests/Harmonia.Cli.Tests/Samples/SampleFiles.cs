using System.Text;

namespace Harmonia.Cli.Tests.Samples;

/// <summary>The samples of this source tree, and the commands that their pages tell people to type.</summary>
internal static class SampleFiles
{
    /// <summary>The root of the source tree that the tests were built from.</summary>
    public static string Root { get; } = FindRoot();

    public static string PathOf(string name) => Path.Combine(Root, "samples", name);

    /// <summary>Samples that do something real; what they call is there.</summary>
    public static IEnumerable<string> Workflows() => All().Where(path => !IsPattern(path));

    /// <summary>Samples of control flow; who does their tasks does not matter, and nobody is there.</summary>
    public static IEnumerable<string> Patterns() => All().Where(IsPattern);

    /// <summary>The commands of a page's <c>sh</c> blocks, each with the JSON block that follows it.</summary>
    public static IEnumerable<(string[] Words, string Json)> Commands(string page)
    {
        var command = "";
        foreach (var (language, text) in Blocks(page))
        {
            if (language == "sh")
            {
                command = text.Replace("\\\n", "", StringComparison.Ordinal).TrimEnd('\n');
            }
            else if (language == "json" && command.Length > 0)
            {
                yield return (Shell.Words(command), text);
                command = "";
            }
        }

        Assert.Empty(command);
    }

    private static IEnumerable<string> All() => Directory
        .EnumerateFiles(PathOf(""), "workflow.yaml", SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(PathOf(""), path))
        .Order(StringComparer.Ordinal);

    private static bool IsPattern(string path) => path.StartsWith("patterns/", StringComparison.Ordinal);

    private static IEnumerable<(string Language, string Text)> Blocks(string page)
    {
        string? language = null;
        var text = new StringBuilder();
        foreach (var line in File.ReadLines(PathOf(page)))
        {
            if (!line.StartsWith("```", StringComparison.Ordinal))
            {
                text.Append(language is null ? "" : line + "\n");
            }
            else if (language is null)
            {
                language = line[3..];
            }
            else
            {
                yield return (language, text.ToString());
                text.Clear();
                language = null;
            }
        }
    }

    private static string FindRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Harmonia.slnx")))
        {
            directory = directory.Parent;
        }

        return directory?.FullName ?? throw new InvalidOperationException("The tests are outside of a source tree.");
    }
}
