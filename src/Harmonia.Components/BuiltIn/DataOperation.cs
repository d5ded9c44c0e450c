using System.Text.Json;
using Harmonia.Core.Failures;

namespace Harmonia.Components.BuiltIn;

/// <summary>One operation on a list of records.</summary>
internal abstract class DataOperation
{
    private static readonly string[] Types =
        ["filter", "sort", "normalize", "aggregate", "deduplicate", "select", "limit"];

    /// <returns><see langword="null"/>, with findings, when it cannot be understood.</returns>
    public static DataOperation? Read(JsonElement element, string pointer, ICollection<Finding> findings)
    {
        // A word alone stands for an operation that needs nothing else.
        if (element.ValueKind is JsonValueKind.String)
        {
            element = JsonValue.Object(writer => writer.WriteString("type", element.GetString()));
        }

        var before = findings.Count;
        var fields = new ObjectReader(element, pointer, findings);
        DataOperation? operation = fields.Text("type", required: true) switch
        {
            "filter" => FilterOperation.Read(fields),
            "sort" => SortOperation.Read(fields),
            "normalize" => NormalizeOperation.Read(fields),
            "aggregate" => AggregateOperation.Read(fields),
            "deduplicate" => new DeduplicateOperation(fields.Texts("fields") ?? []),
            "select" => new SelectOperation(fields.Texts("fields") ?? []),
            "limit" => new LimitOperation((int)(fields.Integer("count", 0, int.MaxValue) ?? int.MaxValue)),
            var type => Unknown(fields, type),
        };
        if (operation is not null)
        {
            fields.RefuseUnknown();
        }

        return findings.Count > before ? null : operation;
    }

    public abstract IReadOnlyList<JsonElement> Apply(IReadOnlyList<JsonElement> records);

    private static DataOperation? Unknown(ObjectReader fields, string? type)
    {
        if (type is not null)
        {
            fields.Report(
                FindingCodes.InvalidValue,
                "type",
                $"There is no operation \"{PlainText.Shorten(type, 80)}\". Use one of {string.Join(", ", Types)}.");
        }

        return null;
    }
}

/// <summary>Keeps one of records that are equal, or equal in some fields.</summary>
internal sealed class DeduplicateOperation(IReadOnlyList<string> fields) : DataOperation
{
    public override IReadOnlyList<JsonElement> Apply(IReadOnlyList<JsonElement> records) =>
        [.. records.DistinctBy(Key, StringComparer.Ordinal)];

    private string Key(JsonElement record) => fields.Count == 0
        ? record.GetRawText()
        : string.Join('\n', fields.Select(field => RecordFields.Find(record, field)?.GetRawText() ?? ""));
}

/// <summary>Keeps some fields of each record.</summary>
internal sealed class SelectOperation(IReadOnlyList<string> fields) : DataOperation
{
    public override IReadOnlyList<JsonElement> Apply(IReadOnlyList<JsonElement> records) =>
        [.. records.Select(Selected)];

    private JsonElement Selected(JsonElement record) => JsonValue.Object(writer =>
    {
        foreach (var field in fields.Distinct(StringComparer.Ordinal))
        {
            if (RecordFields.Find(record, field) is { } value)
            {
                writer.WritePropertyName(field);
                value.WriteTo(writer);
            }
        }
    });
}

/// <summary>Keeps the first records.</summary>
internal sealed class LimitOperation(int count) : DataOperation
{
    public override IReadOnlyList<JsonElement> Apply(IReadOnlyList<JsonElement> records) => [.. records.Take(count)];
}
