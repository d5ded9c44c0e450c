using Harmonia.Tidy.Tests.Reading;

namespace Harmonia.Tidy.Tests.Documents;

public class ErrorCodeTests
{
    private const string Document = "docs/errors.md";

    private static readonly List<(string Class, List<string> Rows)> Documented =
        [.. CodeTable.Documented(Repository.Read(Document))];

    /// <summary>Classes whose name ends in Codes must be documented; others may be.</summary>
    private static readonly List<(string Class, List<string> Values)> Declared =
    [
        .. from file in Repository.CSharp("src")
           from codes in CodeTable.Declared(Repository.Read(file))
           where codes.Class.EndsWith("Codes", StringComparison.Ordinal)
               || Documented.Exists(section => section.Class == codes.Class)
           select codes,
    ];

    [Fact]
    public void Codes_are_found_where_they_are_declared() =>
        Assert.Superset(
            new HashSet<string> { "FailureCodes", "FindingCodes", "RefusalCodes" },
            Declared.Select(codes => codes.Class).ToHashSet());

    [Fact]
    public void Every_code_has_a_row_with_cause_and_remedy()
    {
        Report.None(
            from codes in Declared
            from value in codes.Values
            where !RowsOf(codes.Class).Contains(value)
            select $"| `{value}` | cause | remedy |   under ## … (`{codes.Class}`)",
            $"Add these rows to {Document}.");
        Report.None(
            CodeTable.Unfinished(Repository.Read(Document)), $"Say cause and remedy of these codes in {Document}.");
    }

    [Fact]
    public void Every_row_is_a_code() => Report.None(
        from section in Documented
        from row in section.Rows
        where !Declared.Exists(codes => codes.Class == section.Class && codes.Values.Contains(row))
        select $"{section.Class}: {row}",
        $"Remove these rows from {Document}: no constant has these values.");

    [Fact]
    public void No_value_is_used_twice_in_a_class() => Report.None(
        from codes in Declared
        from value in codes.Values.Concat(RowsOf(codes.Class)).CountBy(value => value)
        where value.Value > 2 || codes.Values.Count(other => other == value.Key) > 1
        select $"{codes.Class}: {value.Key}",
        $"A code means one thing: rename one of the constants, or remove the second row of {Document}.");

    [Fact]
    public void Constants_and_rows_are_read()
    {
        const string Source =
            """
            class Other { const string No = "no"; }
            static class ACodes
            {
                public const string B = "b";
                public const string C =
                    "c";
            }
            """;
        const string Text =
            """
            # Title
            ## As (`ACodes`)
            | Code | Cause | Remedy |
            |--|--|--|
            | `b` | x | y |
            | `c` | x |  |
            ## Rest
            | `d` | x | y |
            """;

        var (name, values) = CodeTable.Declared(Source).Last();
        var (section, rows) = Assert.Single(CodeTable.Documented(Text));
        Assert.Equal(("ACodes", "ACodes"), (name, section));
        Assert.Equal(["b", "c"], values);
        Assert.Equal(["b", "c"], rows);
        Assert.Equal(["c"], CodeTable.Unfinished(Text));
    }

    private static IEnumerable<string> RowsOf(string name) =>
        Documented.Where(section => section.Class == name).SelectMany(section => section.Rows);
}
