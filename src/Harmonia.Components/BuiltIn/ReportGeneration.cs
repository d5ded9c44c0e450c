using System.Text;
using System.Text.Json;
using Harmonia.Core.Failures;

namespace Harmonia.Components.BuiltIn;

/// <summary><c>builtin.report_generation</c>: what came before, laid out for people.</summary>
internal static class ReportGeneration
{
    private const int MaxReportLength = 256 * 1024;
    private const string Usual = "markdown";

    private static readonly string[] Formats = ["markdown", "html", "text", "json", "pdf"];

    public static JsonElement Apply(
        BuiltInInput input, ICollection<Finding> findings, CancellationToken cancellationToken)
    {
        var config = new ObjectReader(input.Config, "/config", findings);
        var format = config.Text("format") ?? Usual;
        var title = config.Text("title") ?? config.Text("template") ?? "Report";
        var withCharts = config.Flag("include_charts");
        config.TryGet("template", out _);
        config.TryGet("data", out var own);
        config.RefuseUnknown();
        if (!Formats.Contains(format))
        {
            config.Report(
                FindingCodes.InvalidValue, "format", $"The format has to be one of {string.Join(", ", Formats)}.");
        }

        if (findings.Count > 0)
        {
            return default;
        }

        var members = own.ValueKind is JsonValueKind.Undefined
            ? input.Merged.ToList()
            : [.. input.Merged.Where(member => member.Key != "data"), new("data", own)];
        var blocks = ReportOutline.Of(title, members, withCharts);
        var (mediaType, text) = Render(format, blocks, members);
        var bytes = format == "pdf" ? PdfDocument.Of(ReportText.Lines(blocks)) : Encoding.UTF8.GetBytes(text);
        return Output(format, mediaType, format == "pdf" ? null : text, bytes, members);
    }

    private static (string MediaType, string Text) Render(
        string format, IReadOnlyList<ReportBlock> blocks, IReadOnlyList<KeyValuePair<string, JsonElement>> members)
    {
        var (mediaType, text) = format switch
        {
            "html" => ("text/html", ReportText.Html(blocks)),
            "text" => ("text/plain", string.Join('\n', ReportText.Lines(blocks)) + "\n"),
            "json" => ("application/json", Json(members).GetRawText()),
            "pdf" => ("application/pdf", ""),
            _ => ("text/markdown", ReportText.Markdown(blocks)),
        };
        return (mediaType, format == "json" ? text : PlainText.Shorten(text, MaxReportLength));
    }

    private static JsonElement Output(
        string format,
        string mediaType,
        string? text,
        byte[] bytes,
        IReadOnlyList<KeyValuePair<string, JsonElement>> members) => JsonValue.Object(writer =>
        {
            writer.WriteString(BuiltInInput.ExecutorMark, "builtin");
            writer.WriteString("format", format);
            if (text is not null)
            {
                writer.WriteString("report", text);
            }

            var charset = format == "pdf" ? "" : ";charset=utf-8";
            writer.WriteString("report_url", $"data:{mediaType}{charset};base64,{Convert.ToBase64String(bytes)}");
            writer.WritePropertyName("summary");
            Json(members.Where(IsShort)).WriteTo(writer);
            writer.WriteNumber("processed_records", Processed(members));
        });

    /// <summary>As the analysis before it counted, or the records that are there.</summary>
    private static long Processed(IReadOnlyList<KeyValuePair<string, JsonElement>> members) => members
        .Where(member => member.Key is "processed_records" or "count" && member.Value.ValueKind is JsonValueKind.Number)
        .Select(member => member.Value.TryGetInt64(out var count) ? count : 0)
        .FirstOrDefault(members
            .Where(member => member.Value.ValueKind is JsonValueKind.Array)
            .Select(member => (long)member.Value.GetArrayLength())
            .FirstOrDefault());

    private static bool IsShort(KeyValuePair<string, JsonElement> member) =>
        member.Value.ValueKind is not JsonValueKind.Array && member.Value.GetRawText().Length <= MaxReportLength / 16;

    private static JsonElement Json(IEnumerable<KeyValuePair<string, JsonElement>> members) =>
        JsonValue.Object(writer =>
        {
            foreach (var (name, value) in members)
            {
                writer.WritePropertyName(name);
                value.WriteTo(writer);
            }
        });
}
