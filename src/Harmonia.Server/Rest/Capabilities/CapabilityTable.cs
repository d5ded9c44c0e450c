using System.Collections.Frozen;

namespace Harmonia.Server.Rest.Capabilities;

/// <summary>Every capability, each with the call of the API that does it.</summary>
internal static class CapabilityTable
{
    public const string Workflow = "harmonia.workflow";
    public const string State = "harmonia.state";

    /// <summary>In the order in which they are told.</summary>
    public static readonly Capability[] All =
        [.. WorkflowCapabilities.All, .. TemplateCapabilities.All, .. StateCapabilities.All];

    private static readonly FrozenDictionary<string, Capability> ByName =
        All.ToFrozenDictionary(capability => capability.Name, StringComparer.Ordinal);

    /// <returns><see langword="null"/> when there is no such capability.</returns>
    public static Capability? Find(string name) => ByName.GetValueOrDefault(name);

    /// <summary>Names of what is offered under one of our names.</summary>
    public static IReadOnlyList<string> Of(string component) =>
        [.. All.Where(capability => capability.Component == component).Select(capability => capability.Name)];
}
