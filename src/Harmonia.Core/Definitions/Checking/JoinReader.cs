using System.Text.Json;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Definitions.Checking;

/// <summary>Reads <c>join</c>: the name of a rule, or <c>{count: n}</c>.</summary>
internal static class JoinReader
{
    private static readonly FieldNames CountFields = FieldNames.Only("count");

    private static readonly Dictionary<string, JoinKind> Kinds = new(StringComparer.Ordinal)
    {
        ["all_success"] = JoinKind.AllSuccess,
        ["all_done"] = JoinKind.AllDone,
        ["any_success"] = JoinKind.AnySuccess,
        ["none_failed"] = JoinKind.NoneFailed,
        ["one_failed"] = JoinKind.OneFailed,
    };

    public static JoinRule Read(TaskDraft task, FindingList findings)
    {
        var fields = new FieldReader(task.Source, task.Pointer, findings);
        if (fields.Find("join") is not { } source)
        {
            return new JoinRule(JoinKind.AllSuccess);
        }

        var rule = source.ValueKind == JsonValueKind.Object
            ? Count(new FieldReader(source, fields.At("join"), findings), task)
            : Named(fields, source, findings);
        var hasEntries = task.Dependencies.Count > 0 || HasEntries(fields, task);
        if (rule.Kind is JoinKind.AnySuccess or JoinKind.OneFailed or JoinKind.Count && !hasEntries)
        {
            findings.Error(
                FindingCodes.InvalidValue,
                fields.At("join"),
                $"With the join {Shown.Value(source)} a task waits for others, and there are none. Add depends_on.");
        }

        return rule;
    }

    /// <summary>Entries that were found wrong count too: they have findings of their own.</summary>
    private static bool HasEntries(FieldReader fields, TaskDraft task) =>
        task.DependsOnField is { } name
        && fields.Find(name) is { } entries
        && !(entries.ValueKind == JsonValueKind.Array && entries.GetArrayLength() == 0);

    private static JoinRule Count(FieldReader fields, TaskDraft task)
    {
        fields.AcceptOnly(CountFields);
        fields.Require("count");
        var count = fields.Whole("count", 1, Math.Max(1, task.Dependencies.Count));
        return count is { } n ? new JoinRule(JoinKind.Count, n) : new JoinRule(JoinKind.AllDone);
    }

    private static JoinRule Named(FieldReader fields, JsonElement source, FindingList findings)
    {
        var name = source.ValueKind == JsonValueKind.String ? source.GetString()! : "";
        if (Kinds.TryGetValue(name, out var kind))
        {
            return new JoinRule(kind);
        }

        findings.Error(
            FindingCodes.InvalidValue,
            fields.At("join"),
            $"There is no join {Shown.Value(source)}. Use {string.Join(", ", Kinds.Keys)} or {{\"count\": n}}.",
            () => NearestName.Find(name, Kinds.Keys));
        return new JoinRule(JoinKind.AllDone); // The least that can be said wrongly about a join that is unclear.
    }
}
