using System.Text.Json;
using static Harmonia.Core.Tests.Schemas.SchemaTesting;

namespace Harmonia.Core.Tests.Schemas;

public sealed class SchemaPatternTests
{
    [Theory]
    [InlineData(@"^\d+$", "123", true)]
    [InlineData(@"^\d+$", "٣", false)]
    [InlineData(@"^\D$", "٣", true)]
    [InlineData(@"^\w+$", "a_1", true)]
    [InlineData(@"^\w+$", "é", false)]
    [InlineData(@"^[\w.-]+$", "a.b-c", true)]
    [InlineData(@"^[^\W]$", "é", false)]
    [InlineData(@"^\s$", "\uFEFF", true)]
    [InlineData(@"^\s$", "\u0085", false)]
    [InlineData(@"^[\S]$", "\u0085", true)]
    [InlineData("^a$", "a\n", false)]
    [InlineData("^.$", "\u2028", false)]
    [InlineData("^.$", "😀", true)]
    [InlineData("^[^a]$", "😀", true)]
    [InlineData("^😀{2}$", "😀😀", true)]
    [InlineData("^[😀-😎]$", "😃", true)]
    [InlineData("^[😀-😎]$", "😱", false)]
    [InlineData(@"^\u{1F600}$", "😀", true)]
    [InlineData(@"^\uD83D\uDE00$", "😀", true)]
    [InlineData(@"^[a\u{1F600}]+$", "a😀a", true)]
    [InlineData(@"^\p{Lu}\p{Letter}*$", "Élan", true)]
    [InlineData(@"^\P{gc=Decimal_Number}$", "5", false)]
    [InlineData(@"^[\p{Script_Letter}]", "", null)]
    [InlineData(@"^\cJ\x41\t$", "\nA\t", true)]
    [InlineData(@"^[[a]$", "[", true)]
    [InlineData(@"^[a-z-[aeiou]$", "[", true)]
    [InlineData("^[]$", "", false)]
    [InlineData("^[^]$", "\n", true)]
    [InlineData(@"^[\b]$", "\b", true)]
    [InlineData("^(?<year>[0-9]{4})-(?:x|y)$", "2024-x", true)]
    [InlineData("^a{,2}$", "a{,2}", true)]
    [InlineData("(?i)a", "A", null)]
    [InlineData("[b-a]", "", null)]
    [InlineData("[a", "", null)]
    [InlineData(@"\", "", null)]
    [InlineData(@"\u{110000}", "", null)]
    [InlineData("[^😀]", "", null)]
    public void A_pattern_means_what_ECMA_262_says(string pattern, string text, bool? matches)
    {
        var schema = Json($$"""{"pattern": "{{JsonEncodedText.Encode(pattern)}}"}""");
        if (matches is null)
        {
            Refuse(schema);
            return;
        }

        Assert.Equal(matches, Compile(schema).IsValid(Json($"\"{JsonEncodedText.Encode(text)}\"")));
    }

    [Theory]
    [InlineData("(?=a)b", true)]
    [InlineData(@"(a)\1", true)]
    [InlineData(@"(?<x>a)\k<x>", true)]
    [InlineData(@"\Z", false)]
    [InlineData("(", false)]
    public void The_format_regex_accepts_every_regular_expression(string pattern, bool valid)
    {
        var schema = Compile("""{"format": "regex"}""", new() { AssertFormats = true });

        Assert.Equal(valid, schema.IsValid(Json($"\"{JsonEncodedText.Encode(pattern)}\"")));
    }

    [Theory]
    [InlineData("\"😀😀\"", 2)]
    [InlineData("\"\\ud83d\\ude00\"", 1)]
    [InlineData("\"\\\\\\\"\"", 2)]
    [InlineData("\"e\u0301\"", 2)]
    public void A_string_is_as_long_as_its_code_points(string value, int length) =>
        Assert.True(Compile($$"""{"minLength": {{length}}, "maxLength": {{length}}}""").IsValid(Json(value)));
}
