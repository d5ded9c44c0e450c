using Harmonia.Core.Failures;
using static Harmonia.Core.Definitions.DocumentFormat;

namespace Harmonia.Core.Tests.Definitions.Reading;

public sealed class LocateTests
{
    private const string JsonText = "{\n  \"a\": [10, {\"ü\": 1,\n    \"x/y~z\": [\"deep\"]}],\n  \"b\": true\n}";
    private const string YamlText = "a:\n- 10\n- ü: 1\n  x/y~z: [deep]\nb: &b {c: 1}\nd: *b\n";

    [Theory]
    [InlineData("", 1, 1)]
    [InlineData("/a", 2, 3)]
    [InlineData("/a/0", 2, 9)]
    [InlineData("/a/1/ü", 2, 14)]
    [InlineData("/a/1/x~1y~0z", 3, 5)]
    [InlineData("/a/1/x~1y~0z/0", 3, 15)]
    [InlineData("/b", 4, 3)]
    [InlineData("/b/not/there", 4, 3)]
    [InlineData("/a/7", 2, 3)]
    [InlineData("/c", 1, 1)]
    public void A_value_of_a_JSON_text_is_found(string pointer, int line, int column) => Assert.Equal(
        new SourcePosition(line, column), Reader.Accept(JsonText, Json).Locate(pointer));

    [Theory]
    [InlineData("", 1, 1)]
    [InlineData("/a", 1, 1)]
    [InlineData("/a/0", 2, 3)]
    [InlineData("/a/1", 3, 3)]
    [InlineData("/a/1/x~1y~0z", 4, 3)]
    [InlineData("/a/1/x~1y~0z/0", 4, 11)]
    [InlineData("/b/c", 5, 8)]
    [InlineData("/d", 6, 1)]
    [InlineData("/d/c", 6, 1)]
    public void A_value_of_a_YAML_text_is_found(string pointer, int line, int column) => Assert.Equal(
        new SourcePosition(line, column), Reader.Accept(YamlText, Yaml).Locate(pointer));

    [Fact]
    public void A_finding_gets_its_position_once()
    {
        var document = Reader.Accept(YamlText, Yaml);
        var finding = new Finding(FindingCodes.InvalidValue, "/b", "Wrong.");
        var placed = document.Place(finding);

        Assert.Equal(new SourcePosition(5, 1), placed.Position);
        Assert.Equal(placed, document.Place(placed));
    }
}
