namespace Harmonia.Server.Rest.Capabilities;

/// <summary>Capabilities about workflows and their executions.</summary>
internal static class WorkflowCapabilities
{
    public static readonly Capability[] All =
    [
        new(
            "create_workflow",
            CapabilityTable.Workflow,
            "Saves a workflow.",
            [
                CapabilityParameter.Needed("name", "Its name."),
                new("tasks", "array", true, "Its tasks: a list with ids, or an object by id."),
                CapabilityParameter.Optional("description", "string", "What it is for."),
                CapabilityParameter.Optional("input", "object", "The schema of its input."),
                CapabilityParameter.Optional("output", "object", "The schema of its output."),
            ],
            static (request, parameters) => CapabilityCalls.Told(
                WorkflowEndpoints.CreateAsync(request.With(null, parameters)))),
        new(
            "execute_workflow",
            CapabilityTable.Workflow,
            "Starts an execution of a workflow.",
            [
                CapabilityParameter.Needed("workflow_id", "The id or name of a workflow."),
                CapabilityParameter.Optional("input", "object", "The input."),
                CapabilityParameter.Optional("metadata", "object", "What is attached to the execution."),
            ],
            static (request, parameters) => CapabilityCalls.Told(
                StartEndpoint.StartAsync(request.With(null, parameters)))),
        new(
            "get_workflow_status",
            CapabilityTable.Workflow,
            "How an execution stands.",
            [CapabilityParameter.Execution],
            static (request, parameters) => CapabilityCalls.About(
                request, parameters, CapabilityParameter.Execution, ExecutionEndpoints.GetAsync)),
        new(
            "cancel_workflow",
            CapabilityTable.Workflow,
            "Ends an execution.",
            [CapabilityParameter.Execution, CapabilityParameter.Optional("reason", "string", "Why.")],
            static (request, parameters) => CapabilityCalls.About(
                request, parameters, CapabilityParameter.Execution, ExecutionEndpoints.CancelAsync, "reason")),
        new(
            "get_workflow_summary",
            CapabilityTable.Workflow,
            "An execution in short.",
            [CapabilityParameter.Execution],
            static async (request, parameters) => ExecutionFigures.Summary(
                await CapabilityCalls.DetailAsync(request, parameters))),
        new(
            "get_workflow_metrics",
            CapabilityTable.Workflow,
            "How long an execution and its tasks took.",
            [CapabilityParameter.Execution],
            static async (request, parameters) => ExecutionFigures.Metrics(
                await CapabilityCalls.DetailAsync(request, parameters), request.Services.Time.GetUtcNow())),
    ];
}
