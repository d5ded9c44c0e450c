using System.Collections.Immutable;
using Harmonia.Core.Expressions;
using Harmonia.Core.Schedules;
using Harmonia.Core.Schemas;

namespace Harmonia.Core.Definitions;

/// <summary>What follows when a task has failed for good.</summary>
public enum ErrorMode
{
    /// <summary>The execution fails, unless a dependant accepts the failure.</summary>
    Fail,

    /// <summary>It counts as completed for its dependants, and the execution ends with a warning.</summary>
    Continue,

    /// <summary>Another task handles it: that task depends on this one's failure.</summary>
    Goto,
}

/// <summary>A task of a workflow, validated and compiled.</summary>
public sealed class TaskDefinition
{
    /// <summary>An attempt's time when the task says nothing.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(300);

    internal TaskDefinition()
    {
    }

    /// <summary>Its place in <see cref="TaskBody.Tasks"/>.</summary>
    public required int Index { get; init; }

    public required string Id { get; init; }

    public required string Name { get; init; }

    public required TaskKind Kind { get; init; }

    /// <summary>Who does it; empty for <see cref="TaskKind.Expression"/>.</summary>
    public string Component { get; init; } = "";

    /// <summary>What is done; empty for <see cref="TaskKind.Expression"/>.</summary>
    public string Action { get; init; } = "";

    /// <summary>Renders to what the action gets.</summary>
    public required Template Input { get; init; }

    /// <summary>What it waits for, in the author's order, with goto handlers' sources included.</summary>
    public ImmutableArray<Dependency> DependsOn { get; init; } = [];

    /// <summary>The tasks that wait for this one, in definition order, each with the ends that satisfy it.</summary>
    public ImmutableArray<Dependency> Dependants { get; internal set; } = [];

    public JoinRule Join { get; init; } = new(JoinKind.AllSuccess);

    public Condition? Condition { get; init; }

    public RetryPolicy Retry { get; init; } = RetryPolicy.None;

    /// <summary>
    /// Time for one attempt, with what is waited for after its call; <see langword="null"/> for a task without a limit.
    /// </summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Time from being ready until an attempt starts.</summary>
    public TimeSpan? QueueTimeout { get; init; }

    /// <summary>Time from being ready first until its end, over all attempts.</summary>
    public TimeSpan? TotalTimeout { get; init; }

    /// <summary>How long an attempt may be silent; <see langword="null"/> for as long as it likes.</summary>
    public TimeSpan? HeartbeatTimeout { get; init; }

    /// <summary>How long it is held back once its join is met.</summary>
    public StartDelay? Delay { get; init; }

    /// <summary>When its attempts may start; <see langword="null"/> for always.</summary>
    public ExecutionWindow? Window { get; init; }

    public ErrorMode OnError { get; init; } = ErrorMode.Fail;

    public TaskRole Role { get; init; }

    public UnknownMode OnUnknown { get; init; }

    /// <summary>The call that undoes it; <see langword="null"/> when there is nothing to undo.</summary>
    public TaskDefinition? Compensation { get; init; }

    /// <summary>Indexes of the tasks beside it that are withdrawn when it completes.</summary>
    public ImmutableArray<int> Cancels { get; init; } = [];

    /// <summary>Tasks of one execution with the same mutex never run at the same time.</summary>
    public string? Mutex { get; init; }

    /// <summary>The declared shape of its output; a mismatch fails the attempt with <c>invalid_output</c>.</summary>
    public JsonSchema? Output { get; init; }

    /// <summary>
    /// Reshapes the component's answer (<c>response</c>) into the output; for an expression task, what is
    /// computed.
    /// </summary>
    public Template? Result { get; init; }

    /// <summary>
    /// The compiled <c>expression</c> of <see cref="TaskKind.Transform"/>; otherwise <see langword="null"/>.
    /// </summary>
    public Expression? Transform { get; init; }

    /// <summary>The tasks within it; <see langword="null"/> unless it contains others.</summary>
    public TaskBody? Body { get; init; }

    /// <summary>The branches that a <c>parallel</c> task brings together, with the ids of their tasks.</summary>
    public ImmutableArray<(string Name, ImmutableArray<string> Tasks)> Branches { get; init; } = [];

    /// <summary>Whether the task of a child ends with the child, and not when that has begun.</summary>
    public bool WaitsForChild { get; init; } = true;

    /// <summary>Time for the call itself: that of the attempt, or the default.</summary>
    public TimeSpan CallTimeout => Timeout ?? DefaultTimeout;
    /// <summary>How <see cref="TaskKind.Map"/> goes through its items.</summary>
    public MapSettings? Map { get; init; }

    /// <summary>Where its partial results go.</summary>
    public StreamSettings? Stream { get; init; }

    /// <summary>What the plan of a dynamic task may contain.</summary>
    public PlanPolicy? Policy { get; init; }

    /// <summary>Ids of the maps, beside it or around it, that end as completed when it completes.</summary>
    public ImmutableArray<string> Completes { get; init; } = [];

    /// <summary>The branches of <see cref="TaskKind.Decision"/>, in the order in which they are asked.</summary>
    public DecisionSettings? Decision { get; init; }

    /// <summary>How tokens come and go; <see langword="null"/> unless transitions lead to it.</summary>
    public Routing? Routing { get; init; }

    /// <summary>What <see cref="TaskKind.Watch"/> waits for.</summary>
    public WatchSettings? Watch { get; init; }

    /// <summary>What <see cref="TaskKind.Event"/> waits for.</summary>
    public EventSettings? Event { get; init; }

    /// <summary>What <see cref="TaskKind.Approval"/> asks of people.</summary>
    public ApprovalSettings? Approval { get; init; }

    /// <summary>What must hold for as long as the task waits.</summary>
    public Guard? Guard { get; init; }
    /// <summary>How long <see cref="TaskKind.Loop"/> goes on.</summary>
    public LoopSettings? Loop { get; init; }
}
