using System.Text;
using System.Text.Json;
using Harmonia.Core.Definitions;

namespace Harmonia.Core.Tests.Definitions;

public sealed class DefinitionTextTests
{
    [Fact]
    public void The_text_is_compact_and_keeps_order_and_digits()
    {
        var text = DefinitionText.Of(JsonElement.Parse("{ \"b\": 1.50,\n \"a\": [\"\\u00fc\", 1e3] }"));

        Assert.Equal("""{"b":1.50,"a":["ü",1e3]}""", Encoding.UTF8.GetString(text.Utf8.Span));
        Assert.Equal("89cf12ff704ef1f9ddf7ea554d16858d7960916755a5f643ab582e57af105672", text.Hash);
    }

    [Fact]
    public void Reading_the_text_gives_the_same_text_and_hash()
    {
        var first = DefinitionText.Of(JsonElement.Parse("""{"a": "é\u2028<>&\"\\\n😀", "b": {}}"""));
        var second = DefinitionText.Of(JsonElement.Parse(first.Utf8.Span));

        Assert.Equal(first.Hash, second.Hash);
        Assert.True(first.Utf8.Span.SequenceEqual(second.Utf8.Span));
    }

    [Fact]
    public void Another_value_has_another_hash() => Assert.NotEqual(
        DefinitionText.Of(JsonElement.Parse("""{"a":1}""")).Hash,
            DefinitionText.Of(JsonElement.Parse("""{"a":1.0}""")).Hash);
}
