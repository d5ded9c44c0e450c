namespace Harmonia.Components.Tests.Evil;

/// <summary>The page on components that misbehave has what is tested.</summary>
public sealed class EvilDocumentTests
{
    [Fact]
    public void The_page_has_a_row_for_each_case_with_what_becomes_of_it()
    {
        var rows = File.ReadLines(Path.Combine(Root(), "docs", "components", "evil.md"))
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .ToHashSet(StringComparer.Ordinal);
        var expected = EvilCases.All.Select(evil =>
            $"| `{evil.Name}` | {Told(evil.Http)} | {Told(evil.Registered)} |").ToArray();

        Assert.Empty(expected.Except(rows));
        Assert.Empty(rows.Except(expected));
    }

    private static string Told(string outcome) => string.Join(" or ", outcome.Split('|').Select(one => one switch
    {
        "completed" => "completed",
        "unavailable" => "waits",
        [.. var code, '+'] => $"`{code}`, retried",
        [.. var code, '-'] => $"`{code}`",
        _ => throw new InvalidOperationException(one),
    }));

    private static string Root()
    {
        var directory = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(directory, "Harmonia.slnx")))
        {
            directory = Path.GetDirectoryName(directory) ?? throw new DirectoryNotFoundException("No repository here.");
        }

        return directory;
    }
}
