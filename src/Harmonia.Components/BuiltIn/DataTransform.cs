using System.Text.Json;
using Harmonia.Core.Failures;

namespace Harmonia.Components.BuiltIn;

/// <summary><c>builtin.data_transform</c>: operations on a list of records, one after the other.</summary>
internal static class DataTransform
{
    private const int MaxOperations = 100;

    public static JsonElement Apply(
        BuiltInInput input, ICollection<Finding> findings, CancellationToken cancellationToken)
    {
        var operations = Operations(input, findings);
        var records = input.Records(findings);
        if (findings.Count > 0)
        {
            return default;
        }

        foreach (var operation in operations)
        {
            cancellationToken.ThrowIfCancellationRequested();
            records = operation.Apply(records);
        }

        return JsonValue.Object(writer =>
        {
            writer.WriteString(BuiltInInput.ExecutorMark, "builtin");
            writer.WriteNumber("count", records.Count);
            writer.WriteStartArray("data");
            foreach (var record in records)
            {
                record.WriteTo(writer);
            }

            writer.WriteEndArray();
        });
    }

    private static List<DataOperation> Operations(BuiltInInput input, ICollection<Finding> findings)
    {
        var config = new ObjectReader(input.Config, "/config", findings);
        var items = config.Items("operations") ?? [];
        config.TryGet("data", out _);
        config.RefuseUnknown();
        if (items.Count > MaxOperations)
        {
            config.Report(
                FindingCodes.TooLarge,
                "operations",
                $"There are {items.Count} operations; at most {MaxOperations} are done in one task.");
            return [];
        }

        return
        [
            .. items
                .Select((item, index) => DataOperation.Read(
                    item, JsonPointer.Append("/config/operations", index), findings))
                .OfType<DataOperation>(),
        ];
    }
}
