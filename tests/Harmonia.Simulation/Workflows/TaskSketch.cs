using Harmonia.Core.Definitions;

namespace Harmonia.Simulation.Workflows;

/// <summary>A number that an expression computes: <c>(source ?? fallback) + addend</c>.</summary>
/// <param name="Source">Index of the task whose value is read; <see langword="null"/> for the input's <c>n</c>.</param>
/// <param name="Fallback">What stands in for an absent value; <see langword="null"/> makes absence an error.</param>
/// <param name="Addend">What is added.</param>
internal sealed record Formula(int? Source, int? Fallback, int Addend);

/// <summary>How the worker of a task behaves.</summary>
internal enum Temper
{
    Steady,

    /// <summary>Fails as often as <see cref="TaskSketch.Failures"/> says, then succeeds.</summary>
    Flaky,

    /// <summary>Never succeeds.</summary>
    Broken,
}

/// <summary>A retry policy of a sketch.</summary>
internal sealed record RetrySketch(
    int Max, double InitialDelay, double MaxDelay, double Multiplier, bool Jitter, string[] On, string[] NotOn);

/// <summary>A task as it was thought up, known without asking the product.</summary>
internal sealed record TaskSketch
{
    public required int Index { get; init; }

    public required TaskKind Kind { get; init; }

    public string Id => $"t{Index}";

    public string Component { get; init; } = "lab";

    public List<(int Task, TaskEnds On)> DependsOn { get; } = [];

    public JoinKind Join { get; set; }

    public int Count { get; set; }

    public Formula Value { get; set; } = new(null, null, 0);

    /// <summary>It runs when this is below <see cref="ConditionBelow"/>.</summary>
    public Formula? Condition { get; set; }

    public int ConditionBelow { get; set; }

    public RetrySketch? Retry { get; init; }

    public double? Timeout { get; init; }

    public double? QueueTimeout { get; init; }

    public double? TotalTimeout { get; init; }

    public bool ContinuesOnError { get; init; }

    public int? Handler { get; set; }

    /// <summary>Its output may be at most this, by its declared shape.</summary>
    public int? MaxValue { get; init; }

    public double SleepSeconds { get; init; }

    public WaitForm Wait { get; init; }

    public int CronMinutes { get; init; }

    public DelaySketch? Delay { get; init; }

    /// <summary>Counts instead of that of the workflow.</summary>
    public WindowSketch? Window { get; init; }

    public Temper Temper { get; init; }

    public int Failures { get; init; }

    /// <summary>The class of its failures.</summary>
    public string Code { get; init; } = "busy";

    public bool Retryable { get; init; } = true;

    /// <summary>What the worker asks to wait, in seconds.</summary>
    public double? RetryAfter { get; init; }

    /// <summary>What the worker answers to an input value.</summary>
    public int Answer(int value) => ((value * 7) + (Index * 13) + 5) % 100;
}

/// <summary>A workflow as it was thought up, with what the product made of its text.</summary>
internal sealed record WorkflowSketch(TaskSketch[] Tasks, int[]? Total, int? MaxTotal, double? Timeout)
{
    public WindowSketch? Window { get; init; }

    public required WorkflowDefinition Definition { get; init; }
}
