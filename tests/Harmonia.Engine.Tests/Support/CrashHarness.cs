using System.Text.Json;
using Harmonia.Core.Definitions;
using Harmonia.Core.Executions;
using Harmonia.Engine.Dispatch;
using Harmonia.Engine.Feeds;
using Harmonia.Engine.Ports;
using Harmonia.Storage.Memory;
using Microsoft.Extensions.Logging.Abstractions;

namespace Harmonia.Engine.Tests.Support;

/// <summary>Saved workflows, and processes on one store of which each may be killed at an append.</summary>
internal sealed class CrashHarness
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Dictionary<string, (StoredWorkflow Workflow, WorkflowDefinition Definition)> _saved = [];
    private readonly Feed _feed = new();
    private readonly MemoryStore _memory;

    public CrashHarness() => _memory = new MemoryStore(_feed, Time);

    public FakeTime Time { get; } = new();

    public IExecutionStore Store => _memory.Executions;

    public async Task SaveAsync(string yaml)
    {
        var definition = Harness.Compile(yaml);
        var (json, hash) = DefinitionText.Of(definition.Source);
        var workflow = new StoredWorkflow
        {
            Id = new WorkflowId(DerivedId.From(definition.Name)),
            Name = definition.Name,
            Version = definition.Version,
            DefinitionHash = hash,
            CreatedAt = Time.GetUtcNow(),
            UpdatedAt = Time.GetUtcNow(),
        };
        if (await _memory.Workflows.AddAsync(workflow, new StoredDefinition(hash, json), default) is null)
        {
            await _memory.Workflows.ReviseAsync(workflow, new StoredDefinition(hash, json), default);
        }

        _saved[definition.Name] = (workflow, definition);
    }

    /// <summary>Begins a process; one that is killed is simply never heard of again.</summary>
    public (WorkflowEngine Engine, TestExecutor Executor, CrashStore Store) Begin(
        int crashAt = int.MaxValue, bool after = false)
    {
        var store = new CrashStore(_memory.Executions, crashAt, after);
        var executor = new TestExecutor();
        var engine = new WorkflowEngine(
            new EngineOptions(), store, _memory.Workflows, new FixedComponents([executor]), _feed, Time,
            NullLogger<WorkflowEngine>.Instance);
        engine.Start();
        return (engine, executor, store);
    }

    public Task<StartResult> StartAsync(WorkflowEngine engine, string workflow, string input = "{}")
    {
        var (saved, definition) = _saved[workflow];
        return engine.StartAsync(
            new StartRequest(saved.Id, definition, JsonElement.Parse(input))
            {
                IdempotencyKey = "k",
                ContentHash = "h",
            },
            CancellationToken.None);
    }

    public async Task<List<ExecutionHead>> HeadsAsync() =>
        [.. (await Store.ListAsync(new ExecutionQuery { Limit = 1_000 }, default)).Items];

    public async Task<List<ExecutionEvent>> HistoryAsync(ExecutionId id) =>
        [.. (await Store.ReadAsync(id, 0, int.MaxValue, default)).Select(recorded => recorded.Event)];

    /// <summary>Moves the clock, a hundred times as fast as it would go, until the store looks as it should.</summary>
    public async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(2));
        while (!await holds())
        {
            patience.Token.ThrowIfCancellationRequested();
            await pace.WaitForNextTickAsync(patience.Token);
            Time.Advance(TimeSpan.FromMilliseconds(200));
        }
    }
}
