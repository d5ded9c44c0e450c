using Harmonia.Components.Tekton.Calling;
using Harmonia.Core.Executions;
using Harmonia.Core.Failures;
using Harmonia.Engine.Ports;

namespace Harmonia.Components.Tekton.Synthesis;

/// <summary>
/// Translates a workflow into a plan of calls back to Harmonia; Synthesis has no place to import one, so the plan is
/// handed back, or carried out when <c>auto_start</c> says so.
/// </summary>
internal sealed class ExportWorkflow : IFamilyAction
{
    public IReadOnlyList<string> Names { get; } = ["export_workflow"];

    /// <summary>A plan is made here; only carrying it out needs Synthesis.</summary>
    public Reach Reach => Reach.Anybody;

    public async Task<TaskOutcome> ExecuteAsync(FamilyCall call, CancellationToken cancellationToken)
    {
        var workflow = call.Input.Any(["workflow", "workflow_definition"], required: true) ?? JsonText.EmptyObject;
        var harmonia = call.Input.Text(["harmonia_url"], required: true) ?? "";
        var starts = call.Input.Flag("auto_start");
        call.Input.RefuseRest();
        var tasks = ExportedTask.ReadAll(workflow);
        if (tasks is null)
        {
            call.Input.Report(
                FindingCodes.InvalidValue,
                "workflow",
                "Only tasks with component and action, which depend on each other without a circle, can be exported.");
        }

        if (call.Input.IsWrong)
        {
            return call.WrongInput();
        }

        var plan = ExportedTask.Plan(workflow, tasks!, harmonia.TrimEnd('/'));
        if (!starts)
        {
            return FamilyOutput.New().Set("plan", plan).Set("started", false).Complete(plan);
        }

        return await SynthesisRun.ExecuteAsync(call, plan, null, cancellationToken) switch
        {
            SynthesisEnd.NotRun { Outcome: var outcome } => outcome,
            SynthesisEnd.Ended { Succeeded: true } ended =>
                ended.Describe().Set("plan", plan).Set("started", true).Complete(ended.Results),
            SynthesisEnd.Ended ended => ended.Fail(),
            var other => throw new System.Diagnostics.UnreachableException($"No rule for {other.GetType().Name}."),
        };
    }
}
