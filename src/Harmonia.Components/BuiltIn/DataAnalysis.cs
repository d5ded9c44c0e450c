using System.Text.Json;
using Harmonia.Core.Failures;

namespace Harmonia.Components.BuiltIn;

/// <summary><c>builtin.data_analysis</c>: figures of records, of all together and by dimensions.</summary>
internal sealed class DataAnalysis
{
    private const string Distribution = "distribution";
    private const int MaxNames = 50;
    private const int MaxGroups = 10_000;

    private readonly string[] _metrics;
    private readonly string[] _dimensions;
    private readonly string[] _fields;

    private DataAnalysis(string[] metrics, string[] dimensions, string[] fields) =>
        (_metrics, _dimensions, _fields) = (metrics, dimensions, fields);

    public static JsonElement Apply(
        BuiltInInput input, ICollection<Finding> findings, CancellationToken cancellationToken)
    {
        var config = new ObjectReader(input.Config, "/config", findings);
        var metrics = Names(config, "metrics", ["count"]).Select(Statistics.Canonical).Distinct().ToArray();
        var dimensions = Names(config, "dimensions", []);
        var fields = Names(config, "fields", []);
        config.TryGet("data", out _);
        config.RefuseUnknown();
        foreach (var unknown in metrics.Where(metric => metric != Distribution && !Statistics.Names.Contains(metric)))
        {
            config.Report(
                FindingCodes.InvalidValue,
                "metrics",
                $"There is no metric \"{PlainText.Shorten(unknown, 80)}\". Use {Distribution} or one of "
                    + $"{string.Join(", ", Statistics.Names)}.");
        }

        var records = input.Records(findings);
        foreach (var dimension in dimensions)
        {
            if (records.Select(record => RecordFields.Label(record, dimension)).Distinct().Count() > MaxGroups)
            {
                config.Report(
                    FindingCodes.TooLarge,
                    "dimensions",
                    $"\"{PlainText.Shorten(dimension, 80)}\" has more than {MaxGroups} values; it is no dimension.");
            }
        }

        if (findings.Count > 0)
        {
            return default;
        }

        var analysis = new DataAnalysis(metrics, dimensions, fields.Length > 0 ? fields : NumericFields(records));
        return analysis.Write(records, cancellationToken);
    }

    private static string[] Names(ObjectReader config, string field, string[] fallback)
    {
        var names = config.Texts(field) ?? fallback;
        if (names.Count > MaxNames)
        {
            config.Report(FindingCodes.TooLarge, field, $"There are {names.Count} names; at most {MaxNames} are read.");
        }

        return [.. names.Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Without fields to look at, all that hold a number in some record.</summary>
    private static string[] NumericFields(IReadOnlyList<JsonElement> records) =>
    [
        .. records
            .Where(record => record.ValueKind is JsonValueKind.Object)
            .SelectMany(record => record.EnumerateObject())
            .Where(member => member.Value.ValueKind is JsonValueKind.Number)
            .Select(member => member.Name)
            .Distinct(StringComparer.Ordinal)
            .Take(MaxNames),
    ];

    private JsonElement Write(IReadOnlyList<JsonElement> records, CancellationToken cancellationToken) =>
        JsonValue.Object(writer =>
        {
            writer.WriteString(BuiltInInput.ExecutorMark, "builtin");
            writer.WriteNumber("processed_records", records.Count);
            writer.WriteStartObject("metrics");
            WriteFigures(writer, records);
            if (_metrics.Contains(Distribution))
            {
                WriteDistribution(writer, records);
            }

            writer.WriteEndObject();
            writer.WriteStartObject("by");
            foreach (var dimension in _dimensions)
            {
                cancellationToken.ThrowIfCancellationRequested();
                writer.WriteStartObject(dimension);
                foreach (var group in Groups(records, dimension))
                {
                    writer.WriteStartObject(group.Key);
                    WriteFigures(writer, [.. group]);
                    writer.WriteEndObject();
                }

                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        });

    /// <summary>How many there are of all; every other figure by field.</summary>
    private void WriteFigures(Utf8JsonWriter writer, IReadOnlyList<JsonElement> records)
    {
        foreach (var metric in _metrics.Where(metric => metric != Distribution))
        {
            if (metric == "count")
            {
                writer.WriteNumber(metric, records.Count);
                continue;
            }

            writer.WriteStartObject(metric);
            foreach (var field in _fields)
            {
                double[] values = [.. records.Select(record => RecordFields.Number(record, field)).OfType<double>()];
                if (Statistics.Of(metric, values) is { } figure)
                {
                    writer.WriteNumber(field, figure);
                }
            }

            writer.WriteEndObject();
        }
    }

    private void WriteDistribution(Utf8JsonWriter writer, IReadOnlyList<JsonElement> records)
    {
        writer.WriteStartObject(Distribution);
        foreach (var dimension in _dimensions)
        {
            writer.WriteStartObject(dimension);
            foreach (var group in Groups(records, dimension))
            {
                writer.WriteNumber(group.Key, group.Count());
            }

            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    /// <summary>The largest groups first.</summary>
    private static IEnumerable<IGrouping<string, JsonElement>> Groups(
        IReadOnlyList<JsonElement> records, string dimension) => records
        .GroupBy(record => RecordFields.Label(record, dimension), StringComparer.Ordinal)
        .OrderByDescending(group => group.Count())
        .ThenBy(group => group.Key, StringComparer.Ordinal);
}
