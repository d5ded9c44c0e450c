using System.Text;
using System.Text.Json;
using Harmonia.Core.Definitions;
using Harmonia.Core.Executions;
using Harmonia.Engine.Feeds;
using Harmonia.Engine.Ports;
using Harmonia.Storage.Memory;
using Microsoft.Extensions.Logging.Abstractions;

namespace Harmonia.Engine.Tests.Support;

/// <summary>
/// An engine on a store in memory, with a clock that the test moves; it can be "killed" and started again.
/// </summary>
internal sealed class Harness : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly MemoryStore _memory;
    private readonly EngineOptions _options;

    public Harness(EngineOptions? options = null, TestExecutor? executor = null)
    {
        Directory = new TestDirectory();
        _options = options ?? new EngineOptions();
        Executor = executor ?? new TestExecutor();
        _memory = new MemoryStore(Feed, Time);
        Directory.Put(Executor);
        Store = new FaultyStore(_memory.Executions);
        Engine = NewEngine();
    }

    public FakeTime Time { get; } = new();

    public Feed Feed { get; } = new();

    public TestExecutor Executor { get; private set; }

    public TestDirectory Directory { get; private set; }

    public FaultyStore Store { get; }

    public ICheckpointStore Checkpoints => _memory.Checkpoints;

    public WorkflowEngine Engine { get; private set; }

    /// <summary>
    /// As after kill -9: what the old engine still does reaches nobody, and a new one takes up the store.
    /// </summary>
    public void Restart(TestExecutor? executor = null)
    {
        Executor = executor ?? new TestExecutor();
        Directory = new TestDirectory();
        Directory.Put(Executor);
        Engine = NewEngine();
    }

    public async Task<ExecutionId> StartAsync(string yaml, string input = "{}", string? key = null)
    {
        var result = await TryStartAsync(yaml, input, key);
        Assert.IsType<Decision.Accepted>(Assert.IsType<CommandReply.Decided>(result.Reply).Decision);
        return result.Id;
    }

    public Task<StartResult> TryStartAsync(string yaml, string input = "{}", string? key = null)
    {
        var definition = Compile(yaml);
        var (json, hash) = DefinitionText.Of(definition.Source);
        using var document = JsonDocument.Parse(input);
        return Engine.StartAsync(
            new StartRequest(InlineWorkflow.IdOf(definition), definition, document.RootElement.Clone())
            {
                Stored = new StoredDefinition(hash, json),
                IdempotencyKey = key,
                ContentHash = key is null ? null : input,
            },
            CancellationToken.None);
    }

    public async Task<CommandReply> SendAsync(ExecutionId id, ExecutionCommand command) =>
        await Engine.Router.DeliverAsync(id, command, CancellationToken.None).WaitAsync(Patience);

    /// <summary>Names the version that this leads to.</summary>
    public async Task<StoredCheckpoint> CheckpointAsync(ExecutionId id)
    {
        var checkpoint = new CheckpointId(Guid.NewGuid());
        await SendAsync(id, new TakeCheckpoint(checkpoint, null, null, MayHaveEnded: true));
        return (await Checkpoints.FindAsync(checkpoint, CancellationToken.None))!;
    }

    /// <summary>A new execution that goes on from a checkpoint.</summary>
    public async Task<ExecutionId> RestoreAsync(StoredCheckpoint checkpoint, string? key = null)
    {
        var request = new RestoreRequest(checkpoint.ExecutionId, checkpoint.Version)
        {
            Checkpoint = checkpoint.Id,
            IdempotencyKey = key,
            ContentHash = key is null ? null : "content",
        };
        var result = Assert.IsType<RestoreResult.Decided>(
            await Engine.RestoreAsync(request, CancellationToken.None).WaitAsync(Patience));
        Assert.IsType<Decision.Accepted>(Assert.IsType<CommandReply.Decided>(result.Reply).Decision);
        return result.Id;
    }

    /// <summary>The events of an execution until one satisfies <paramref name="last"/>.</summary>
    public async Task<List<ExecutionEvent>> UntilAsync(ExecutionId id, Func<ExecutionEvent, bool> last)
    {
        using var patience = new CancellationTokenSource(Patience);
        var seen = new List<ExecutionEvent>();
        await foreach (var recorded in Feed.WatchAsync(Store, id, 0, patience.Token))
        {
            Assert.Equal(seen.Count + 1, recorded.Version);
            seen.Add(recorded.Event);
            if (last(recorded.Event))
            {
                return seen;
            }
        }

        return seen;
    }

    /// <summary>All events of an execution that ends.</summary>
    public Task<List<ExecutionEvent>> EndAsync(ExecutionId id) => UntilAsync(id, _ => false);

    public async Task<ExecutionState> LoadAsync(ExecutionId id) =>
        (await Engine.Reader.LoadAsync(id, CancellationToken.None))!.State;

    public ValueTask DisposeAsync() => Engine.DisposeAsync();

    internal static WorkflowDefinition Compile(string yaml)
    {
        List<Core.Failures.Finding> findings = [];
        var document = SourceDocument.Read(
            Encoding.UTF8.GetBytes(yaml), DocumentFormat.Yaml, DocumentLimits.Default, findings);
        Assert.Empty(findings);
        var compiled = WorkflowCompiler.Compile(document!.Root, new NoCatalog(), DefinitionLimits.Default);
        Assert.True(compiled.Definition is not null, string.Join('\n', compiled.Findings));
        return compiled.Definition;
    }

    private WorkflowEngine NewEngine() => new(
        _options,
        Store,
        _memory.Workflows,
        Directory,
        Feed,
        Time,
        NullLogger<WorkflowEngine>.Instance);

    private sealed class NoCatalog : IActionCatalog
    {
        public IEnumerable<string> Components => [];

        public ComponentActions? Find(string component) => null;
    }
}
