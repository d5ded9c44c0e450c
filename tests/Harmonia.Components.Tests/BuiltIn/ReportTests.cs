using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Harmonia.Components.BuiltIn;
using Harmonia.Core.Failures;

namespace Harmonia.Components.Tests.BuiltIn;

public sealed partial class ReportTests
{
    private const string Sales =
        """
        [{"category": "a", "region": "n", "amount": 10}, {"category": "b", "region": "n", "amount": 30},
         {"category": "a", "region": "s", "amount": 20}, {"category": "a"}]
        """;

    private readonly BuiltInExecutor _executor = new();

    [Fact]
    public async Task An_analysis_has_figures_of_all_and_by_dimensions()
    {
        var output = await OutputAsync(
            "data_analysis",
            $$"""
            {"config": {"metrics": ["count", "mean", "distribution"], "dimensions": ["category", "region"],
                "data": {{Sales}} } }
            """);

        Same(
            """
            {"executor": "builtin", "processed_records": 4,
             "metrics": {"count": 4, "average": {"amount": 20},
                "distribution": {"category": {"a": 3, "b": 1}, "region": {"n": 2, "(none)": 1, "s": 1}}},
             "by": {"category": {"a": {"count": 3, "average": {"amount": 15}},
                    "b": {"count": 1, "average": {"amount": 30}}},
                "region": {"n": {"count": 2, "average": {"amount": 20}}, "(none)": {"count": 1, "average": {}},
                    "s": {"count": 1, "average": {"amount": 20}}}}}
            """,
            output);
    }

    [Fact]
    public async Task An_analysis_of_named_fields_knows_all_figures()
    {
        var output = await OutputAsync(
            "data_analysis",
            $$"""
            {"config": {"metrics": ["sum", "min", "max", "median", "stddev"], "fields": ["amount"],
                "data": {{Sales}} } }
            """);

        Same(
            """
            {"sum": {"amount": 60}, "min": {"amount": 10}, "max": {"amount": 30}, "median": {"amount": 20},
             "deviation": {"amount": 8.16496580927726}}
            """,
            output.GetProperty("metrics"));
    }

    [Theory]
    [InlineData("""{"metrics": ["mode"], "data": []}""", "no metric \"mode\"")]
    [InlineData("""{"metrics": 1, "data": []}""", "/config/metrics")]
    [InlineData("""{"metric": [], "data": []}""", "Did you mean \"metrics\"")]
    public async Task A_wrong_analysis_is_refused(string config, string words)
    {
        var failure = await _executor.FailureAsync(Calls.Call("data_analysis", $$"""{"config": {{config}} }"""));

        Assert.Equal(FailureCodes.InvalidInput, failure.Code);
        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_different_everywhere_is_no_dimension()
    {
        var rows = string.Join(',', Enumerable.Range(0, 10_001).Select(i => $$"""{"id": {{i}}}"""));

        var failure = await _executor.FailureAsync(
            Calls.Call("data_analysis", $$"""{"config": {"dimensions": ["id"], "data": [{{rows}}]} }"""));

        Assert.Contains("more than 10000 values", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "markdown",
        "data:text/markdown;",
        "# Sales\n\n## n\n\n| a | b |\n| --- | --- |\n| 1 | x\\|&lt;y> |\n- total: 3\n")]
    [InlineData("text", "data:text/plain;", "Sales\n=====\n\nn\n-\na | b\n1 | x|<y>\n- total: 3\n")]
    [InlineData("json", "data:application/json;", """{"n":[{"a":1,"b":"x|\u003Cy\u003E"}],"total":3}""")]
    public async Task A_report_lays_out_what_came_before(string format, string address, string expected)
    {
        var output = await OutputAsync(
            "report_generation",
            $$$"""
            {"config": {"format": "{{{format}}}", "title": "Sales"},
             "previous": {"x": {"n": [{"a": 1, "b": "x|<y>"}], "total": 3, "executor": "builtin"} } }
            """);

        Assert.Equal(expected, output.GetProperty("report").GetString());
        Assert.StartsWith(address, output.GetProperty("report_url").GetString(), StringComparison.Ordinal);
        Assert.Equal(expected, Encoding.UTF8.GetString(Bytes(output)));
        Same("""{"total": 3}""", output.GetProperty("summary"));
        Assert.Equal(1, output.GetProperty("processed_records").GetInt32());
    }

    [Fact]
    public async Task Nothing_of_the_data_is_markup_in_a_report_as_html()
    {
        var output = await OutputAsync(
            "report_generation",
            """
            {"config": {"format": "html", "template": "<b>"}, "previous": {"x": {"t": [{"<i>": "<u>"}], "l": ["<s>"]}}}
            """);

        var report = output.GetProperty("report").GetString()!;
        Assert.Contains("<h1>&lt;b&gt;</h1>", report, StringComparison.Ordinal);
        Assert.Contains("<tr><td>&lt;u&gt;</td></tr>", report, StringComparison.Ordinal);
        Assert.DoesNotContain("<s>", report, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("markdown", "# a\\u000ab\n\n## c\\u000ad\n\n- 1\n")]
    [InlineData("text", "a\\u000ab\n========\n\nc\\u000ad\n--------\n- 1\n")]
    public async Task A_name_takes_one_line(string format, string expected)
    {
        var output = await OutputAsync(
            "report_generation",
            $$$"""{"config": {"format": "{{{format}}}", "title": "a\nb"}, "previous": {"x": {"c\nd": [1]} } }""");

        Assert.Equal(expected, output.GetProperty("report").GetString());
    }

    [Fact]
    public async Task Charts_are_drawn_of_numbers_if_asked_for()
    {
        const string Counts = """ "previous": {"x": {"distribution": {"a": 2, "bb": 4}}} """;

        var drawn = await OutputAsync("report_generation", $$"""{"config": {"include_charts": true}, {{Counts}} }""");
        var listed = await OutputAsync("report_generation", $$"""{"config": {}, {{Counts}} }""");

        Assert.Contains(
            "a  ############### 2\nbb ############################## 4",
            drawn.GetProperty("report").GetString(),
            StringComparison.Ordinal);
        Assert.Contains("- a: 2\n- bb: 4", listed.GetProperty("report").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pdf_is_a_pdf_whose_table_names_every_object()
    {
        var rows = string.Join(',', Enumerable.Range(0, 200).Select(i => $$"""{"id": {{i}}, "text": "(ü\\ü☃)"}"""));

        var output = await OutputAsync(
            "report_generation",
            $$"""{"config": {"format": "pdf", "template": "summary"}, "previous": {"x": {"data": [{{rows}}]} } }""");

        Assert.False(output.TryGetProperty("report", out _));
        Assert.Equal(200, output.GetProperty("processed_records").GetInt32());
        var text = Encoding.Latin1.GetString(Bytes(output));
        Assert.StartsWith("%PDF-1.4\n", text, StringComparison.Ordinal);
        Assert.Contains("(7 | \\(ü\\\\ü?\\)) Tj", text, StringComparison.Ordinal);
        Assert.Contains("/Count 4 ", text, StringComparison.Ordinal);
        AssertTable(text);
    }

    [Fact]
    public async Task An_unknown_format_is_refused()
    {
        var failure = await _executor.FailureAsync(
            Calls.Call("report_generation", """{"config": {"format": "docx"}}"""));

        Assert.Contains("/config/format", failure.Message, StringComparison.Ordinal);
    }

    /// <summary>Every offset of the table, and that of the table itself, leads to what it says.</summary>
    private static void AssertTable(string pdf)
    {
        var start = int.Parse(StartPattern().Match(pdf).Groups[1].ValueSpan);
        Assert.StartsWith("xref\n", pdf[start..], StringComparison.Ordinal);
        var offsets = OffsetPattern().Matches(pdf[start..])
            .Select(match => int.Parse(match.Groups[1].ValueSpan))
            .ToList();
        Assert.NotEmpty(offsets);
        Assert.All(offsets.Index(), entry =>
            Assert.StartsWith($"{entry.Index + 1} 0 obj\n", pdf[entry.Item..], StringComparison.Ordinal));
    }

    private static byte[] Bytes(JsonElement output) =>
        Convert.FromBase64String(output.GetProperty("report_url").GetString()!.Split("base64,")[1]);

    private static void Same(string expected, JsonElement actual) =>
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(expected), actual), actual.GetRawText());

    private Task<JsonElement> OutputAsync(string action, string input) =>
        _executor.OutputAsync(Calls.Call(action, input));

    [GeneratedRegex(@"startxref\n(\d+)\n%%EOF\n\z")]
    private static partial Regex StartPattern();

    [GeneratedRegex(@"(\d{10}) 00000 n \n")]
    private static partial Regex OffsetPattern();
}
