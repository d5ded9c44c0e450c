using System.Text.Json;
using Harmonia.Core.Definitions.Checking;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Definitions.Dialects;

/// <summary>Other names of fields.</summary>
internal static class FieldSpellings
{
    private static readonly (string Spelling, string Canonical)[] Workflow =
    [
        ("inputs", "input"), ("outputs", "output"),
    ];

    private static readonly (string Spelling, string Canonical)[] Task =
    [
        ("dependencies", "depends_on"), ("dependsOn", "depends_on"), ("parameters", "input"), ("params", "input"),
        ("inputs", "input"), ("config", "input"), ("when", "condition"),
    ];

    public static void OfWorkflow(DialectObject fields, FindingList findings)
    {
        Apply(fields, Workflow, findings);
        DropEqual(fields, "input_schema", "input");
        DropEqual(fields, "output_schema", "output");
    }

    public static void OfTask(DialectObject fields, FindingList findings) => Apply(fields, Task, findings);

    private static void Apply(
        DialectObject fields, (string Spelling, string Canonical)[] spellings, FindingList findings)
    {
        foreach (var (spelling, canonical) in spellings)
        {
            if (!fields.Has(spelling))
            {
                fields.Remove(spelling); // It may be there as null, which says nothing.
            }
            else if (!fields.Has(canonical))
            {
                fields.Rename(spelling, canonical);
            }
            else
            {
                var place = fields.PlaceOf(spelling);
                findings.Error(
                    FindingCodes.InvalidValue,
                    place,
                    $"'{spelling}' says the same as '{LastOf(fields.PlaceOf(canonical))}'. Give one of them.");
                fields.Remove(spelling);
            }
        }
    }

    /// <summary>Answers tell a schema under both of its names, and may be sent back as they came.</summary>
    private static void DropEqual(DialectObject fields, string alias, string name)
    {
        if (fields.Json(alias) is { } one && fields.Json(name) is { } other && JsonElement.DeepEquals(one, other))
        {
            fields.Remove(alias);
        }
    }

    private static string LastOf(string pointer) => pointer[(pointer.LastIndexOf('/') + 1)..];
}
