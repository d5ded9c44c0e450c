using System.Text.Json;
using Harmonia.Components.Registered;

namespace Harmonia.Components.Tests.Registered;

public sealed class ResultPathTests
{
    private const string Answer =
        """{"a": {"b": [{"n": 1}, {"n": 2}, {}], "odd key]": true}, "empty": [], "null": null}""";

    [Theory]
    [InlineData("$", Answer)]
    [InlineData("$.a.b[1].n", "2")]
    [InlineData("""$["a"]["b"][0]["n"]""", "1")]
    [InlineData("$['a'].b[0]", """{"n": 1}""")]
    [InlineData("""$.a["odd key]"]""", "true")]
    [InlineData("$.a.b[*].n", "[1, 2]")]
    [InlineData("$.a.b[*]", """[{"n": 1}, {"n": 2}, {}]""")]
    [InlineData("$.empty[*]", "[]")]
    [InlineData("$.missing[*]", "[]")]
    [InlineData("$.null", "null")]
    public void It_selects(string path, string expected) => Assert.True(
        JsonElement.DeepEquals(JsonElement.Parse(expected), Parse(path).Select(JsonElement.Parse(Answer))!.Value));

    [Theory]
    [InlineData("$.missing")]
    [InlineData("$.a.b[3]")]
    [InlineData("$.a[0]")]
    [InlineData("$.a.b.n")]
    public void What_is_not_there_is_nothing(string path) =>
        Assert.Null(Parse(path).Select(JsonElement.Parse(Answer)));

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("$a")]
    [InlineData("$.")]
    [InlineData("$..a")]
    [InlineData("$.a b")]
    [InlineData("$[")]
    [InlineData("$[]")]
    [InlineData("$[-1]")]
    [InlineData("$[0")]
    [InlineData("$['a]")]
    [InlineData("$['a\"]")]
    [InlineData("$[?(@.a)]")]
    [InlineData("$[0:2]")]
    [InlineData("$[99999999999]")]
    public void What_is_no_path_is_refused(string path)
    {
        Assert.Null(ResultPath.Parse(path, out var problem));
        Assert.NotNull(problem);
    }

    private static ResultPath Parse(string path)
    {
        var parsed = ResultPath.Parse(path, out var problem);
        Assert.Null(problem);
        return parsed!;
    }
}
