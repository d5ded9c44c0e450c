using Harmonia.Core.Definitions;
using Harmonia.Core.Failures;
using static Harmonia.Core.Definitions.DocumentFormat;

namespace Harmonia.Core.Tests.Definitions.Reading;

public sealed class YamlSourceTests
{
    [Theory]
    [InlineData("yes", "\"yes\"")]
    [InlineData("on", "\"on\"")]
    [InlineData("True", "true")]
    [InlineData("~", "null")]
    [InlineData("", "null")]
    [InlineData("010", "10")]
    [InlineData("+7", "7")]
    [InlineData("-0", "-0")]
    [InlineData("0o17", "15")]
    [InlineData("0xFF", "255")]
    [InlineData("1.50", "1.50")]
    [InlineData("1e3", "1e3")]
    [InlineData(".5", "0.5")]
    [InlineData("5.", "5")]
    [InlineData("12345678901234567890123", "12345678901234567890123")]
    [InlineData("1.2.0", "\"1.2.0\"")]
    [InlineData("1_000", "\"1_000\"")]
    [InlineData("2030-01-31", "\"2030-01-31\"")]
    [InlineData("12:30:45", "\"12:30:45\"")]
    [InlineData("'1'", "\"1\"")]
    [InlineData("\"true\"", "\"true\"")]
    [InlineData("!!str 1", "\"1\"")]
    [InlineData("!!int '1'", "1")]
    [InlineData("!!float 1", "1")]
    [InlineData("!!null ''", "null")]
    [InlineData("=", "\"=\"")]
    public void A_scalar_means_what_the_core_schema_of_YAML_1_2_says(string yaml, string json) =>
        Assert.Equal($"{{\"a\":{json}}}", Reader.Json($"a: {yaml}"));

    [Fact]
    public void Every_style_of_collections_and_texts_is_read() => Assert.Equal(
        """{"map":{"1":"one","true":2},"list":["a",{"b":[],"c":{}}],"text":"two\nlines\n","folded":"one line"}""",
        Reader.Json(
            """
            # A comment.
            map: {1: one, true: 2}
            list:
            - a
            - b: []
              c: {}
            text: |
              two
              lines
            folded: >-
              one
              line
            """));

    [Fact]
    public void JSON_is_YAML() => Assert.Equal(
        """{"a":[1,"x\ty",null,{"b":"${c}"}]}""", Reader.Json("""{"a": [1, "x\ty", null, {"b": "${c}"}]}"""));

    [Fact]
    public void Aliases_repeat_what_their_anchor_stands_for() => Assert.Equal(
        """{"a":{"x":[1,2]},"b":{"x":[1,2]},"c":[7,7,[1,2]],"d":{"x":[1,2]}}""",
        Reader.Json("a: &a {x: &x [1, 2]}\nb: *a\nc: [&n 7, *n, *x]\nd: *a\n"));

    [Theory]
    [InlineData("a: !env HOME", "/a", 1, 4, "tag")]
    [InlineData("a: !!python/object:os.system {}", "/a", 1, 4, "tag")]
    [InlineData("a: !!binary aGk=", "/a", 1, 4, "tag")]
    [InlineData("a: !!int x", "/a", 1, 4, "tag")]
    [InlineData("a: &a [*a]", "/a/0", 1, 8, "without an end")]
    [InlineData("a: *b", "/a", 1, 4, "no anchor")]
    [InlineData("a: 1\n---\nb: 2", "", 2, 1, "more than one document")]
    [InlineData("a: &a {x: 1}\nb:\n  <<: *a", "/b", 3, 3, "Merge keys")]
    [InlineData("[1]: x", "", 1, 1, "key")]
    [InlineData("? {a: 1}\n: x", "", 1, 3, "key")]
    [InlineData("&k a: x", "", 1, 1, "anchor")]
    [InlineData("a: .inf", "/a", 1, 4, "JSON has no number")]
    [InlineData("a: .NaN", "/a", 1, 4, "JSON has no number")]
    [InlineData("a: 0x11111111111111111111111111111111111111111111111111111111111111111", "/a", 1, 4, "too long")]
    [InlineData("a:\n\tb: 1", "/a", 2, 1, "tab")]
    [InlineData("\tname: x", "", 1, 1, "tab")]
    [InlineData("# why\n \tname: x", "", 2, 1, "tab")]
    [InlineData("\t- a", "", 1, 1, "tab")]
    [InlineData("-\tname: x", "/0", 1, 1, "tab")]
    [InlineData("a: [1, 2", "/a/2", 2, 1, "not valid YAML")]
    [InlineData("a: 'x", "/a", 1, 4, "not valid YAML")]
    [InlineData("a:\n  : x", "/a/", 2, 4, "without a key")]
    [InlineData("a: b: c", "/a", 1, 5, "not valid YAML")]
    [InlineData("", "", 1, 1, "empty")]
    [InlineData("# only words", "", 1, 1, "empty")]
    public void What_cannot_be_read_is_refused_where_it_stands(
        string text, string pointer, int line, int column, string words) =>
        Reader.Refuse(text, Yaml, FindingCodes.InvalidYaml, pointer, new SourcePosition(line, column), words);

    [Fact]
    public void Duplicate_keys_are_reported_with_their_place() => Reader.Refuse(
        "a:\n  b: 1\n  'b': 2", Yaml, FindingCodes.DuplicateKey, "/a/b", new SourcePosition(3, 3), "'b'");

    [Fact]
    public void A_quoted_merge_key_is_a_key() => Assert.Equal("""{"<<":1}""", Reader.Json("'<<': 1"));

    [Theory]
    [InlineData("[")]
    [InlineData("{a: ")]
    [InlineData("- ")]
    [InlineData("? ")]
    [InlineData("&a [")]
    public void A_million_levels_are_a_finding(string level)
    {
        var text = string.Concat(Enumerable.Repeat(level, 1_000_000));
        var limits = DocumentLimits.Default with { MaxBytes = 10_000_000 };
        var finding = Assert.Single(Reader.Refuse(text, Yaml, limits));

        Assert.Contains(finding.Code, (string[])[FindingCodes.TooDeep, FindingCodes.InvalidYaml]);
    }

    [Fact]
    public void Aliases_that_explode_are_refused()
    {
        var lines = Enumerable.Range(1, 60).Select(
            level => $"l{level}: &l{level} [{string.Join(", ", Enumerable.Repeat($"*l{level - 1}", 9))}]");
        var findings = Reader.Refuse($"l0: &l0 [lol]\n{string.Join('\n', lines)}", Yaml);

        Assert.Equal(FindingCodes.TooManyAliases, Assert.Single(findings).Code);
    }

    [Fact]
    public void A_long_text_cannot_be_multiplied()
    {
        var text = $"a: &a {new string('x', 100_000)}\nb: [{string.Join(", ", Enumerable.Repeat("*a", 20))}]";

        Assert.Equal(FindingCodes.TooManyAliases, Assert.Single(Reader.Refuse(text, Yaml)).Code);
    }

    [Fact]
    public void Aliases_cannot_nest_deeper_than_allowed()
    {
        var lines = Enumerable.Range(1, 70).Select(level => $"l{level}: &l{level} [*l{level - 1}]");
        var limits = DocumentLimits.Default with { MaxAliasedValues = 100_000 };
        var finding = Assert.Single(Reader.Refuse($"l0: &l0 [x]\n{string.Join('\n', lines)}", Yaml, limits));

        Assert.Equal((FindingCodes.TooDeep, "/l63/0"), (finding.Code, finding.Pointer));
    }

    [Fact]
    public void A_text_may_have_so_many_bytes_and_no_more()
    {
        var limits = DocumentLimits.Default with { MaxBytes = 5 };

        Assert.Equal(FindingCodes.TooLarge, Assert.Single(Reader.Refuse("abc: 1", Yaml, limits)).Code);
    }
}
