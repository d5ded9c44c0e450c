using System.Text.Json;
using Harmonia.Core.Failures;

namespace Harmonia.Components.BuiltIn;

/// <summary>Keeps the records whose field stands in some relation to a value.</summary>
internal sealed class FilterOperation(string field, string relation, JsonElement? value) : DataOperation
{
    private static readonly string[] Relations = ["eq", "neq", "gt", "gte", "lt", "lte", "contains", "in", "exists"];

    public static FilterOperation Read(ObjectReader fields)
    {
        var field = fields.Text("field", required: true);
        var relation = fields.Text("operator") ?? "eq";
        var value = fields.Value("value");
        if (!Relations.Contains(relation))
        {
            fields.Report(
                FindingCodes.InvalidValue,
                "operator",
                $"The operator has to be one of {string.Join(", ", Relations)}.");
        }

        return new FilterOperation(field ?? "", relation, value);
    }

    public override IReadOnlyList<JsonElement> Apply(IReadOnlyList<JsonElement> records) =>
        [.. records.Where(record => Holds(RecordFields.Find(record, field)))];

    private bool Holds(JsonElement? found) => relation switch
    {
        "eq" => RecordFields.AreEqual(found, value),
        "neq" => !RecordFields.AreEqual(found, value),
        "gt" => IsOrdered(found, static order => order > 0),
        "gte" => IsOrdered(found, static order => order >= 0),
        "lt" => IsOrdered(found, static order => order < 0),
        "lte" => IsOrdered(found, static order => order <= 0),
        "contains" => Contains(found, value),
        "in" => Contains(value, found),
        _ => found is not null,
    };

    private bool IsOrdered(JsonElement? found, Func<int, bool> holds) =>
        RecordFields.AreComparable(found, value) && holds(RecordFields.Compare(found, value));

    private static bool Contains(JsonElement? container, JsonElement? item) => (container, item) switch
    {
        ({ ValueKind: JsonValueKind.Array } list, _) =>
            list.EnumerateArray().Any(entry => RecordFields.AreEqual(entry, item)),
        ({ ValueKind: JsonValueKind.String } text, { ValueKind: JsonValueKind.String } part) =>
            text.GetString()!.Contains(part.GetString()!, StringComparison.Ordinal),
        _ => false,
    };
}
