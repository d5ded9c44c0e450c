using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Net;
using Harmonia.Components.Commands;
using Harmonia.Components.Http;
using Harmonia.Components.Llm.Configuration;
using Harmonia.Components.Mcp;
using Harmonia.Components.Tekton;
using Harmonia.Components.Workers;
using Harmonia.Core.Failures;
using Harmonia.Engine.Ports;
using Harmonia.Server.Hosting.Configuration;
using Microsoft.Extensions.Logging;

namespace Harmonia.Server.Hosting;

/// <summary>
/// Everything that the operator of one node has decided. Checked: a configuration that exists can be used.
/// </summary>
public sealed record HarmoniaConfiguration
{
    /// <summary>Where it listens: a name or address of this machine only.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>0 for any free port.</summary>
    public int Port { get; init; } = 8002;

    /// <summary>
    /// What others call this server, for addresses of callbacks; <see langword="null"/> for where it listens.
    /// </summary>
    public Uri? PublicUrl { get; init; }

    public LogLevel LogLevel { get; init; } = LogLevel.Information;

    /// <summary>An absolute path.</summary>
    public required string DataDirectory { get; init; }

    public required DatabaseLocation Database { get; init; }

    /// <summary>Calls at once within one execution.</summary>
    public int MaxConcurrentTasks { get; init; } = 10;

    /// <summary>Bytes of a definition.</summary>
    public int MaxWorkflowSize { get; init; } = 1024 * 1024;

    public int MaxTaskCount { get; init; } = 10_000;

    /// <summary>Bytes of one input, output or state.</summary>
    public int MaxValueSize { get; init; } = 10 * 1024 * 1024;

    /// <summary>Time for an execution whose workflow says nothing; <see langword="null"/> for no limit.</summary>
    public TimeSpan? MaxExecutionTime { get; init; }

    /// <summary>
    /// How old the last checkpoint of an execution that goes on may become; <see langword="null"/> for none of their
    /// own accord.
    /// </summary>
    public TimeSpan? CheckpointInterval { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Time for one call of the API, beyond what it asks to wait.</summary>
    public TimeSpan ApiRequestTimeout { get; init; } = TimeSpan.FromSeconds(30);

    public OutboundAllowList OutboundAllowList { get; init; } = OutboundAllowList.Empty;

    public ImmutableArray<CommandDeclaration> Commands { get; init; } = [];

    /// <summary>Whether workflows may run any command of a shell on this machine, as its user.</summary>
    public bool AllowShell { get; init; }

    /// <summary>The other components of the Tekton family; by itself Harmonia stands alone.</summary>
    public FamilyOptions Family { get; init; } = FamilyOptions.StandAlone;

    /// <summary>The directory of a Tekton installation, whose planned work can be looked at.</summary>
    public string? TektonRoot { get; init; }

    /// <summary>The programs that declared commands run.</summary>
    public IEnumerable<DeclaredProgram> Programs => Commands.Select(command => new DeclaredProgram(
        command.Name,
        command.Path,
        command.Limits is not { MaxMemoryBytes: null, MaxCpuSeconds: null, MaxProcesses: null }));

    /// <summary>Components of the program that this is a part of, beside those of this release.</summary>
    public ImmutableArray<ITaskExecutor> Components { get; init; } = [];

    /// <summary>What workers may take, and how long they are waited for.</summary>
    public WorkerOptions Workers { get; init; } = new();

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Which language models tasks may use.</summary>
    public LlmSettings Llm { get; init; } = LlmSettings.None;

    /// <summary>Which MCP servers there are.</summary>
    public McpSettings Mcp { get; init; } = McpSettings.None;

    /// <summary>The variables that the operator's own file names as secrets; never shown.</summary>
    public FrozenDictionary<string, string> OperatorVariables { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>What <c>env.X</c> can see in expressions.</summary>
    public FrozenDictionary<string, string> Environment { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>What <c>${env.X}</c> may name in declarations of components; never shown.</summary>
    public FrozenDictionary<string, string> SecretVariables { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>Every setting with its value and where that came from, for people; secrets are masked.</summary>
    public ImmutableArray<Setting> Settings { get; init; } = [];

    /// <summary>What somebody should look at, though it works.</summary>
    public ImmutableArray<Finding> Warnings { get; init; } = [];
}

/// <summary>Where the data is kept.</summary>
public abstract record DatabaseLocation
{
    private DatabaseLocation()
    {
    }

    /// <summary>A SQLite file.</summary>
    public sealed record File(string Path) : DatabaseLocation;

    /// <summary>Nowhere: everything is forgotten at the end of the process.</summary>
    public sealed record Memory : DatabaseLocation;
}

/// <summary>What came of reading the configuration.</summary>
public abstract record ConfigurationResult
{
    private ConfigurationResult()
    {
    }

    /// <summary>It can be used.</summary>
    public sealed record Valid(HarmoniaConfiguration Configuration) : ConfigurationResult;

    /// <summary>It cannot; these are all the reasons.</summary>
    public sealed record Invalid(ImmutableArray<Finding> Findings) : ConfigurationResult;
}

/// <summary>What may be listened on before there is authentication.</summary>
internal static class LoopbackOnly
{
    /// <returns>The addresses of a host of this machine, or none when anybody else could reach it.</returns>
    public static async Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        var name = host.Trim('[', ']');
        if (IPAddress.TryParse(name, out var address))
        {
            return IPAddress.IsLoopback(address) ? [address] : [];
        }

        try
        {
            var found = await Dns.GetHostAddressesAsync(name, cancellationToken);
            return Array.TrueForAll(found, IPAddress.IsLoopback) ? found : [];
        }
        catch (System.Net.Sockets.SocketException)
        {
            return [];
        }
    }
}
