using System.Text.Json;
using Harmonia.Tekton.Doubles.Capturing;

namespace Harmonia.Components.Tests.Tekton.Doubles;

public sealed class CapturedPatternTests
{
    private readonly Dictionary<string, string> _kept = new(StringComparer.Ordinal);

    [Theory]
    [InlineData("""{"a": 1}""", """{"a": 1.0}""")]
    [InlineData("""{"a": 1, "b": 2}""", """{"b": 2, "a": 1}""")]
    [InlineData("\"<anything>\"", "null")]
    [InlineData("\"<number>\"", "1.5")]
    [InlineData("\"<flag>\"", "false")]
    [InlineData("\"<time>\"", "\"2026-11-22T08:46:24.884460\"")]
    [InlineData("\"x-<hex8>\"", "\"x-0123abcd\"")]
    public void What_is_alike_has_no_differences(string expected, string actual) =>
        Assert.Empty(Differences(expected, actual));

    [Theory]
    [InlineData("""{"a": 1}""", """{"a": 2}""", "/a: 2 instead of 1")]
    [InlineData("""{"a": 1}""", "{}", "/a: is missing")]
    [InlineData("{}", """{"a": 1}""", "/a: was not there")]
    [InlineData("""{"a_b": 1}""", """{"aB": 1}""", "/a_b: is missing")]
    [InlineData("""["<anything>"]""", "[]", ": 0 items instead of 1")]
    [InlineData("""[{"a": null}]""", """[{"a": false}]""", "/0/a: false instead of null")]
    [InlineData("\"<number>\"", "\"1\"", ": \"1\" instead of \"<number>\"")]
    [InlineData("\"<time>\"", "\"2026-11-22T08:46:24Z\"", ": \"2026-11-22T08:46:24Z\" instead of \"<time>\"")]
    [InlineData("\"x-<hex8>\"", "\"x-0123abcde\"", ": \"x-0123abcde\" instead of \"x-<hex8>\"")]
    public void What_differs_is_named_with_its_place(string expected, string actual, string difference) =>
        Assert.Equal(difference, Differences(expected, actual)[0]);

    [Fact]
    public void What_was_kept_is_asked_for_again()
    {
        Assert.Empty(Differences("\"<hex8:id>\"", "\"0123abcd\""));

        Assert.Equal("/x/0123abcd", CapturedPattern.Fill("/x/<=id>", _kept));
        Assert.Empty(Differences("\"the <=id>\"", "\"the 0123abcd\""));
        Assert.NotEmpty(Differences("\"the <=id>\"", "\"the 9999abcd\""));
    }

    private IReadOnlyList<string> Differences(string expected, string actual) =>
        CapturedPattern.Differences(JsonElement.Parse(expected), JsonElement.Parse(actual), _kept);
}
