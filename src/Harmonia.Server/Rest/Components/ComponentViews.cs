using Harmonia.Client;
using Harmonia.Components.Registered;
using Harmonia.Core.Definitions;
using Harmonia.Engine.Ports;

namespace Harmonia.Server.Rest.Components;

/// <summary>Components as they are told.</summary>
internal static class ComponentViews
{
    public const string Up = "up";
    private const string Down = "down";
    private const string Unknown = "unknown";

    public static ComponentSummary Summary(KnownComponent component)
    {
        var (status, reason) = StatusOf(component);
        return new ComponentSummary
        {
            Name = component.Name,
            Protocol = ProtocolOf(component),
            Description = component.Declaration?.Description,
            Actions = component.Actions,
            Status = status,
            Reason = reason,
            Origin = OriginOf(component),
            BuiltIn = component.BuiltIn,
            UpdatedAt = component.Saved?.UpdatedAt,
        };
    }

    /// <param name="component">Which.</param>
    /// <param name="stored">Its row, when it is in the store.</param>
    public static ComponentDetail Detail(KnownComponent component, StoredComponent? stored)
    {
        var (status, reason) = StatusOf(component);
        return new ComponentDetail
        {
            Name = component.Name,
            Protocol = ProtocolOf(component),
            Description = component.Declaration?.Description,
            Actions = component.Actions,
            Status = status,
            Reason = reason,
            Origin = OriginOf(component),
            BuiltIn = component.BuiltIn,
            Declaration = stored is null ? null : DeclarationMask.Apply(stored.Declaration),
            ContentHash = stored?.ContentHash,
            Breaker = component.Status is { } live ? BreakerOf(live) : null,
            LastProbe = component.Status?.LastProbe is { } probe
                ? new ComponentProbe(probe.At, probe.IsHealthy, probe.Message)
                : null,
            Limits = new ComponentLimits(
                component.Executor?.MaxConcurrent, component.Declaration?.Timeout?.TotalSeconds),
            CreatedAt = stored?.CreatedAt,
            UpdatedAt = stored?.UpdatedAt,
        };
    }

    public static ComponentSaved Saved(
        StoredComponent stored, ComponentDeclaration declaration, IReadOnlyList<WireFinding>? warnings) => new()
        {
            Name = stored.Name,
            Protocol = stored.Kind,
            Actions = [.. declaration.Actions.Select(action => action.Name)],
            CreatedAt = stored.CreatedAt,
            UpdatedAt = stored.UpdatedAt,
            ContentHash = stored.ContentHash,
            Warnings = warnings,
        };

    public static ComponentAction Action(KnownComponent component, string name) => new()
    {
        Name = name,
        Description = component.Declaration?.FindAction(name)?.Description,
        Parameters = component.Executor?.InputOf(name)?.Source,
    };

    public static string Word(bool isThere) => isThere ? Up : Down;

    /// <summary>Whether calls to it can begin, and otherwise why not.</summary>
    public static (string Status, string? Reason) StatusOf(KnownComponent component)
    {
        if (component is { Executor: null, Core: null })
        {
            return (Down, component.Saved?.Problem);
        }

        if (component.Status is { Condition: not ComponentCondition.Up } live)
        {
            return (live.Condition == ComponentCondition.Down ? Down : Unknown, live.Reason);
        }

        IGate?[] gates = [.. component.Actions.Select(action => GateOf(component, action))];
        if (gates.Length > 0 && Array.TrueForAll(gates, gate => gate?.ShutBecause is not null))
        {
            return (Down, gates[0]!.ShutBecause);
        }

        // Nobody has asked one that was merely discovered, unless something watches it.
        return component.BuiltIn || component.Status is not null || Array.Exists(gates, gate => gate is not null)
            ? (Up, null)
            : (Unknown, null);
    }

    private static IGate? GateOf(KnownComponent component, string action) =>
        CoreComponents.Does(component.Name, action) ? null : component.Executor?.GateOf(action);

    private static string? ProtocolOf(KnownComponent component) =>
        component.Saved?.Protocol ?? component.Declaration?.Protocol;

    private static string OriginOf(KnownComponent component) => component switch
    {
        { BuiltIn: true } => "built_in",
        { Saved: { } saved } => saved.Origin.Word,
        { Declaration.Protocol: ProtocolNames.Worker } => ComponentOrigin.Worker.Word,
        _ => "discovered",
    };

    private static ComponentBreaker BreakerOf(ComponentStatus status) => new(
        status.Condition switch
        {
            ComponentCondition.Up => "closed",
            ComponentCondition.Down => "open",
            _ => "half_open",
        },
        status.Failures,
        status.OpeningCount,
        status.Since,
        status.NextProbeAt);
}
