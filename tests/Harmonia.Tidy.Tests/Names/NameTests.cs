using System.Text.RegularExpressions;
using Harmonia.Tidy.Tests.Reading;

namespace Harmonia.Tidy.Tests.Names;

public partial class NameTests
{
    private static readonly string[] EmptyFolderNames =
        ["utils", "util", "utilities", "common", "helpers", "helper", "misc", "shared", "extensions"];

    [Fact]
    public void No_type_has_a_name_that_says_nothing() => Report.None(
        from file in Repository.CSharp("src", "tests", "bench", "samples")
        from type in TypeNames.Declared(Repository.Read(file))
        where SaysNothing().IsMatch(type.Name)
        select $"{file}: {type.Name}",
        "Name these types after what they do: not …Utils, …Helper, …Manager or Default….");

    [Fact]
    public void No_folder_is_a_drawer() => Report.None(
        from file in Repository.CSharp("src", "tests", "bench", "samples")
        from folder in file.Split('/').SkipLast(1)
        where EmptyFolderNames.Contains(folder, StringComparer.OrdinalIgnoreCase)
        select file,
        "Put these files beside what they serve; a folder is named after a feature.");

    [Fact]
    public void Public_types_use_the_words_of_the_glossary()
    {
        var avoided = AvoidedWords(Repository.Read("GLOSSARY.md"));

        Assert.NotEmpty(avoided);
        Report.None(
            from file in Repository.CSharp("src")
            from type in TypeNames.Declared(Repository.Read(file))
            where type.IsPublic
            from word in TypeNames.Words(type.Name)
            where avoided.ContainsKey(word)
            select $"{file}: {type.Name}: say {avoided[word]}, not {word}",
            "Use the words of GLOSSARY.md (\"Words to avoid\").");
    }

    [Fact]
    public void A_file_is_named_after_a_type_in_it() => Report.None(
        from file in Repository.CSharp("src")
        let types = TypeNames.Declared(Repository.Read(file)).Select(type => type.Name).ToList()
        let name = Path.GetFileName(file).Split('.')[0]
        where types.Count > 0 && !types.Contains(name) && !types.Exists(type => IsFamily(name, type))
            && !IsTopic(file, name)
        select $"{file}: declares {string.Join(", ", types.Take(3))}",
        "Name these files after the type, or after the family, that they hold.");

    [Theory]
    [InlineData("public sealed class A;", "A", true)]
    [InlineData("internal readonly record struct B(int C);", "B", false)]
    [InlineData("public static partial class C", "C", true)]
    [InlineData("public abstract record D", "D", true)]
    [InlineData("interface IE", "IE", false)]
    [InlineData("public enum F", "F", true)]
    public void A_declaration_is_read(string source, string name, bool isPublic) =>
        Assert.Equal(new TypeName(name, isPublic), Assert.Single(TypeNames.Declared(source)));

    [Theory]
    [InlineData("void A<T>() where T : class, new()")]
    [InlineData("// class A")]
    [InlineData("var a = \"class A\";")]
    public void What_is_no_declaration_is_not_read(string source) => Assert.Empty(TypeNames.Declared(source));

    [Theory]
    [InlineData("WorkflowInstance", "Workflow Instance")]
    [InlineData("HTTPTaskRun2", "HTTP Task Run2")]
    [InlineData("ExecutionRunner", "Execution Runner")]
    public void A_name_is_split_into_words(string name, string words) =>
        Assert.Equal(words.Split(' '), TypeNames.Words(name));

    [Theory]
    [InlineData("StringUtils", true)]
    [InlineData("RetryHelper", true)]
    [InlineData("DefaultRunner", true)]
    [InlineData("SessionManager", true)]
    [InlineData("Runner", false)]
    public void An_empty_name_is_told_from_a_good_one(string name, bool expected) =>
        Assert.Equal(expected, SaysNothing().IsMatch(name));

    [Fact]
    public void Words_to_avoid_come_from_the_table_of_the_glossary()
    {
        const string Glossary =
            """
            # Glossary
            | A | `No` | B |
            ## Words to avoid

            | Avoid | Say |
            |--|--|
            | `Step`, `Activity` | task |
            ## End
            | `C` | d |
            """;

        Assert.Equal(
            new Dictionary<string, string> { ["Step"] = "task", ["Activity"] = "task" }, AvoidedWords(Glossary));
    }

    private static Dictionary<string, string> AvoidedWords(string glossary)
    {
        const string Title = "Words to avoid";
        var section = glossary.Split("\n## ").First(part => part.StartsWith(Title, StringComparison.Ordinal));
        var rows =
            from line in section.Split('\n')
            where line.StartsWith("| `", StringComparison.Ordinal)
            let cells = line.Split('|', StringSplitOptions.TrimEntries)
            from word in Quoted().Matches(cells[1])
            select (Word: word.Groups[1].Value, Say: cells[2]);
        return rows.ToDictionary(row => row.Word, row => row.Say, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Such as <c>Parser</c> in <c>ParserPaths.cs</c>, or <c>ExecutionId</c> in <c>Ids.cs</c>.</summary>
    /// <summary>A folder of many small types of one kind: <c>Events/ClosingEvents.cs</c>.</summary>
    private static bool IsTopic(string file, string name) =>
        Path.GetFileName(Path.GetDirectoryName(file)) is { Length: > 0 } folder
        && name.EndsWith(folder, StringComparison.Ordinal);

    private static bool IsFamily(string file, string type) =>
        type.StartsWith(file, StringComparison.Ordinal) || file.StartsWith(type, StringComparison.Ordinal)
        || type.EndsWith(TypeNames.Words(file).Last().TrimEnd('s'), StringComparison.Ordinal);

    [GeneratedRegex("(Utils?|Utilities|Helpers?|Manager)$|^Default")]
    private static partial Regex SaysNothing();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quoted();
}
