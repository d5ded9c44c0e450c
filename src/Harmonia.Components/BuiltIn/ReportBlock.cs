using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Harmonia.Components.BuiltIn;

/// <summary>A piece of a report.</summary>
internal abstract record ReportBlock
{
    private ReportBlock()
    {
    }

    public sealed record Heading(int Level, string Text) : ReportBlock;

    public sealed record Bullet(int Depth, string Text) : ReportBlock;

    public sealed record Table(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows) : ReportBlock;

    public sealed record Chart(IReadOnlyList<(string Label, double Value)> Bars) : ReportBlock;
}

/// <summary>Lays a value out as headings, lists, tables and charts.</summary>
internal sealed class ReportOutline(bool withCharts)
{
    private const int MaxBlocks = 5_000;
    private const int MaxRows = 1_000;
    private const int MaxColumns = 20;
    private const int MaxBars = 50;
    private const int MaxTextLength = 2_000;
    private const int MaxHeading = 4;

    private readonly List<ReportBlock> _blocks = [];

    public static IReadOnlyList<ReportBlock> Of(
        string title, IEnumerable<KeyValuePair<string, JsonElement>> members, bool withCharts)
    {
        var outline = new ReportOutline(withCharts);
        outline.Add(new ReportBlock.Heading(1, Clean(title)));
        foreach (var (name, value) in members)
        {
            outline.Add(name, value, 2);
        }

        return outline._blocks;
    }

    private void Add(string name, JsonElement value, int level)
    {
        if (value.ValueKind is JsonValueKind.Object && value.EnumerateObject().Any())
        {
            Add(Title(name, level));
            if (withCharts && Bars(value) is { Count: > 1 } bars)
            {
                Add(new ReportBlock.Chart(bars));
                return;
            }

            foreach (var member in value.EnumerateObject())
            {
                Add(member.Name, member.Value, level + 1);
            }
        }
        else if (value.ValueKind is JsonValueKind.Array && value.GetArrayLength() > 0)
        {
            Add(Title(name, level));
            AddList(value);
        }
        else
        {
            Add(new ReportBlock.Bullet(Math.Max(0, level - MaxHeading - 1), $"{Clean(name)}: {Text(value)}"));
        }
    }

    private void AddList(JsonElement list)
    {
        var records = list.EnumerateArray().Take(MaxRows).ToList();
        if (records.TrueForAll(record => record.ValueKind is JsonValueKind.Object))
        {
            string[] columns =
            [
                .. records.SelectMany(record => record.EnumerateObject()).Select(member => member.Name)
                    .Distinct(StringComparer.Ordinal).Take(MaxColumns),
            ];
            Add(new ReportBlock.Table(
                [.. columns.Select(Clean)], [.. records.Select(record => Row(record, columns))]));
        }
        else
        {
            records.ForEach(record => Add(new ReportBlock.Bullet(0, Text(record))));
        }

        if (list.GetArrayLength() > MaxRows)
        {
            Add(new ReportBlock.Bullet(0, $"… and {list.GetArrayLength() - MaxRows} more"));
        }
    }

    private static string[] Row(JsonElement record, string[] columns) =>
        [.. columns.Select(column => record.TryGetProperty(column, out var value) ? Text(value) : "")];

    /// <returns><see langword="null"/> when there is anything but numbers in it.</returns>
    private static List<(string Label, double Value)>? Bars(JsonElement value)
    {
        var members = value.EnumerateObject().Take(MaxBars + 1).ToList();
        return members.Count <= MaxBars && members.TrueForAll(member => member.Value.ValueKind is JsonValueKind.Number)
            ? [.. members.Select(member => (Clean(member.Name), member.Value.GetDouble()))]
            : null;
    }

    private static ReportBlock Title(string name, int level) => level <= MaxHeading
        ? new ReportBlock.Heading(level, Clean(name))
        : new ReportBlock.Bullet(level - MaxHeading - 1, $"{Clean(name)}:");

    private static string Text(JsonElement value) =>
        Clean(value.ValueKind is JsonValueKind.String ? value.GetString()! : value.GetRawText());

    /// <summary>On one line, and not too long for it.</summary>
    private static string Clean(string text) => PlainText.EscapeControls(PlainText.Shorten(text, MaxTextLength));

    private void Add(ReportBlock block)
    {
        if (_blocks.Count < MaxBlocks)
        {
            _blocks.Add(block);
        }
        else if (_blocks.Count == MaxBlocks)
        {
            _blocks.Add(new ReportBlock.Bullet(0, PlainText.CutMark.Trim()));
        }
    }
}

/// <summary>Bars of a chart that is made of letters.</summary>
internal static class TextChart
{
    private const int Width = 30;

    public static IEnumerable<string> Lines(IReadOnlyList<(string Label, double Value)> bars)
    {
        var longest = bars.Max(bar => bar.Label.Length);
        var most = bars.Max(bar => Math.Abs(bar.Value));
        return bars.Select(bar => new StringBuilder(bar.Label.PadRight(Math.Min(longest, Width)))
            .Append(' ')
            .Append('#', Length(bar.Value, most))
            .Append(' ')
            .Append(bar.Value.ToString(CultureInfo.InvariantCulture))
            .ToString());
    }

    private static int Length(double value, double most) =>
        most > 0 && double.IsFinite(most) ? (int)Math.Round(Math.Abs(value) / most * Width) : 0;
}
