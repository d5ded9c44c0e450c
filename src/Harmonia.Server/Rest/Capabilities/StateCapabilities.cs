namespace Harmonia.Server.Rest.Capabilities;

/// <summary>Capabilities about state and checkpoints.</summary>
internal static class StateCapabilities
{
    public static readonly Capability[] All =
    [
        new(
            "save_state",
            CapabilityTable.State,
            "Replaces the state that is kept with an execution.",
            [CapabilityParameter.Execution, new("state", "object", true, "The state.")],
            static (request, parameters) => CapabilityCalls.About(
                request, parameters, CapabilityParameter.Execution, StateEndpoints.PutAsync, "state")),
        new(
            "load_state",
            CapabilityTable.State,
            "The state that is kept with an execution.",
            [CapabilityParameter.Execution],
            static (request, parameters) => CapabilityCalls.About(
                request, parameters, CapabilityParameter.Execution, StateEndpoints.GetAsync)),
        new(
            "create_checkpoint",
            CapabilityTable.State,
            "Names the version that an execution is at.",
            [
                CapabilityParameter.Execution,
                CapabilityParameter.Optional("name", "string", "What it is called."),
                CapabilityParameter.Optional("description", "string", "What is said of it."),
            ],
            static (request, parameters) => CapabilityCalls.Told(
                CheckpointEndpoints.CreateForStateAsync(request.With(null, parameters)))),
        new(
            "restore_from_checkpoint",
            CapabilityTable.Workflow,
            "Begins a new execution at a checkpoint.",
            [CapabilityParameter.Checkpoint],
            static (request, parameters) => CapabilityCalls.About(
                request, parameters, CapabilityParameter.Checkpoint, RestoreEndpoints.RestoreAsync)),
    ];
}
