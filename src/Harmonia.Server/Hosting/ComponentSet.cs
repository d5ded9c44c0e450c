using Harmonia.Components.BuiltIn;
using Harmonia.Components.Commands;
using Harmonia.Components.Http;
using Harmonia.Components.Registered;
using Harmonia.Components.Registered.Protocols;
using Harmonia.Components.Secrets;
using Harmonia.Components.Tekton;
using Harmonia.Components.Tekton.Ergon;
using Harmonia.Core.Definitions;
using Harmonia.Engine.Dispatch;
using Harmonia.Engine.Ports;
using Microsoft.Extensions.Logging;

namespace Harmonia.Server.Hosting;

/// <summary>All that tasks of one node can call, and what that is made of.</summary>
internal sealed class ComponentSet : IAsyncDisposable
{
    /// <summary>Components whose tasks the core and the engine do themselves.</summary>
    private static readonly string[] EngineComponents =
    [
        HarmoniaActions.Component, HarmoniaActions.StateComponent, HarmoniaActions.Listener, ChildActions.Component,
        "workflow_controller",
    ];

    /// <param name="configuration">What the operator decided.</param>
    /// <param name="marker">By what commands of this engine are known after a crash.</param>
    /// <param name="loggers">For what components log.</param>
    /// <param name="time">The clock.</param>
    public ComponentSet(
        HarmoniaConfiguration configuration, string marker, ILoggerFactory loggers, TimeProvider time)
    {
        Outbound = new OutboundHttp(configuration.OutboundAllowList, new HttpLimits());
        var http = new HttpExecutor(Outbound, time);
        var own = new FixedComponents(
        [
            new LogExecutor(loggers.CreateLogger<LogExecutor>()),
            new BuiltInExecutor(),
            http,
            new CommandExecutor(
                configuration.Commands,
                new CommandOptions { Marker = marker },
                time,
                loggers.CreateLogger<CommandExecutor>()),
            .. configuration.Components,
        ]);
        Secrets = new SecretStore(
            configuration.SecretVariables,
            Path.Combine(configuration.DataDirectory, SecretStore.DirectoryName),
            loggers.CreateLogger<SecretStore>());
        Registered = new RegisteredComponents(
            [.. HttpProtocols.All(Outbound, Secrets, time)], [.. own.Components, .. EngineComponents], time);
        var trust = new FamilyTrust(configuration.Family, configuration.OutboundAllowList);
        FamilyOutbound = new OutboundHttp(trust.AllowList, new HttpLimits());
        Family = new FamilyLink(
            configuration.Family, FamilyOutbound, trust, time, loggers.CreateLogger<FamilyLink>());
        FamilyMembers = new FamilyComponents(
            Family.Family,
            configuration.Family,
            new LocalCommands(
                configuration.Commands,
                configuration.AllowShell,
                new CommandOptions { Marker = marker },
                time,
                loggers.CreateLogger<CommandExecutor>()),
            FamilyOutbound,
            http,
            time,
            loggers.CreateLogger<FamilyComponents>());
        Directory = new JoinedDirectories(own, Registered, FamilyMembers);
    }

    /// <summary>The one way out.</summary>
    public OutboundHttp Outbound { get; }

    /// <summary>Where declarations' references to secrets lead.</summary>
    public SecretStore Secrets { get; }

    /// <summary>The components that are declared as data.</summary>
    public RegisteredComponents Registered { get; }

    /// <summary>
    /// The way to the Tekton family, which may be where authors of workflows may not go: only for what the family's own
    /// addresses are called with.
    /// </summary>
    public OutboundHttp FamilyOutbound { get; }

    /// <summary>Keeps in touch with the Tekton family.</summary>
    public FamilyLink Family { get; }

    /// <summary>What the Tekton family can do; last, so that whatever else has their names comes first.</summary>
    public FamilyComponents FamilyMembers { get; }

    /// <summary>Who does what: built-in components before those that come and go.</summary>
    public IComponentDirectory Directory { get; }

    public async ValueTask DisposeAsync()
    {
        FamilyMembers.Dispose();
        await Registered.DisposeAsync();
        await Family.DisposeAsync();
        FamilyOutbound.Dispose();
        Outbound.Dispose();
    }
}
