using System.Text;
using Harmonia.Core.Definitions;
using Harmonia.Core.Failures;
using static Harmonia.Core.Definitions.DocumentFormat;

namespace Harmonia.Core.Tests.Definitions.Reading;

public sealed class JsonSourceTests
{
    [Fact]
    public void Values_arrive_as_they_were_written()
    {
        var root = Reader.Accept("""{"a": [1, 2.50, 1e3, 12345678901234567890.1, true, null, "ü\n"]}""", Json).Root;

        Assert.Equal("1 2.50 1e3 12345678901234567890.1 true null", string.Join(
            ' ', root.GetProperty("a").EnumerateArray().Take(6).Select(value => value.GetRawText())));
        Assert.Equal("ü\n", root.GetProperty("a")[6].GetString());
    }

    [Fact]
    public void A_byte_order_mark_is_skipped() =>
        Assert.Equal("""{"a":1}""", Reader.Accept("\uFEFF{\"a\":1}", Json).Root.GetRawText());

    [Theory]
    [InlineData("{\n  \"a\": 1,\n}", "", 3, 1, "trailing comma")]
    [InlineData("{\n  // why\n  \"a\": 1}", "", 2, 3, "'/'")]
    [InlineData("{\"a\": NaN}", "/a", 1, 7, "'N'")]
    [InlineData("{\"a\": [1, +2]}", "/a/1", 1, 11, "'+'")]
    [InlineData("{} {}", "", 1, 4, "after a single JSON value")]
    [InlineData("{\"a\": {\"b\": ", "/a/b", 1, 13, "not valid JSON")]
    [InlineData("{\"ü\": 'x'}", "/ü", 1, 7, "'''")]
    [InlineData("", "", 1, 1, "not valid JSON")]
    [InlineData(" \n ", "", 2, 2, "not valid JSON")]
    public void What_is_not_strict_JSON_is_refused_where_it_stands(
        string text, string pointer, int line, int column, string words) =>
        Reader.Refuse(text, Json, FindingCodes.InvalidJson, pointer, new SourcePosition(line, column), words);

    [Fact]
    public void Duplicate_keys_are_all_reported_at_every_level()
    {
        var findings = Reader.Refuse("{\"a\": [{\"x\": 1, \"\\u0078\": 2}],\n \"b\": 1,\n \"b\": 2}", Json);

        Assert.Equal(["/a/0/x", "/b"], findings.Select(finding => finding.Pointer));
        Assert.Equal(["1:17", "3:2"], findings.Select(finding => finding.Position!.Value.ToString()));
        Assert.All(findings, finding => Assert.Equal(FindingCodes.DuplicateKey, finding.Code));
    }

    [Fact]
    public void Findings_are_bounded()
    {
        var text = "{" + string.Join(',', Enumerable.Repeat("\"a\": 1", 10_000)) + "}";

        Assert.Equal(100, Reader.Refuse(text, Json).Count);
    }

    [Fact]
    public void Nesting_has_a_limit_and_says_where()
    {
        Reader.Accept(new string('[', 64) + new string(']', 64), Json);

        Reader.Refuse(
            new string('[', 65) + new string(']', 65),
            Json,
            FindingCodes.TooDeep,
            string.Concat(Enumerable.Repeat("/0", 64)),
            new SourcePosition(1, 65),
            "64");
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{\"a\":")]
    public void A_million_levels_are_a_finding(string level)
    {
        var text = string.Concat(Enumerable.Repeat(level, 1_000_000));
        var limits = DocumentLimits.Default with { MaxBytes = 10_000_000 };

        Assert.Equal(FindingCodes.TooDeep, Assert.Single(Reader.Refuse(text, Json, limits)).Code);
    }

    [Fact]
    public void A_text_may_have_so_many_bytes_and_no_more()
    {
        var limits = DocumentLimits.Default with { MaxBytes = 10 };
        var finding = Assert.Single(Reader.Refuse("{\"abcd\": 1}", Json, limits));

        Assert.Equal((FindingCodes.TooLarge, ""), (finding.Code, finding.Pointer));
        Assert.Contains("11 bytes", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_UTF_8_is_refused_with_its_place()
    {
        byte[] text = [.. "{\n\"ü\": \""u8, 0xC3, 0x28, .. "\"}"u8];
        var finding = Assert.Single(Reader.Refuse(text, Json));

        Assert.Equal(FindingCodes.InvalidEncoding, finding.Code);
        Assert.Equal(new SourcePosition(2, 7), finding.Position);
        Assert.Contains("0xC3", finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void UTF_16_is_refused_with_and_without_its_mark(bool bigEndian)
    {
        var encoding = new UnicodeEncoding(bigEndian, byteOrderMark: true);
        byte[] text = encoding.GetBytes("{\"a\": 1}");

        Assert.Equal(FindingCodes.InvalidEncoding, Assert.Single(Reader.Refuse(text, Json)).Code);
        Assert.Equal(
            FindingCodes.InvalidEncoding, Assert.Single(Reader.Refuse([.. encoding.Preamble, .. text], Yaml)).Code);
    }

    [Theory]
    [InlineData("""{"a": "\ud800"}""", "/a")]
    [InlineData("""{"\udc00": 1}""", "")]
    public void Half_a_surrogate_pair_is_refused(string text, string pointer)
    {
        var finding = Assert.Single(Reader.Refuse(text, Json));

        Assert.Equal((FindingCodes.InvalidEncoding, pointer), (finding.Code, finding.Pointer));
    }
}
