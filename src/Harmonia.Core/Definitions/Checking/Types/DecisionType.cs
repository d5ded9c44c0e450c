using System.Collections.Immutable;
using System.Text.Json;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Definitions.Checking.Types;

/// <summary><c>decision</c>: chooses among its <c>cases</c>, or takes its <c>default</c>.</summary>
internal sealed class DecisionType : TaskType
{
    private static readonly FieldNames CaseFields = FieldNames.Only("when", "then");

    public override string Name => "decision";

    public override FieldNames Fields { get; } = FieldNames.Task.With("cases", "default", "mode");

    public override void Read(FieldReader fields, TaskDraft task, BodyDraft body, BodyReader bodies)
    {
        var findings = bodies.Findings;
        task.Kind = TaskKind.Decision;
        RefuseFieldsOfCalls(fields, findings);
        var cases = ReadCases(fields, task, findings);
        var otherwise = fields.Texts("default") ?? [];
        Lead(task, otherwise, fields.At("default"), cases.Length);
        task.Decision = new DecisionSettings(cases, otherwise, ReadMode(fields, findings));
    }

    private static ImmutableArray<DecisionCase> ReadCases(FieldReader fields, TaskDraft task, FindingList findings)
    {
        fields.Require("cases");
        if (fields.Find("cases") is not { } source)
        {
            return [];
        }

        if (source.ValueKind != JsonValueKind.Array
            || source.GetArrayLength() is < 1 or > DecisionSettings.MaxCases)
        {
            fields.WrongType("cases", $"a list of 1 to {DecisionSettings.MaxCases} cases", source);
            return [];
        }

        var cases = ImmutableArray.CreateBuilder<DecisionCase>();
        foreach (var item in source.EnumerateArray())
        {
            var pointer = JsonPointer.Append(fields.At("cases"), cases.Count);
            if (FieldReader.Of(item, pointer, findings) is not { } entry)
            {
                return [];
            }

            entry.AcceptOnly(CaseFields);
            entry.Require("when");
            entry.Require("then");
            if (ConditionReader.Read(entry, "when", findings) is not { } when || entry.Texts("then") is not { } then)
            {
                return [];
            }

            Lead(task, then, entry.At("then"), cases.Count);
            cases.Add(new DecisionCase(when, then));
        }

        return cases.DrainToImmutable();
    }

    private static void Lead(TaskDraft task, ImmutableArray<string> ids, string pointer, int branch)
    {
        for (var place = 0; place < ids.Length; place++)
        {
            task.Leads.Add((ids[place], JsonPointer.Append(pointer, place), 1UL << branch));
        }
    }

    /// <returns>Whether all cases that hold are taken.</returns>
    private static bool ReadMode(FieldReader fields, FindingList findings)
    {
        var mode = fields.Text("mode");
        if (mode is not (null or "first" or "all"))
        {
            findings.Error(
                FindingCodes.InvalidValue,
                fields.At("mode"),
                $"'mode' must be \"first\" or \"all\", not \"{Shown.Text(mode)}\".");
        }

        return mode == "all";
    }
}
