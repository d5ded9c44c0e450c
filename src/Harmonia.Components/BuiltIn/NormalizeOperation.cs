using System.Text.Json;
using Harmonia.Core.Failures;

namespace Harmonia.Components.BuiltIn;

/// <summary>Scales the numbers of a field: to 0 to 1, or by their average and deviation.</summary>
internal sealed class NormalizeOperation(string field, bool byDeviation) : DataOperation
{
    public static NormalizeOperation Read(ObjectReader fields)
    {
        var field = fields.Text("field", required: true);
        var method = fields.Text("method") ?? "minmax";
        if (method is not ("minmax" or "zscore"))
        {
            fields.Report(FindingCodes.InvalidValue, "method", "The method has to be minmax or zscore.");
        }

        return new NormalizeOperation(field ?? "", method == "zscore");
    }

    public override IReadOnlyList<JsonElement> Apply(IReadOnlyList<JsonElement> records)
    {
        double[] values = [.. records.Select(record => RecordFields.Number(record, field)).OfType<double>()];
        if (values.Length == 0)
        {
            return records;
        }

        var (zero, one) = byDeviation
            ? (Statistics.Of("average", values), Statistics.Of("deviation", values))
            : (Statistics.Of("min", values), Statistics.Of("max", values) - Statistics.Of("min", values));
        return zero is { } start && one is { } width && double.IsFinite(width)
            ? [.. records.Select(record => Scaled(record, start, width))]
            : records;
    }

    /// <summary>Numbers that are all the same become 0.</summary>
    private JsonElement Scaled(JsonElement record, double start, double width)
    {
        if (RecordFields.Number(record, field) is not { } value)
        {
            return record;
        }

        var scaled = width == 0 ? 0 : (value - start) / width;
        return JsonValue.Object(writer => WriteScaled(writer, record, field.Split('.'), scaled));
    }

    private static void WriteScaled(Utf8JsonWriter writer, JsonElement value, ReadOnlySpan<string> path, double scaled)
    {
        foreach (var member in value.EnumerateObject())
        {
            if (member.Name != path[0])
            {
                member.WriteTo(writer);
            }
            else if (path.Length == 1)
            {
                writer.WriteNumber(member.Name, scaled);
            }
            else
            {
                writer.WriteStartObject(member.Name);
                WriteScaled(writer, member.Value, path[1..], scaled);
                writer.WriteEndObject();
            }
        }
    }
}
