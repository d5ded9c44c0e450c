using System.Text.RegularExpressions;

namespace Harmonia.Tidy.Tests.Code;

public partial class CSharpTextTests
{
    /// <summary>What stands between the marks is blanked; the marks themselves are taken out first.</summary>
    [Theory]
    [InlineData("a(«\"{ // }\"»);")]
    [InlineData("a(«'\\''», «'{'»);")]
    [InlineData("a(«@\"c:\\\"»); b();")]
    [InlineData("a(«@\"say \"\"{\"\"\"»);")]
    [InlineData("a(«$\"{b[\"}\"]} {{ {c}\"»);")]
    [InlineData("a(«$@\"{b}\\\"»);")]
    [InlineData("a(«\"\"\"{ \"\" }\"\"\"»);")]
    [InlineData("a(«\"\\\\\"»); «// {»")]
    [InlineData("a(); «/* { */» b();")]
    public void Comments_and_literals_become_blanks(string marked) => Assert.Equal(
        Marked().Replace(marked, match => new string(' ', match.Length - 2)),
        CSharpText.Read(marked.Replace("«", "").Replace("»", "")).Code);

    [Fact]
    public void Lines_stay_where_they_are()
    {
        const string Source = "a(\"\"\"\n  {\n  \"\"\"); /* 1\n 2 */\nb();";

        Assert.Equal("a(   \n   \n     );     \n     \nb();", CSharpText.Read(Source).Code);
    }

    [Fact]
    public void Comments_know_their_line_and_kind()
    {
        const string Source = "/// <summary>One.</summary>\na(\"// no\"); // two\n/* three\n * four */";

        Assert.Equal(
            [
                new(1, "<summary>One.</summary>", IsDocumentation: true),
                new(2, "two", IsDocumentation: false),
                new(3, "three", IsDocumentation: false),
                new(4, "four", IsDocumentation: false),
            ],
            CSharpText.Read(Source).Comments);
    }

    [Theory]
    [InlineData("\"open")]
    [InlineData("$\"{open")]
    [InlineData("\"\"\"open")]
    [InlineData("/* open")]
    [InlineData("'")]
    [InlineData("$")]
    public void An_unfinished_literal_ends_with_the_text(string source) =>
        Assert.Equal(source.Length, CSharpText.Read(source).Code.Length);

    [GeneratedRegex("«[^»]*»")]
    private static partial Regex Marked();
}
