using System.Text;
using System.Text.Json;
using Harmonia.Core.Executions;
using Harmonia.Engine.Ports;

namespace Harmonia.Storage.Tests.Exam;

/// <summary>What every store must do: one class per topic, inherited for each store.</summary>
public abstract class StoreExam : IAsyncLifetime
{
    protected static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    protected static readonly WorkflowId Orders = new(Guid.Parse("11111111-0000-4000-8000-000000000001"));

    private StoreUnderTest? _store;

    protected IExecutionStore Executions => _store!.Executions;

    protected IWorkflowStore Workflows => _store!.Workflows;

    protected ITemplateStore Templates => _store!.Templates;

    protected ICheckpointStore Checkpoints => _store!.Checkpoints;

    protected IComponentStore Components => _store!.Components;

    protected RecordingListener Listener { get; } = new();

    protected FixedTime Time { get; } = new(Noon);

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _store = await OpenAsync(Listener, Time);

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _store!.Close();
    }

    protected abstract Task<StoreUnderTest> OpenAsync(ICommitListener listener, TimeProvider time);

    protected static ExecutionId NewId() => new(Guid.CreateVersion7());

    protected static JsonElement Json(string text) => JsonElement.Parse(text);

    /// <summary>An event that can be told from the others.</summary>
    protected static ExecutionEvent Fact(int number) =>
        new TaskCompleted(number, Json($$"""{"n":{{number}}}""")) { Task = "ship", At = Noon };

    protected static IReadOnlyList<ExecutionEvent> Facts(int from, int count) =>
        [.. Enumerable.Range(from, count).Select(Fact)];

    protected static int Number(RecordedEvent recorded) => ((TaskCompleted)recorded.Event).Attempt;

    protected static ExecutionHead Head(ExecutionId id) => new()
    {
        Id = id,
        WorkflowId = Orders,
        WorkflowName = "orders",
        DefinitionHash = "hash",
        Status = ExecutionStatus.Running,
        CreatedAt = Noon,
    };

    protected static StoredDefinition Definition(string hash) =>
        new(hash, Encoding.UTF8.GetBytes($$"""{"name":"{{hash}}"}"""));

    protected static StoredWorkflow Workflow(int number, string name) => new()
    {
        Id = new WorkflowId(Guid.Parse($"22222222-0000-4000-8000-{number:D12}")),
        Name = name,
        Version = "1.0",
        DefinitionHash = "hash-" + name,
        CreatedAt = Noon,
        UpdatedAt = Noon,
    };

    /// <summary>Appends a new execution with one event and a head.</summary>
    protected async Task<ExecutionId> StartAsync(Func<ExecutionHead, ExecutionHead>? change = null)
    {
        var id = NewId();
        var head = change?.Invoke(Head(id)) ?? Head(id);
        var outcome = await Executions.AppendAsync(new Append(id, 0, [Fact(1)]) { Head = head }, Token);
        Assert.Equal(AppendOutcome.Stored, outcome);
        return id;
    }

    protected async Task<AppendOutcome> AppendAsync(ExecutionId id, long expected, int count = 1) =>
        await Executions.AppendAsync(new Append(id, expected, Facts((int)expected + 1, count)), Token);

    protected async Task<IReadOnlyList<RecordedEvent>> ReadAsync(ExecutionId id) =>
        await Executions.ReadAsync(id, 0, int.MaxValue, Token);
}

/// <summary>An open store and how to close it.</summary>
public sealed record StoreUnderTest(IExecutionStore Executions, IWorkflowStore Workflows, Func<ValueTask> Close)
{
    public required ITemplateStore Templates { get; init; }

    public required ICheckpointStore Checkpoints { get; init; }

    public required IComponentStore Components { get; init; }
}

/// <summary>Keeps what it was told, in order.</summary>
public sealed class RecordingListener : ICommitListener
{
    private readonly Lock _lock = new();
    private readonly List<CommittedAppend> _appends = [];

    public IReadOnlyList<CommittedAppend> Appends
    {
        get
        {
            lock (_lock)
            {
                return [.. _appends];
            }
        }
    }

    public void Committed(ReadOnlySpan<CommittedAppend> appends)
    {
        lock (_lock)
        {
            _appends.AddRange(appends);
        }
    }
}

/// <summary>A clock that stands still.</summary>
public sealed class FixedTime(DateTimeOffset now) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => now;
}
