using Harmonia.Core.Executions;
using Harmonia.Engine.Dispatch;
using Harmonia.Engine.Feeds;
using Harmonia.Engine.Ports;
using Harmonia.Engine.Running;
using Harmonia.Engine.Timers;
using Microsoft.Extensions.Logging;

namespace Harmonia.Engine;

/// <summary>One node's engine: runners, dispatcher, timers and feed around a store.</summary>
/// <remarks>
/// Made by the host, started once, disposed of once; everything else is safe to call from many threads.
/// </remarks>
public sealed class WorkflowEngine : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly ExecutionRouter _router;
    private readonly Dispatcher _dispatcher;
    private readonly WakeQueue _wakes;
    private readonly Sweeper _sweeper;
    private readonly EngineOptions _options;
    private readonly IDisposable _observed;
    private Task _sweeping = Task.CompletedTask;
    private volatile bool _isReady;

    public WorkflowEngine(
        EngineOptions options,
        IExecutionStore executions,
        IWorkflowStore workflows,
        IComponentDirectory components,
        Feed feed,
        TimeProvider time,
        ILogger<WorkflowEngine> logger)
    {
        (_options, Feed) = (options, feed);
        Definitions = new DefinitionCache(workflows, options.MaxCachedDefinitions);
        Reader = new ExecutionReader(executions, Definitions, options.Execution);
        _router = new ExecutionRouter(options);
        var children = new ChildStarter(_router, executions, workflows, Definitions, time);
        _dispatcher = new Dispatcher(
            new JoinedDirectories(new FixedComponents([children]), components), options);
        Events = new EventPublisher(executions, _router);
        _wakes = new WakeQueue(time, _router.Wake);
        _sweeper = new Sweeper(executions, _wakes, _router.NeedsWake, _router.WakeAsync, options, time, logger);
        _router.Open(new RunnerServices(
            options, executions, Reader, Definitions, _dispatcher, _wakes, time, logger)
        {
            Router = _router,
            Texts = feed.Texts,
            Stopping = _stopping.Token,
        });
        _observed = EngineMetrics.Observe(() => _router.WarmCount, () => _dispatcher.Running, () => feed.Subscribers);
    }

    /// <summary>Commands to executions.</summary>
    public IExecutionRouter Router => _router;

    /// <summary>Events for all executions that wait for them.</summary>
    public EventPublisher Events { get; }

    public Feed Feed { get; }

    public DefinitionCache Definitions { get; }

    public ExecutionReader Reader { get; }

    /// <summary>Whether everything that was open at the start has been taken up.</summary>
    public bool IsReady => _isReady;

    /// <summary>Executions held in memory now: those that have something to do, or soon will.</summary>
    public int WarmExecutions => _router.WarmCount;

    /// <summary>Begins to recover and to watch the clock; returns at once, so that the API is not held up.</summary>
    public void Start() => _sweeping = Task.Run(() => _sweeper.RunAsync(() => _isReady = true, _stopping.Token));

    /// <summary>Starts an execution, and waits for its end if asked to.</summary>
    /// <exception cref="StoreUnavailableException">Nothing was accepted, or it is unknown whether it was.</exception>
    public async Task<StartResult> StartAsync(StartRequest request, CancellationToken cancellationToken)
    {
        var id = NewId(request.IdempotencyKey);
        var command = new StartExecution(request.WorkflowId, request.Input, request.Metadata, request.ContentHash)
        {
            Request = request.IdempotencyKey,
        };
        var seed = new ExecutionSeed(request.Definition, request.Stored, IsFresh: request.IdempotencyKey is null);
        var end = request.Wait is null ? null : Feed.Ends.Watch(id);
        try
        {
            var reply = await _router.StartAsync(id, command, seed, cancellationToken);
            return new StartResult(id, reply, await EndAsync(reply, end, request, cancellationToken));
        }
        finally
        {
            if (end is not null)
            {
                Feed.Ends.Forget(id, end);
            }
        }
    }

    /// <summary>Begins a new execution with the first events of another one, whether or not that has ended.</summary>
    /// <exception cref="InvalidDataException">The original's history cannot be understood.</exception>
    /// <exception cref="System.Text.Json.JsonException">The original's history cannot be read.</exception>
    /// <exception cref="StoreUnavailableException">Nothing was accepted, or it is unknown whether it was.</exception>
    public async Task<RestoreResult> RestoreAsync(RestoreRequest request, CancellationToken cancellationToken)
    {
        var beginning = await Reader.ReadBeginningAsync(request.Original, request.Version, cancellationToken);
        if (beginning is null)
        {
            return new RestoreResult.NotFound();
        }

        if (beginning.Version < request.Version)
        {
            return new RestoreResult.NoSuchVersion(beginning.Version);
        }

        var id = NewId(request.IdempotencyKey);
        var original = new RestoredFrom(request.Original, request.Version, request.Checkpoint);
        var command = new RestoreExecution(original, beginning.Events, request.ContentHash)
        {
            Request = request.IdempotencyKey,
        };
        var definition = await Definitions.GetAsync(beginning.DefinitionHash, cancellationToken);
        var seed = new ExecutionSeed(definition, Stored: null, IsFresh: request.IdempotencyKey is null);
        return new RestoreResult.Decided(id, await _router.StartAsync(id, command, seed, cancellationToken));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        using var grace = new CancellationTokenSource(_options.ShutdownGrace);
        await _router.DrainAsync(grace.Token);
        await _stopping.CancelAsync();
        await _sweeping;
        _dispatcher.Dispose();
        _wakes.Dispose();
        _observed.Dispose();
        _stopping.Dispose();
    }

    /// <summary>The same key gives the same execution.</summary>
    private static ExecutionId NewId(string? key) =>
        new(key is null ? Guid.CreateVersion7() : DerivedId.From($"start/{key}"));

    private static async ValueTask<ExecutionEnd?> EndAsync(
        CommandReply reply, Task<ExecutionEnd>? end, StartRequest request, CancellationToken cancellationToken)
    {
        // What had ended before this call, because a start was repeated, does not end again.
        if (end is null
            || reply is not CommandReply.Decided { Decision: Decision.Accepted } decided
            || (decided.Status.IsFinal && !end.IsCompleted))
        {
            return null;
        }

        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, request.StopWaiting);
        try
        {
            return await end.WaitAsync(request.Wait!.Value, enough.Token);
        }
        catch (TimeoutException)
        {
            return null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }
}
