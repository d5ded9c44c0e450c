using System.Text.Json;
using Harmonia.Core.Failures;

namespace Harmonia.Components.BuiltIn;

/// <summary>Orders records by a field; equal ones keep their order, and those without the field come last.</summary>
internal sealed class SortOperation(string field, bool descending) : DataOperation
{
    private static readonly Comparer<JsonElement?> Order = Comparer<JsonElement?>.Create(RecordFields.Compare);

    public static SortOperation Read(ObjectReader fields)
    {
        var field = fields.Text("field", required: true);
        var direction = fields.Text("direction") ?? "asc";
        if (direction is not ("asc" or "desc" or "ascending" or "descending"))
        {
            fields.Report(FindingCodes.InvalidValue, "direction", "The direction has to be asc or desc.");
        }

        return new SortOperation(field ?? "", direction is "desc" or "descending");
    }

    public override IReadOnlyList<JsonElement> Apply(IReadOnlyList<JsonElement> records)
    {
        var keyed = records.Select(record => (Record: record, Key: RecordFields.Find(record, field))).ToList();
        var missing = keyed.OrderBy(entry => entry.Key is null);
        var ordered = descending
            ? missing.ThenByDescending(entry => entry.Key, Order)
            : missing.ThenBy(entry => entry.Key, Order);
        return [.. ordered.Select(entry => entry.Record)];
    }
}
