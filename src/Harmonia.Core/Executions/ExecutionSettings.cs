using System.Collections.Frozen;
using Harmonia.Core.Expressions;

namespace Harmonia.Core.Executions;

/// <summary>What the operator allows one execution. The same for all of them on a node.</summary>
public sealed record ExecutionSettings
{
    public static ExecutionSettings Default { get; } = new();

    /// <summary>Calls that may run at once within one execution (<c>HARMONIA_MAX_CONCURRENT_TASKS</c>).</summary>
    public int MaxConcurrentTasks
    {
        get;
        init => field = value > 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "At least one task must be able to run.");
    } = 10;

    /// <summary>Events after which an execution is ended with <c>history_limit</c>.</summary>
    public int MaxEvents { get; init; } = 50_000;

    /// <summary>How deep executions may start executions.</summary>
    public int MaxDepth { get; init; } = 32;

    /// <summary>Bytes of JSON of one input, output or state.</summary>
    public int MaxValueBytes { get; init; } = 10 * 1024 * 1024;

    /// <summary>Signals that are kept for tasks that do not wait yet; further ones are refused.</summary>
    public int MaxKeptSignals { get; init; } = 10_000;

    /// <summary>Bytes of JSON of all signals that are kept.</summary>
    public int MaxKeptSignalBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>
    /// Time for a whole execution whose definition says nothing; <see langword="null"/> for no limit.
    /// </summary>
    public TimeSpan? MaxExecutionTime { get; init; }

    /// <summary>Checkpoints that callers may take of one execution.</summary>
    public int MaxCheckpoints { get; init; } = 1_000;

    /// <summary>
    /// How old the last checkpoint of an execution that goes on may become (<c>HARMONIA_CHECKPOINT_INTERVAL</c>);
    /// <see langword="null"/> for none of their own accord.
    /// </summary>
    public TimeSpan? CheckpointInterval { get; init; }

    /// <summary>What <c>env.X</c> can see: only what the operator listed.</summary>
    public FrozenDictionary<string, string> Environment { get; init; } = FrozenDictionary<string, string>.Empty;

    public EvaluationLimits Evaluation { get; init; } = EvaluationLimits.Default;
}
