using System.Text.Json;
using Harmonia.Core.Failures;

namespace Harmonia.Components.BuiltIn;

/// <summary>Makes one record of each group, with a figure of a field.</summary>
internal sealed class AggregateOperation(string figure, string? field, IReadOnlyList<string> groups) : DataOperation
{
    public static AggregateOperation Read(ObjectReader fields)
    {
        var figure = Statistics.Canonical(fields.Text("function") ?? "count");
        var field = fields.Text("field", required: figure != "count");
        var groups = fields.Value("group_by") is { ValueKind: JsonValueKind.String }
            ? [fields.Text("group_by")!]
            : fields.Texts("group_by") ?? [];
        if (!Statistics.Names.Contains(figure))
        {
            fields.Report(
                FindingCodes.InvalidValue,
                "function",
                $"The function has to be one of {string.Join(", ", Statistics.Names)}.");
        }

        return new AggregateOperation(figure, field, groups);
    }

    public override IReadOnlyList<JsonElement> Apply(IReadOnlyList<JsonElement> records) => groups.Count == 0
        ? [Figure(records)]
        : [.. records.GroupBy(Key, StringComparer.Ordinal).Select(group => Figure([.. group]))];

    private string Key(JsonElement record) =>
        string.Join('\n', groups.Select(group => RecordFields.Find(record, group)?.GetRawText() ?? ""));

    private JsonElement Figure(IReadOnlyList<JsonElement> records) => JsonValue.Object(writer =>
    {
        foreach (var group in groups.Distinct(StringComparer.Ordinal).Where(group => group != figure))
        {
            writer.WritePropertyName(group);
            if (RecordFields.Find(records[0], group) is { } value)
            {
                value.WriteTo(writer);
            }
            else
            {
                writer.WriteNullValue();
            }
        }

        if (Value(records) is { } number)
        {
            writer.WriteNumber(figure, number);
        }
        else
        {
            writer.WriteNull(figure);
        }
    });

    private double? Value(IReadOnlyList<JsonElement> records) => field is null
        ? records.Count
        : Statistics.Of(figure, [.. records.Select(record => RecordFields.Number(record, field)).OfType<double>()]);
}
