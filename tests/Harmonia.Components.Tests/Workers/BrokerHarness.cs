using System.Diagnostics.CodeAnalysis;
using Harmonia.Components.Workers;
using Harmonia.Core.Executions;
using Harmonia.Engine.Ports;
using Microsoft.Extensions.Logging.Abstractions;

namespace Harmonia.Components.Tests.Workers;

/// <summary>A broker with a clock of its own, and what the engine does with it.</summary>
internal sealed class BrokerHarness : IDisposable
{
    public const string Component = "shop";
    public const string Action = "pack";

    public BrokerHarness(WorkerOptions? options = null, ManualTime? time = null)
    {
        Time = time ?? new ManualTime();
        Broker = new WorkerBroker(
            options ?? new WorkerOptions(), new LeaseSeal(Sign, Read), Time, NullLogger.Instance);
        Broker.Know(new KnownComponent(Component, [Action, "send"], TakesAnyAction: false));
    }

    public ManualTime Time { get; }

    public WorkerBroker Broker { get; }

    public ITaskExecutor Executor => Broker.Find(Component)!;

    public IGate Gate => Executor.GateOf(Action)!;

    public static WorkerProfile Profile(string id = "w1", params string?[] actions) => new(
        id, [.. (actions.Length == 0 ? [Action] : actions).Select(action => new WorkerOffer(Component, action))]);

    public static LeaseClaim ClaimOf(LeasedAttempt attempt) => new(
        attempt.WorkerId,
        attempt.ExecutionId,
        attempt.Call.Task,
        attempt.Call.Attempt,
        attempt.Epoch,
        attempt.Token);

    public static TaskCall Call(string task = "t", int attempt = 1, string action = Action) => new(
        new ExecutionId(Guid.Parse("0190a6b0-0000-7000-8000-000000000001")),
        task,
        attempt,
        action,
        JsonText.Of(task),
        DateTimeOffset.MaxValue);

    public Task<PollAnswer?> PollAsync(string id = "w1", int slots = 1, double wait = 30) =>
        Broker.PollAsync(Profile(id), slots, TimeSpan.FromSeconds(wait), Calls.Token);

    /// <summary>The engine makes an attempt: a place is taken, then it is stored, then it begins.</summary>
    public EngineAttempt Start(TaskCall? call = null)
    {
        var attempt = call ?? Call();
        Assert.True(Executor.GateOf(attempt.Action)!.TryEnter());
        return new EngineAttempt(Executor, attempt);
    }

    /// <summary>An attempt that has started, whether or not anybody has a place for it.</summary>
    public EngineAttempt Begin(TaskCall? call = null) => new(Executor, call ?? Call());

    public void Dispose() => Broker.Dispose();

    private static string Sign(string text) => $"signed:{text}";

    private static string? Read(string token) =>
        token.StartsWith("signed:", StringComparison.Ordinal) ? token["signed:".Length..] : null;
}

/// <summary>An attempt, as the engine sees it.</summary>
[SuppressMessage(
    "Reliability",
    "CA1001:Types that own disposable fields should be disposable",
    Justification = "Nobody takes the source's wait handle and it has no timer, so there is nothing to dispose of.")]
internal sealed class EngineAttempt
{
    private readonly CancellationTokenSource _stop = new();

    public EngineAttempt(ITaskExecutor executor, TaskCall call)
    {
        Call = call;
        Outcome = executor.ExecuteAsync(call, _stop.Token).AsTask();
        Stored = StoreAsync();
    }

    public TaskCall Call { get; }

    public Task<TaskOutcome> Outcome { get; }

    /// <summary>When the outcome is stored the engine lets go of the attempt.</summary>
    public Task Stored { get; }

    /// <summary>The execution ends, or the attempt's time is up.</summary>
    public void Cancel() => _stop.Cancel();

    private async Task StoreAsync()
    {
        await ((Task)Outcome).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _stop.CancelAsync();
    }
}
