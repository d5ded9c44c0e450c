using System.Collections.Concurrent;
using System.Text.Json;
using Harmonia.Core.Definitions;
using Harmonia.Core.Executions;
using Harmonia.Engine;
using Harmonia.Engine.Dispatch;
using Harmonia.Engine.Feeds;
using Harmonia.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Harmonia.Bench;

/// <summary>The real engine on SQLite (WAL, <c>synchronous=FULL</c>), with the limits out of the way.</summary>
internal sealed class BenchEngine : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private static readonly EngineOptions Options = new()
    {
        MaxConcurrentCalls = 4_096,
        Execution = ExecutionSettings.Default with { MaxConcurrentTasks = 4_096 },
    };

    private readonly ConcurrentDictionary<string, StartRequest> _requests = new();
    private readonly SqliteStore _store;
    private readonly WorkflowEngine _engine;

    private BenchEngine(SqliteStore store, WorkflowEngine engine) => (_store, _engine) = (store, engine);

    public static async Task<BenchEngine> OpenAsync(string folder, BenchExecutor? executor = null)
    {
        var feed = new Feed();
        var store = await SqliteStore.OpenAsync(
            new SqliteStoreOptions { Path = Path.Combine(folder, "harmonia.db") },
            feed,
            TimeProvider.System,
            NullLogger<SqliteStore>.Instance,
            CancellationToken.None);
        var engine = new WorkflowEngine(
            Options,
            store.Executions,
            store.Workflows,
            new FixedComponents([executor ?? new BenchExecutor()]),
            feed,
            TimeProvider.System,
            NullLogger<WorkflowEngine>.Instance);
        engine.Start();
        return new BenchEngine(store, engine);
    }

    /// <summary>Starts one execution and waits until its end is on stable storage.</summary>
    public async Task RunAsync(JsonElement workflow)
    {
        var request = _requests.GetOrAdd(workflow.GetProperty("name").GetString()!, _ => Compile(workflow));
        var result = await _engine.StartAsync(request, CancellationToken.None);
        if (result.End is not { Event: WorkflowCompleted })
        {
            throw new InvalidOperationException($"Execution {result.Id} did not complete: {result}.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _engine.DisposeAsync();
        await _store.DisposeAsync();
    }

    private static StartRequest Compile(JsonElement workflow)
    {
        var compiled = WorkflowCompiler.Compile(workflow, new BenchCatalog(), DefinitionLimits.Default);
        var definition = compiled.Definition
            ?? throw new InvalidOperationException(string.Join('\n', compiled.Findings));
        var (json, hash) = DefinitionText.Of(definition.Source);
        return new StartRequest(InlineWorkflow.IdOf(definition), definition, JsonText.EmptyObject)
        {
            Stored = new(hash, json),
            Wait = Patience,
        };
    }

    private sealed class BenchCatalog : IActionCatalog
    {
        public IEnumerable<string> Components => [BenchExecutor.Name];

        public ComponentActions? Find(string component) => new(BuiltIn: true, [BenchExecutor.Noop]);
    }
}
