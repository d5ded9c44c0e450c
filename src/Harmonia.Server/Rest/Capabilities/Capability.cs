using System.Text.Json;

namespace Harmonia.Server.Rest.Capabilities;

/// <summary>Does what a capability is asked to.</summary>
/// <param name="request">The request, from which come the limits and the idempotency key.</param>
/// <param name="parameters">An object; members that are null are left out of it.</param>
/// <exception cref="ApiException">It cannot be done.</exception>
internal delegate ValueTask<JsonElement> CapabilityCall(ApiRequest request, JsonElement parameters);

/// <summary>Something that others of the family can have done here by its name.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Component">Under which of our registered names it is offered.</param>
/// <param name="Description">What it does.</param>
/// <param name="Parameters">What it takes.</param>
/// <param name="Call">Does it.</param>
internal sealed record Capability(
    string Name, string Component, string Description, CapabilityParameter[] Parameters, CapabilityCall Call);

/// <summary>A parameter of a capability.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">A type of JSON Schema.</param>
/// <param name="Required">Whether it must be given.</param>
/// <param name="Description">What it means.</param>
internal sealed record CapabilityParameter(string Name, string Type, bool Required, string Description)
{
    public static readonly CapabilityParameter Execution = Needed("execution_id", "The id of an execution.");

    public static readonly CapabilityParameter Checkpoint = Needed("checkpoint_id", "The id of a checkpoint.");

    /// <summary>A text that must be given.</summary>
    public static CapabilityParameter Needed(string name, string description) =>
        new(name, "string", true, description);

    public static CapabilityParameter Optional(string name, string type, string description) =>
        new(name, type, false, description);
}
