using System.Text.Json;

namespace Harmonia.Core.Tests.Expressions;

public sealed class DocumentationTests
{
    public static TheoryData<string, string> Examples()
    {
        var examples = new TheoryData<string, string>();
        var inTable = false;
        foreach (var line in File.ReadLines(Path.Combine(Root(), "docs", "expressions.md")))
        {
            inTable = line == "| expression | value |" || (inTable && line.StartsWith('|'));
            if (inTable && line.StartsWith("| `", StringComparison.Ordinal))
            {
                var cells = line.Trim('|', ' ').Replace("\\|", "\u0001", StringComparison.Ordinal).Split('|');
                examples.Add(Cell(cells[0]), Cell(cells[1]));
            }
        }

        return examples;
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void Every_example_of_the_reference_gives_the_value_beside_it(string expression, string value)
    {
        var actual = Run.Value(expression);
        Assert.True(
            JsonElement.DeepEquals(JsonElement.Parse(value), JsonElement.Parse(actual)),
            $"{expression} gives {actual}");
    }

    [Fact]
    public void The_reference_shows_every_function()
    {
        var text = File.ReadAllText(Path.Combine(Root(), "docs", "expressions.md"));
        var missing = Core.Expressions.Functions.FunctionTable.Names
            .Where(name => !text.Contains($"{name}(", StringComparison.Ordinal));
        Assert.Empty(missing);
    }

    private static string Cell(string cell) =>
        cell.Trim().Trim('`').Replace("\u0001", "|", StringComparison.Ordinal);

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Harmonia.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException("No Harmonia.slnx above the tests.");
    }
}
