using System.Net;
using System.Text;

namespace Harmonia.Components.BuiltIn;

/// <summary>Writes a report as Markdown, HTML or plain text.</summary>
internal static class ReportText
{
    public static string Markdown(IReadOnlyList<ReportBlock> blocks)
    {
        var text = new StringBuilder();
        foreach (var block in blocks)
        {
            switch (block)
            {
                case ReportBlock.Heading heading:
                    MarkdownHeading(text, heading);
                    break;
                case ReportBlock.Bullet bullet:
                    text.Append(' ', bullet.Depth * 2).Append("- ").Append(WithoutTags(bullet.Text)).Append('\n');
                    break;
                case ReportBlock.Table table:
                    MarkdownRow(text, table.Columns);
                    MarkdownRow(text, [.. table.Columns.Select(_ => "---")]);
                    table.Rows.ToList().ForEach(row => MarkdownRow(text, row));
                    break;
                case ReportBlock.Chart chart:
                    text.Append("```text\n").AppendJoin('\n', TextChart.Lines(chart.Bars)).Append("\n```\n");
                    break;
            }
        }

        return text.ToString();
    }

    public static string Html(IReadOnlyList<ReportBlock> blocks)
    {
        var text = new StringBuilder("<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"></head><body>\n");
        foreach (var block in blocks)
        {
            _ = block switch
            {
                ReportBlock.Heading { Level: var level } heading =>
                    text.Append('<').Append('h').Append(level).Append('>').Append(Encoded(heading.Text))
                        .Append("</h").Append(level).Append(">\n"),
                ReportBlock.Bullet bullet =>
                    text.Append("<p style=\"margin-left:").Append(bullet.Depth).Append("em\">")
                        .Append(Encoded(bullet.Text)).Append("</p>\n"),
                ReportBlock.Table table => HtmlTable(text, table),
                ReportBlock.Chart chart => text.Append("<pre>")
                    .Append(Encoded(string.Join('\n', TextChart.Lines(chart.Bars)))).Append("</pre>\n"),
                _ => text,
            };
        }

        return text.Append("</body></html>\n").ToString();
    }

    public static IEnumerable<string> Lines(IReadOnlyList<ReportBlock> blocks) => blocks.SelectMany(Lines);

    private static IEnumerable<string> Lines(ReportBlock block) => block switch
    {
        ReportBlock.Heading { Level: 1 } heading => [heading.Text, new string('=', heading.Text.Length)],
        ReportBlock.Heading heading => ["", heading.Text, new string('-', heading.Text.Length)],
        ReportBlock.Bullet bullet => [$"{new string(' ', bullet.Depth * 2)}- {bullet.Text}"],
        ReportBlock.Table table => table.Rows.Prepend(table.Columns).Select(row => string.Join(" | ", row)),
        ReportBlock.Chart chart => TextChart.Lines(chart.Bars),
        _ => [],
    };

    /// <summary>A heading has a blank line before it and one behind.</summary>
    private static void MarkdownHeading(StringBuilder text, ReportBlock.Heading heading)
    {
        var isApart = text.Length < 2 || text[^2] == '\n';
        text.Append(isApart ? "" : "\n")
            .Append('#', heading.Level)
            .Append(' ')
            .Append(WithoutTags(heading.Text))
            .Append("\n\n");
    }

    private static void MarkdownRow(StringBuilder text, IReadOnlyList<string> cells) => text
        .Append("| ")
        .AppendJoin(" | ", cells.Select(cell => WithoutTags(cell).Replace("|", "\\|", StringComparison.Ordinal)))
        .Append(" |\n");

    /// <summary>Markdown lets HTML through, and none of the data is meant as such.</summary>
    private static string WithoutTags(string text) => text.Replace("<", "&lt;", StringComparison.Ordinal);

    private static StringBuilder HtmlTable(StringBuilder text, ReportBlock.Table table)
    {
        text.Append("<table>\n");
        HtmlRow(text, table.Columns, "th");
        foreach (var row in table.Rows)
        {
            HtmlRow(text, row, "td");
        }

        return text.Append("</table>\n");
    }

    private static void HtmlRow(StringBuilder text, IReadOnlyList<string> cells, string tag)
    {
        text.Append("<tr>");
        foreach (var cell in cells)
        {
            text.Append('<').Append(tag).Append('>').Append(Encoded(cell)).Append("</").Append(tag).Append('>');
        }

        text.Append("</tr>\n");
    }

    private static string Encoded(string text) => WebUtility.HtmlEncode(text);
}
