using Harmonia.Core.Failures;

namespace Harmonia.Core.Definitions.Checking;

/// <summary>Reads <c>budget</c>: what one execution may use up.</summary>
internal static class BudgetReader
{
    private const double MaxCostUsd = 1_000_000;

    private static readonly FieldNames Fields = FieldNames.Only("tokens", "cost_usd", "calls", "on_exceeded");
    private static readonly string[] Modes = ["fail", "pause"];

    public static Budget? Read(FieldReader workflow, FindingList findings)
    {
        if (workflow.Object("budget") is not { } source)
        {
            return null;
        }

        var fields = new FieldReader(source, workflow.At("budget"), findings);
        fields.AcceptOnly(Fields);
        var budget = new Budget(
            fields.Whole("tokens", 1, int.MaxValue),
            (decimal?)fields.Factor("cost_usd", 0.000001, MaxCostUsd),
            fields.Whole("calls", 1, int.MaxValue),
            Mode(fields, findings));
        if (budget is { Tokens: null, CostUsd: null, Calls: null } && !findings.HasErrors)
        {
            findings.Error(
                FindingCodes.MissingField,
                workflow.At("budget"),
                "A budget limits something: give 'tokens', 'cost_usd' or 'calls'.");
        }

        return budget;
    }

    private static BudgetMode Mode(FieldReader fields, FindingList findings)
    {
        var mode = fields.Text("on_exceeded") ?? "fail";
        if (!Modes.Contains(mode))
        {
            findings.Error(
                FindingCodes.InvalidValue,
                fields.At("on_exceeded"),
                $"'on_exceeded' must be \"fail\" or \"pause\", not {Shown.Text(mode)}.",
                () => NearestName.Find(mode, Modes));
        }

        return mode == "pause" ? BudgetMode.Pause : BudgetMode.Fail;
    }
}
