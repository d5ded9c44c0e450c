using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Harmonia.Core.Definitions;
using Harmonia.Core.Executions;
using Harmonia.Core.Failures;
using Harmonia.Engine;
using Harmonia.Engine.Dispatch;
using Harmonia.Engine.Feeds;
using Harmonia.Engine.Ports;
using Harmonia.Server.Metrics;
using Harmonia.Server.Realtime;
using Harmonia.Server.Security;
using Harmonia.Storage.Memory;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Harmonia.Server.Tests.Realtime;

/// <summary>
/// A server with live events and metrics, a store in memory, and tasks that wait until the test lets them go.
/// </summary>
internal sealed class LiveHost : IAsyncDisposable
{
    /// <summary>Three tasks, one of which waits; eleven events.</summary>
    public const string Waiting =
        """
        { "name": "Waiting", "tasks": {
            "first": { "name": "The first", "component": "harmonia", "action": "echo", "input": { "a": 1 } },
            "held": { "component": "test", "action": "hold", "depends_on": ["first"] },
            "last": { "component": "harmonia", "action": "noop", "depends_on": ["held"] } } }
        """;

    /// <summary>Three tasks that wait for nothing but each other.</summary>
    public const string Quick =
        """
        { "name": "Quick", "tasks": {
            "first": { "component": "test", "action": "ok" },
            "second": { "component": "test", "action": "ok", "depends_on": ["first"] },
            "third": { "component": "test", "action": "ok", "depends_on": ["second"] } } }
        """;

    private readonly WebApplication _web;
    private readonly WorkflowEngine _engine;

    private LiveHost(WebApplication web, WorkflowEngine engine, IExecutionStore store, HoldingExecutor executor)
    {
        (_web, _engine, Store, Executor) = (web, engine, store, executor);
        Client = new HttpClient(new SocketsHttpHandler()) { BaseAddress = Address };
    }

    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(30);

    public Uri Address => new(_web.Urls.First());

    public HttpClient Client { get; }

    public IExecutionStore Store { get; }

    public HoldingExecutor Executor { get; }

    public Feed Feed => _engine.Feed;

    public static async Task<LiveHost> StartAsync(LiveOptions? options = null)
    {
        var feed = new Feed();
        var memory = new MemoryStore(feed, TimeProvider.System);
        var executor = new HoldingExecutor();
        var engine = new WorkflowEngine(
            new EngineOptions(),
            memory.Executions,
            memory.Workflows,
            new FixedComponents([executor]),
            feed,
            TimeProvider.System,
            NullLogger<WorkflowEngine>.Instance);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddRoutingCore();
        builder.Services.AddLogging();
        var web = builder.Build();
        var live = new LiveServices(engine, memory.Executions, TimeProvider.System, options ?? LiveOptions.Default);
        RequestGuard.Use(web, "127.0.0.1");
        web.UseWebSockets();
        web.MapEvents(live);
        web.MapSockets(live);
        web.MapMetrics(new MetricsPage(memory.Executions, TimeProvider.System));
        web.MapGet("/answered", context => Task.CompletedTask);
        await web.StartAsync();
        engine.Start();
        return new LiveHost(web, engine, memory.Executions, executor);
    }

    public async Task<ExecutionId> StartAsync(string json)
    {
        using var document = JsonDocument.Parse(json);
        var compiled = WorkflowCompiler.Compile(document.RootElement, new NoCatalog(), DefinitionLimits.Default);
        Assert.True(compiled.Definition is not null, string.Join('\n', compiled.Findings));
        var text = DefinitionText.Of(compiled.Definition.Source);
        var request = new StartRequest(
            InlineWorkflow.IdOf(compiled.Definition), compiled.Definition, JsonText.EmptyObject)
        {
            Stored = new StoredDefinition(text.Hash, text.Utf8),
        };
        return (await _engine.StartAsync(request, CancellationToken.None)).Id;
    }

    /// <summary>Starts an execution and waits until it has ended.</summary>
    public async Task<ExecutionId> CompleteAsync(string json)
    {
        var id = await StartAsync(json);
        await AllAsync(id);
        return id;
    }

    public Task<CommandReply> SendAsync(ExecutionId id, ExecutionCommand command) =>
        _engine.Router.DeliverAsync(id, command, CancellationToken.None).WaitAsync(Patience);

    /// <summary>All events of an execution that ends.</summary>
    public async Task<List<RecordedEvent>> AllAsync(ExecutionId id)
    {
        using var patience = new CancellationTokenSource(Patience);
        List<RecordedEvent> events = [];
        await foreach (var recorded in Feed.WatchAsync(Store, id, 0, patience.Token))
        {
            events.Add(recorded);
        }

        return events;
    }

    public async ValueTask DisposeAsync()
    {
        Executor.Release();
        await _web.StopAsync();
        await _web.DisposeAsync();
        await _engine.DisposeAsync();
        Client.Dispose();
    }

    private sealed class NoCatalog : IActionCatalog
    {
        public IEnumerable<string> Components => [];

        public ComponentActions? Find(string component) => null;
    }
}

/// <summary>
/// Component <c>test</c>: <c>ok</c> completes, <c>fail</c> fails, <c>hold</c> waits for the test; <c>write</c> waits
/// and produces a text of 1,000 words, of which its first attempt gets to half.
/// </summary>
internal sealed class HoldingExecutor : ITaskExecutor
{
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Component => "test";

    public bool BuiltIn => false;

    public IReadOnlyCollection<string> Actions { get; } = ["ok", "fail", "hold", "write"];

    public int? MaxConcurrent => null;

    /// <summary>Lets everything go that is held, now and later.</summary>
    public void Release() => _released.TrySetResult();

    public async ValueTask<TaskOutcome> ExecuteAsync(TaskCall call, CancellationToken cancellationToken)
    {
        switch (call.Action)
        {
            case "fail":
                return new TaskOutcome.Failed(new TaskFailure("http_503", "Busy \"now\".\n", Retryable: true));
            case "write":
                await _released.Task.WaitAsync(cancellationToken);
                return Write(call);
            case "hold":
                await _released.Task.WaitAsync(cancellationToken);
                return new TaskOutcome.Completed(call.Input);
            default:
                return new TaskOutcome.Completed(call.Input);
        }
    }

    private static TaskOutcome Write(TaskCall call)
    {
        var text = new StringBuilder();
        for (var word = 0; word < (call.Attempt == 1 ? 500 : 1_000); word++)
        {
            var piece = string.Create(CultureInfo.InvariantCulture, $"{call.Attempt}.{word} ");
            text.Append(piece);
            call.Progress.Stream(piece);
        }

        return call.Attempt == 1
            ? new TaskOutcome.Failed(new TaskFailure("http_503", "Busy.", Retryable: true))
            : new TaskOutcome.Completed(JsonText.Of(text.ToString()));
    }
}
