using System.Text.Json;
using Harmonia.Components;
using Harmonia.Components.Commands;
using Harmonia.Components.Registered;
using Harmonia.Components.Tekton;
using Harmonia.Components.Workers;
using Harmonia.Core.Definitions;
using Harmonia.Core.Executions;
using Harmonia.Engine;
using Harmonia.Engine.Feeds;
using Harmonia.Engine.Ports;
using Harmonia.Server.Rest;
using Harmonia.Server.Security;
using Harmonia.Storage;
using Harmonia.Storage.Memory;
using Harmonia.Storage.Sqlite;
using Microsoft.Extensions.Logging;

namespace Harmonia.Server.Hosting;

/// <summary>
/// The engine with its store and components, without a web server: what the server and <c>harmonia run</c> share.
/// </summary>
public sealed partial class EmbeddedEngine : IAsyncDisposable
{
    private const string LeasePurpose = "harmonia lease 1";

    private readonly ComponentSet _components;
    private readonly SqliteStore? _sqlite;

    private EmbeddedEngine(
        HarmoniaConfiguration configuration,
        Stores store,
        Feed feed,
        ILoggerFactory loggers,
        TimeProvider time)
    {
        (Executions, Workflows, Templates, Checkpoints, Components, _sqlite) = store;
        var tokens = configuration.Database is DatabaseLocation.File
            ? SignedTokens.Open(configuration.DataDirectory)
            : SignedTokens.Fleeting();
        _components = new ComponentSet(
            configuration,
            Marker(configuration),
            new LeaseSeal(text => tokens.Sign(LeasePurpose, text), token => tokens.Read(LeasePurpose, token)),
            Components,
            loggers,
            time);
        Registry = new ComponentRegistry(
            Components,
            _components.Registered,
            _components.Registration,
            time,
            loggers.CreateLogger<ComponentRegistry>());
        Catalog = new ComponentsCatalog(_components.Directory);
        Callbacks = new CallbackAddresses(tokens, configuration.PublicUrl);
        Engine = new WorkflowEngine(
            new EngineOptions { Execution = SettingsOf(configuration), CallbackAddressOf = Callbacks.Of },
            Executions,
            Workflows,
            _components.Directory,
            feed,
            time,
            loggers.CreateLogger<WorkflowEngine>());
        DefinitionLimits = DefinitionLimits.Default with { MaxTasks = configuration.MaxTaskCount };
        DocumentLimits = DocumentLimits.Default with { MaxBytes = configuration.MaxWorkflowSize };
    }

    /// <summary>
    /// Starts, commands and feeds; call its <see cref="WorkflowEngine.Start"/> to have it recover and watch the
    /// clock.
    /// </summary>
    public WorkflowEngine Engine { get; }

    /// <summary>Where tasks are called back.</summary>
    internal CallbackAddresses Callbacks { get; }

    /// <summary>Keeps in touch with the Tekton family.</summary>
    internal FamilyLink Family => _components.Family;

    public IExecutionStore Executions { get; }

    public IWorkflowStore Workflows { get; }

    public ITemplateStore Templates { get; }

    public ICheckpointStore Checkpoints { get; }

    public IComponentStore Components { get; }

    /// <summary>Components that are registered while the server runs.</summary>
    internal ComponentRegistry Registry { get; }

    /// <summary>Components that the operator declared: servers of MCP.</summary>
    internal RegisteredComponents Servers => _components.Servers;

    /// <summary>Who does the tasks of which component.</summary>
    internal IComponentDirectory Directory => _components.Directory;

    /// <summary>Those who come for tasks.</summary>
    internal WorkerBroker Workers => _components.Workers;

    /// <summary>Which components they serve.</summary>
    internal WorkerRegistration WorkerRegistration => _components.Registration;

    /// <summary>What the components of this node can do.</summary>
    public IActionCatalog Catalog { get; }

    public DefinitionLimits DefinitionLimits { get; }

    public DocumentLimits DocumentLimits { get; }

    /// <summary>What keeps the data, with its version.</summary>
    public string StoreVersion =>
        _sqlite is null ? "memory" : $"SQLite {SQLitePCL.raw.sqlite3_libversion().utf8_to_string()}";

    /// <summary>Opens the store and puts everything together.</summary>
    /// <exception cref="HostStartException">
    /// Another process has the database, it is damaged, or it cannot be opened now.
    /// </exception>
    public static async Task<EmbeddedEngine> OpenAsync(
        HarmoniaConfiguration configuration,
        ILoggerFactory loggers,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        try
        {
            var engine = await OpenStoreAsync(configuration, loggers, time, cancellationToken);
            await engine.LoadAsync(cancellationToken);
            return engine;
        }
        catch (Exception exception) when (exception is StoreOpenException or JsonException)
        {
            throw new HostStartException(ExitCodes.DatabaseUnusable, exception.Message, exception);
        }
        catch (StoreUnavailableException exception)
        {
            throw new HostStartException(ExitCodes.Unavailable, exception.Message, exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new HostStartException(
                ExitCodes.DatabaseUnusable,
                $"The database cannot be opened or made: {exception.Message} Give a directory that can be written with "
                    + "--data-dir or HARMONIA_DATA_DIR.",
                exception);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Engine.DisposeAsync();
        if (_sqlite is not null)
        {
            await _sqlite.DisposeAsync();
        }

        Registry.Dispose();
        await _components.DisposeAsync();
    }

    /// <summary>Brings back the registered components: before recovery, which calls for them.</summary>
    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Registry.LoadAsync(cancellationToken);
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    private static async Task<EmbeddedEngine> OpenStoreAsync(
        HarmoniaConfiguration configuration,
        ILoggerFactory loggers,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var feed = new Feed();
        if (configuration.Database is not DatabaseLocation.File { Path: var path })
        {
            var memory = new MemoryStore(feed, time);
            return new EmbeddedEngine(
                configuration,
                new Stores(
                    memory.Executions, memory.Workflows, memory.Templates, memory.Checkpoints, memory.Components, null),
                feed,
                loggers,
                time);
        }

        var sqlite = await SqliteStore.OpenAsync(
            new SqliteStoreOptions { Path = path }, feed, time, loggers.CreateLogger<SqliteStore>(), cancellationToken);
        try
        {
            var engine = new EmbeddedEngine(
                configuration,
                new Stores(
                    sqlite.Executions,
                    sqlite.Workflows,
                    sqlite.Templates,
                    sqlite.Checkpoints,
                    sqlite.Components,
                    sqlite),
                feed,
                loggers,
                time);
            KillLeftovers(configuration, loggers.CreateLogger<EmbeddedEngine>());
            return engine;
        }
        catch
        {
            await sqlite.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Whoever holds the database's lock owns the commands that carry its path, so those of a crash can be ended.
    /// </summary>
    private static void KillLeftovers(HarmoniaConfiguration configuration, ILogger logger)
    {
        var runsPrograms = configuration.AllowShell || !configuration.Commands.IsEmpty
            || !configuration.Mcp.Programs.IsEmpty;
        if (runsPrograms && CommandReaper.KillLeftovers(Marker(configuration)) is var killed and > 0)
        {
            LogKilled(logger, killed);
        }
    }

    private static string Marker(HarmoniaConfiguration configuration) =>
        configuration.Database is DatabaseLocation.File { Path: var path } ? path : $"memory-{Environment.ProcessId}";

    private static ExecutionSettings SettingsOf(HarmoniaConfiguration configuration) => ExecutionSettings.Default with
    {
        MaxConcurrentTasks = configuration.MaxConcurrentTasks,
        MaxValueBytes = configuration.MaxValueSize,
        MaxExecutionTime = configuration.MaxExecutionTime,
        CheckpointInterval = configuration.CheckpointInterval,
        Environment = configuration.Environment,
    };

    [LoggerMessage(3001, LogLevel.Warning, "Killed {Count} processes that commands of a crashed engine left behind.")]
    private static partial void LogKilled(ILogger logger, int count);

    /// <summary>What an engine keeps things in.</summary>
    private sealed record Stores(
        IExecutionStore Executions,
        IWorkflowStore Workflows,
        ITemplateStore Templates,
        ICheckpointStore Checkpoints,
        IComponentStore Components,
        SqliteStore? Sqlite);
}
