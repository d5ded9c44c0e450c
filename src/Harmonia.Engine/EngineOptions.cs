using Harmonia.Core.Executions;

namespace Harmonia.Engine;

/// <summary>What one node may do at once, and how long it keeps things in memory.</summary>
public sealed record EngineOptions
{
    /// <summary>What one execution may do.</summary>
    public ExecutionSettings Execution { get; init; } = ExecutionSettings.Default;

    /// <summary>Calls that run at once on this node.</summary>
    public int MaxConcurrentCalls
    {
        get;
        init => field = Positive(value, nameof(MaxConcurrentCalls));
    } = 1_024;

    /// <summary>Attempts that are made elsewhere at once, by workers that came for them.</summary>
    public int MaxRemoteCalls
    {
        get;
        init => field = Positive(value, nameof(MaxRemoteCalls));
    } = 100_000;

    /// <summary>Calls that run at once for a component that says nothing itself.</summary>
    public int MaxConcurrentCallsPerComponent
    {
        get;
        init => field = Positive(value, nameof(MaxConcurrentCallsPerComponent));
    } = 256;

    /// <summary>
    /// Commands that wait for one execution; further ones are refused as busy. Reports of attempts always fit.
    /// </summary>
    public int MaxMailbox
    {
        get;
        init => field = Positive(value, nameof(MaxMailbox));
    } = 1_024;

    /// <summary>
    /// Executions with something to do that are held in memory at once; further starts are refused as busy.
    /// </summary>
    public int MaxWarmExecutions
    {
        get;
        init => field = Positive(value, nameof(MaxWarmExecutions));
    } = 50_000;

    /// <summary>Compiled definitions kept in memory.</summary>
    public int MaxCachedDefinitions
    {
        get;
        init => field = Positive(value, nameof(MaxCachedDefinitions));
    } = 1_000;

    /// <summary>An execution that only waits stays in memory when its next timer is nearer than this.</summary>
    public TimeSpan KeepWarm { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How often due executions are looked for in the store.</summary>
    public TimeSpan SweepPeriod { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Makes the addresses of callbacks, the same each time for the same target; gives <see langword="null"/> while
    /// nobody would serve them.
    /// </summary>
    public Func<CallbackTarget, CallbackAddress?> CallbackAddressOf { get; init; } = static _ => null;

    /// <summary>How long shutdown waits for attempts that were asked to stop.</summary>
    public TimeSpan ShutdownGrace { get; init; } = TimeSpan.FromSeconds(5);

    private static int Positive(int value, string name) =>
        value > 0 ? value : throw new ArgumentOutOfRangeException(name, value, "It must be at least 1.");
}

/// <summary>What a callback is for.</summary>
/// <param name="ExecutionId">Of which execution.</param>
/// <param name="Task">The path of the task.</param>
/// <param name="Number">Which of the task's addresses.</param>
public sealed record CallbackTarget(ExecutionId ExecutionId, string Task, int Number);

/// <summary>Where to call back.</summary>
/// <param name="Url">All of it.</param>
/// <param name="Token">The secret part of it.</param>
public sealed record CallbackAddress(string Url, string Token);
