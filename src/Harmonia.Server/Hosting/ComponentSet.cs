using System.Collections.Frozen;
using Harmonia.Components.BuiltIn;
using Harmonia.Components.Commands;
using Harmonia.Components.Http;
using Harmonia.Components.Workers;
using Harmonia.Core.Definitions;
using Harmonia.Engine.Dispatch;
using Harmonia.Engine.Ports;
using Microsoft.Extensions.Logging;

namespace Harmonia.Server.Hosting;

/// <summary>All that tasks of one node can call, and what that is made of.</summary>
internal sealed class ComponentSet : IAsyncDisposable
{
    /// <param name="configuration">What the operator decided.</param>
    /// <param name="marker">By what commands of this engine are known after a crash.</param>
    /// <param name="seal">Shows after a restart what workers were given.</param>
    /// <param name="store">Where components are kept.</param>
    /// <param name="loggers">For what components log.</param>
    /// <param name="time">The clock.</param>
    public ComponentSet(
        HarmoniaConfiguration configuration,
        string marker,
        LeaseSeal seal,
        IComponentStore store,
        ILoggerFactory loggers,
        TimeProvider time)
    {
        Outbound = new OutboundHttp(configuration.OutboundAllowList, new HttpLimits());
        var own = new FixedComponents(
        [
            new LogExecutor(loggers.CreateLogger<LogExecutor>()),
            new BuiltInExecutor(),
            new HttpExecutor(Outbound, time),
            new CommandExecutor(
                configuration.Commands,
                new CommandOptions { Marker = marker },
                time,
                loggers.CreateLogger<CommandExecutor>()),
            .. configuration.Components,
        ]);
        Workers = new WorkerBroker(configuration.Workers, seal, time, loggers.CreateLogger<WorkerBroker>());
        Registration = new WorkerRegistration(
            Workers, store, name => Reserved.Contains(name) || own.Find(name) is not null, time);
        Directory = new JoinedDirectories(own, Workers);
    }

    /// <summary>Names of components that are computed, or done by the engine itself.</summary>
    private static FrozenSet<string> Reserved { get; } = new[]
    {
        HarmoniaActions.Component, HarmoniaActions.StateComponent, HarmoniaActions.Listener, ChildActions.Component,
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Those who come for tasks.</summary>
    public WorkerBroker Workers { get; }

    /// <summary>Which components they serve.</summary>
    public WorkerRegistration Registration { get; }

    /// <summary>The one way out.</summary>
    public OutboundHttp Outbound { get; }

    /// <summary>Who does what: built-in components before those that come and go.</summary>
    public IComponentDirectory Directory { get; }

    public ValueTask DisposeAsync()
    {
        Workers.Dispose();
        Outbound.Dispose();
        return ValueTask.CompletedTask;
    }
}
