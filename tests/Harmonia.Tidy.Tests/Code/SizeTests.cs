using System.Text.RegularExpressions;
using Harmonia.Tidy.Tests.Reading;

namespace Harmonia.Tidy.Tests.Code;

public partial class SizeTests
{
    private const int MaxSourceLines = 400;
    private const int MaxTestLines = 600;
    private const int MaxMemberLines = 70;
    private const int MaxColumns = 120;
    private const int MaxDependencies = 8;

    [Fact]
    public void Source_files_have_at_most_400_lines() => Report.None(
        TooLong(Repository.CSharp("src"), MaxSourceLines),
        $"Split these files by topic; {MaxSourceLines} lines is the limit, 150 the aim.");

    [Fact]
    public void Test_files_have_at_most_600_lines() => Report.None(
        TooLong(Repository.CSharp("tests", "bench", "samples"), MaxTestLines),
        $"Split these test files by behaviour; {MaxTestLines} lines is the limit, 250 the aim.");

    [Fact]
    public void Methods_have_at_most_70_lines() => Report.None(
        from file in Repository.CSharp("src", "tests", "bench", "samples")
        from member in MemberScanner.Scan(Repository.Read(file))
        where member.Lines > MaxMemberLines
        select $"{file}:{member.Line}: {member.Lines} lines: {member.Header}",
        $"Split these methods; {MaxMemberLines} lines is the limit, 30 the aim.");

    [Fact]
    public void Lines_have_at_most_120_columns() => Report.None(
        from file in Repository.CSharp("src", "tests", "bench", "samples")
        from line in Repository.ReadLines(file).Index()
        where line.Item.Length > MaxColumns && !Address().IsMatch(line.Item)
        select $"{file}:{line.Index + 1}: {line.Item.Length} columns",
        $"Wrap these lines at {MaxColumns} columns; only a line with an address may be longer.");

    [Fact]
    public void Constructors_have_at_most_8_dependencies() => Report.None(
        from file in Repository.CSharp("src")
        from constructor in Constructors.Of(Repository.Read(file))
        where constructor.Parameters > MaxDependencies
        select $"{file}: {constructor.Name} takes {constructor.Parameters}",
        $"These classes know too much; {MaxDependencies} dependencies is the limit, 4 the aim. Find the missing type.");

    private static IEnumerable<string> TooLong(IEnumerable<string> files, int limit) =>
        from file in files
        let lines = Repository.ReadLines(file).Length
        where lines > limit
        select $"{file}: {lines} lines";

    [GeneratedRegex("https?://")]
    private static partial Regex Address();
}
