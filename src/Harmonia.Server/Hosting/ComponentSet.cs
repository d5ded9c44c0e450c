using Harmonia.Components.BuiltIn;
using Harmonia.Components.Commands;
using Harmonia.Components.Http;
using Harmonia.Components.Llm;
using Harmonia.Components.Mcp;
using Harmonia.Components.Registered;
using Harmonia.Components.Registered.Protocols;
using Harmonia.Components.Secrets;
using Harmonia.Components.Tekton;
using Harmonia.Components.Tekton.Ergon;
using Harmonia.Components.Workers;
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

    private readonly SecretStore _operatorSecrets;
    private readonly LlmExecutor _models;
    private readonly OutboundHttp _toServers;

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
        var http = new HttpExecutor(Outbound, time);
        var commands = new CommandOptions { Marker = marker };
        var commandLog = loggers.CreateLogger<CommandExecutor>();
        var own = new FixedComponents(
        [
            new LogExecutor(loggers.CreateLogger<LogExecutor>()),
            new BuiltInExecutor(),
            http,
            new CommandExecutor(configuration.Commands, commands, time, commandLog),
            .. configuration.Components,
        ]);
        Secrets = SecretsOf(configuration, configuration.SecretVariables, loggers);
        _operatorSecrets = SecretsOf(configuration, configuration.OperatorVariables, loggers);
        _models = new LlmExecutor(configuration.Llm, _operatorSecrets, () => Directory!, new HttpLimits(), time);
        _toServers = new OutboundHttp(configuration.Mcp.Endpoints, new HttpLimits());
        string[] taken = [.. own.Components, .. EngineComponents, .. _models.Components];
        Servers = new RegisteredComponents(
            [new McpProtocol(configuration.Mcp.Programs, _toServers, _operatorSecrets, commands, time)], taken, time);
        Workers = new WorkerBroker(configuration.Workers, seal, time, loggers.CreateLogger<WorkerBroker>());
        string[] reserved = [.. taken, .. configuration.Mcp.Components.Select(server => server.Name)];
        Registration = new WorkerRegistration(
            Workers, store, name => reserved.Contains(name, StringComparer.OrdinalIgnoreCase), time);
        Registered = new RegisteredComponents(
            [
                .. HttpProtocols.All(Outbound, Secrets, time),
                new McpProtocol(configuration.Mcp.Programs, Outbound, Secrets, commands, time)
                {
                    ProgramSecrets = _operatorSecrets,
                },
            ],
            reserved,
            time);
        var trust = new FamilyTrust(configuration.Family, configuration.OutboundAllowList);
        FamilyOutbound = new OutboundHttp(trust.AllowList, new HttpLimits());
        Family = new FamilyLink(
            configuration.Family, FamilyOutbound, trust, time, loggers.CreateLogger<FamilyLink>());
        FamilyMembers = new FamilyComponents(
            Family.Family,
            configuration.Family,
            new LocalCommands(configuration.Commands, configuration.AllowShell, commands, time, commandLog),
            FamilyOutbound,
            http,
            time,
            loggers.CreateLogger<FamilyComponents>());
        Directory = new JoinedDirectories(own, _models, Servers, Workers, Registered, FamilyMembers);
        Open(configuration.Mcp.Components);
    }

    /// <summary>Those who come for tasks.</summary>
    public WorkerBroker Workers { get; }

    /// <summary>Which components they serve.</summary>
    public WorkerRegistration Registration { get; }

    /// <summary>The one way out.</summary>
    public OutboundHttp Outbound { get; }

    /// <summary>Where declarations' references to secrets lead.</summary>
    public SecretStore Secrets { get; }

    /// <summary>Servers of MCP that the operator declared.</summary>
    public RegisteredComponents Servers { get; }

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
        Workers.Dispose();
        FamilyMembers.Dispose();
        await Registered.DisposeAsync();
        await Servers.DisposeAsync();
        await _models.DisposeAsync();
        _toServers.Dispose();
        await Family.DisposeAsync();
        FamilyOutbound.Dispose();
        Outbound.Dispose();
    }

    private static SecretStore SecretsOf(
        HarmoniaConfiguration configuration,
        IReadOnlyDictionary<string, string> variables,
        ILoggerFactory loggers) => new(
            variables,
            Path.Combine(configuration.DataDirectory, SecretStore.DirectoryName),
            loggers.CreateLogger<SecretStore>());

    /// <summary>Makes the servers known that the operator declared. Nobody is called yet.</summary>
    private void Open(IEnumerable<ComponentDeclaration> servers)
    {
        foreach (var server in servers)
        {
            if (Servers.Check(server) is [var finding, ..])
            {
                throw new HostStartException(ExitCodes.ConfigurationWrong, $"/mcp/servers: {finding.Message}");
            }

            _ = Servers.PutAsync(server); // There is nobody in its place, so that this is done at once.
        }
    }
}
