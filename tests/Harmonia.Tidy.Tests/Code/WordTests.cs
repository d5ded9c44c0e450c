using System.Text.RegularExpressions;
using Harmonia.Tidy.Tests.Reading;

namespace Harmonia.Tidy.Tests.Code;

public partial class WordTests
{
    [Fact]
    public void Nothing_is_left_to_do() => Report.None(
        from comment in Comments()
        where Reminder().IsMatch(comment.Text)
        select comment.Place,
        "Do it now, or open an issue and delete the comment.");

    [Fact]
    public void No_code_is_commented_out() => Report.None(
        from comment in Comments()
        where !comment.IsDocumentation && LooksLikeCode(comment.Text)
        select comment.Place,
        "Delete commented-out code; the history keeps it.");

    [Fact]
    public void Nothing_is_unimplemented() => Report.None(
        Lines("src", line => line.Contains("NotImplementedException", StringComparison.Ordinal)),
        "Write these members, or take them out of the release; nothing promises what it does not do.");

    [Fact]
    public void There_are_no_regions() => Report.None(
        Lines("src", IsRegion).Concat(Lines("tests", IsRegion)).Concat(Lines("bench", IsRegion)),
        "Delete the region; if the file needs one, split the file.");

    [Theory]
    [InlineData("return state;", true)]
    [InlineData("state.Apply(fact);", true)]
    [InlineData("var next = state.Version + 1;", true)]
    [InlineData("if (state.IsFinal) {", true)]
    [InlineData("}", true)]
    [InlineData("A late report changes nothing; workers may safely retry.", false)]
    [InlineData("The lock is held here (see the summary);", false)]
    [InlineData("return early: the state is final.", false)]
    public void Code_in_a_comment_is_told_from_prose(string comment, bool expected) =>
        Assert.Equal(expected, LooksLikeCode(comment));

    [Theory]
    [InlineData("TODO: finish", true)]
    [InlineData("A hack that works", false)]
    [InlineData("The todo list of a user", false)]
    public void A_reminder_is_told_from_prose(string comment, bool expected) =>
        Assert.Equal(expected, Reminder().IsMatch(comment));

    private static bool LooksLikeCode(string comment) => CodeForm().IsMatch(comment);

    private static bool IsRegion(string line) => line.TrimStart().StartsWith("#region", StringComparison.Ordinal);

    private static IEnumerable<(string Place, string Text, bool IsDocumentation)> Comments() =>
        from file in Repository.CSharp("src", "tests", "bench", "samples")
        from comment in CSharpText.Read(Repository.Read(file)).Comments
        select ($"{file}:{comment.Line}: {comment.Text}", comment.Text, comment.IsDocumentation);

    private static IEnumerable<string> Lines(string folder, Func<string, bool> isWrong) =>
        from file in Repository.CSharp(folder)
        from line in CSharpText.Read(Repository.Read(file)).Code.Split('\n').Index()
        where isWrong(line.Item)
        select $"{file}:{line.Index + 1}: {line.Item.Trim()}";

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX)\b")]
    private static partial Regex Reminder();

    [GeneratedRegex("""
        ^(
          [{}]\)?;? |
          (return|throw|await|yield)\b.*; |
          (if|for|foreach|while|using|lock|switch)\s*\(.*\)\s*\{? |
          [\w.]+(<[\w, ]+>)?\(.*\); |
          (\w[\w.<>\[\]?]*\s+)?\w[\w.\[\]]*\s[+\-]?=\s.*;
        )$
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex CodeForm();
}
