namespace Harmonia.Cli.Tests.Samples;

/// <summary>A git repository whose every figure is known.</summary>
internal static class TestRepository
{
    private static readonly (string Name, string Text)[] Files =
    [
        (".gitignore", ""),
        (".dot/folder/\"x", "x\n"),
        ("Makefile", "all:\n"),
        ("a|b.c", "int main;\n"),
        ("back\\slash.c", "1\n"),
        ("code/`tick`.c", "2\n"),
        ("code/new\nline.c", "3\n"),
        ("code/odd\u0001.c", "4\n"),
        ("docs/quo\"te.md", "# Q\n"),
        ("docs/with space/ä ö.TXT", "ü\n"),
    ];

    /// <summary>One without a commit.</summary>
    public static async Task CreateEmptyAsync(string path)
    {
        Directory.CreateDirectory(path);
        await Programs.GitAsync(path, "init", "--quiet", "--initial-branch=main");
    }

    /// <summary>Five commits of three people, ten files with difficult names, two tags.</summary>
    public static async Task CreateAsync(string path)
    {
        await CreateEmptyAsync(path);
        foreach (var (name, text) in Files)
        {
            var file = Path.Combine(path, name);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllTextAsync(file, text);
        }

        await CommitAsync(
            path, "Ada | L", "ada@example.org", "2025-01-31T23:30:00-05:00", "Begin *boldly* | [x](y) <b>");
        foreach (var number in new[] { 1, 2, 3 })
        {
            await File.AppendAllTextAsync(Path.Combine(path, "docs/quo\"te.md"), $"{number}\n");
            await File.AppendAllTextAsync(Path.Combine(path, "code/odd\u0001.c"), $"{number}\n");
            await CommitAsync(
                path, "Bö_b", "bob@example.org", $"2025-03-0{number}T12:00:00Z", $"Change {number} of 3");
        }

        await Programs.GitAsync(path, "tag", "v1.0");
        await Programs.GitAsync(path, "mv", "a|b.c", "ab.c");
        await CommitAsync(path, "Cy \\ D", "cy@example.org", "2025-03-04T12:00:00Z", "Rename `a|b.c`");
        await Programs.GitAsync(path, "tag", "v1.1");
    }

    private static async Task CommitAsync(string path, string name, string email, string date, string subject)
    {
        await Programs.GitAsync(path, "add", "--all");
        await Programs.GitAsync(
            path,
            "-c",
            $"user.name={name}",
            "-c",
            $"user.email={email}",
            "commit",
            "--quiet",
            $"--date={date}",
            $"--message={subject}");
    }
}
