using Harmonia.Core.Failures;
using Harmonia.Core.Schedules;

namespace Harmonia.Core.Definitions.Checking;

/// <summary>Reads a task's <c>schedule</c>: <c>{delay, reference}</c>.</summary>
internal static class StartDelayReader
{
    private const string WorkflowStart = "workflow_start";
    private const string DependenciesDone = "dependencies_done";

    private static readonly FieldNames Fields = FieldNames.Only("delay", "reference");

    public static StartDelay? Read(FieldReader owner, string name, FindingList findings)
    {
        if (owner.Object(name) is not { } source)
        {
            return null;
        }

        var fields = new FieldReader(source, owner.At(name), findings);
        fields.AcceptOnly(Fields);
        fields.Require("delay");
        var delay = DurationReader.Read(fields, "delay", findings, zero: true);
        var reference = fields.Text("reference") ?? WorkflowStart;
        if (reference is not (WorkflowStart or DependenciesDone))
        {
            findings.Error(
                FindingCodes.InvalidValue,
                fields.At("reference"),
                $"'reference' must be \"{WorkflowStart}\" or \"{DependenciesDone}\","
                    + $" not \"{Shown.Text(reference)}\".",
                () => NearestName.Find(reference, [WorkflowStart, DependenciesDone]));
        }

        return delay is { } time
            ? new StartDelay(
                time,
                reference == WorkflowStart ? DelayReference.WorkflowStart : DelayReference.DependenciesDone)
            : null;
    }
}
