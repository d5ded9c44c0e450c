using System.Collections.Concurrent;
using Harmonia.Core.Executions;
using Harmonia.Engine.Ports;

namespace Harmonia.Engine.Running;

/// <summary>Routes commands to the runners of this node, making them when they are needed.</summary>
internal sealed class ExecutionRouter(EngineOptions options) : IExecutionRouter
{
    /// <summary>
    /// A runner that closes while we post is followed by a new one; more often than this means a bug.
    /// </summary>
    private const int MaxTries = 1_000;

    private readonly ConcurrentDictionary<ExecutionId, ExecutionRunner> _runners = new();
    private RunnerServices? _services;

    /// <summary>Executions in memory.</summary>
    public int WarmCount => _runners.Count;

    /// <summary>
    /// Whether somebody must look at a due execution: nobody has it in memory, or its timer there was lost.
    /// </summary>
    public bool NeedsWake(ExecutionId id, DateTimeOffset now) =>
        !_runners.TryGetValue(id, out var runner) || runner.IsOverdue(now);

    /// <summary>Gives the router what its runners need; once, before the first command.</summary>
    public void Open(RunnerServices services) => _services = services;

    public Task<CommandReply> DeliverAsync(
        ExecutionId id, ExecutionCommand command, CancellationToken cancellationToken) =>
        PostAsync(id, command, null, cancellationToken);

    /// <summary>
    /// Begins an execution, anew or where another one was, unless it exists; then it is asked whether this is the
    /// same request again.
    /// </summary>
    public Task<CommandReply> StartAsync(
        ExecutionId id, ExecutionCommand start, ExecutionSeed seed, CancellationToken cancellationToken)
    {
        if (_runners.Count >= options.MaxWarmExecutions)
        {
            throw new StoreUnavailableException(
                StoreTrouble.Busy,
                $"{options.MaxWarmExecutions} executions have something to do at this moment. Start this one later.");
        }

        return PostAsync(id, start, seed, cancellationToken);
    }

    /// <summary>Looks at an execution because its time may have come, and waits until that is done.</summary>
    public Task WakeAsync(ExecutionId id, CancellationToken cancellationToken) =>
        PostAsync(id, new Tick(), null, cancellationToken);

    /// <summary>As <see cref="WakeAsync"/>, without waiting; nothing when the node stops.</summary>
    /// <remarks>A timer calls this, and what a timer throws ends the process.</remarks>
    public void Wake(ExecutionId id) => Tell(id, new Tick());

    /// <summary>Tells an execution something that the store has too; nothing when the node stops.</summary>
    public void Tell(ExecutionId id, ExecutionCommand command)
    {
        try
        {
            Post(id, command, null, null);
        }
        catch (StoreUnavailableException)
        {
            // The node stops. Whoever takes the execution up next finds it in the store.
        }
    }

    /// <summary>Asks all calls to stop and waits until no runner works any more.</summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        _services!.Dispatcher.Close();
        foreach (var runner in _runners.Values)
        {
            runner.StopAttempts();
        }

        while (_services!.Dispatcher.Running > 0 && !cancellationToken.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), CancellationToken.None);
        }
    }

    private async Task<CommandReply> PostAsync(
        ExecutionId id, ExecutionCommand command, ExecutionSeed? seed, CancellationToken cancellationToken)
    {
        var reply = new TaskCompletionSource<CommandReply>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (Post(id, command, seed, reply) == PostResult.Full)
        {
            throw new StoreUnavailableException(
                StoreTrouble.Busy, $"{options.MaxMailbox} commands wait for execution {id} already. Try again later.");
        }

        return await reply.Task.WaitAsync(cancellationToken);
    }

    private PostResult Post(
        ExecutionId id,
        ExecutionCommand command,
        ExecutionSeed? seed,
        TaskCompletionSource<CommandReply>? reply)
    {
        var services = _services ?? throw new InvalidOperationException("The engine has not been started.");
        if (services.Stopping.IsCancellationRequested)
        {
            throw new StoreUnavailableException(StoreTrouble.Unavailable, "The node is shutting down.");
        }

        for (var tries = 0; tries < MaxTries; tries++)
        {
            var runner = _runners.GetOrAdd(
                id,
                static (key, made) => new ExecutionRunner(key, made.seed, made.services, made.forget),
                (seed, services, forget: (Action<ExecutionRunner>)Forget));
            if (runner.TryPost(command, reply) is not PostResult.Closed and var result)
            {
                return result;
            }

            Forget(runner);
        }

        throw new InvalidOperationException($"The runner of execution {id} closed {MaxTries} times in a row.");
    }

    private void Forget(ExecutionRunner runner) =>
        _runners.TryRemove(new KeyValuePair<ExecutionId, ExecutionRunner>(runner.Id, runner));
}
