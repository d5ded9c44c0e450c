using System.Text.Json;
using Harmonia.Core.Executions;
using Harmonia.Core.Failures;
using Harmonia.Core.Schemas;

namespace Harmonia.Engine.Ports;

/// <summary>Does the tasks of one component.</summary>
/// <remarks>
/// <para>Called from the thread pool, many attempts at once, only after the start of the attempt is on stable
/// storage.</para>
/// <para>
/// An attempt may be made again after a crash with the same <see cref="TaskCall.IdempotencyKey"/>: whoever can, uses it
/// to have its effect once.
/// </para>
/// <para>
/// Failures are answers, not exceptions; an exception is a bug of the executor and becomes a failure of class
/// <c>component_error</c>. The token is cancelled at the attempt's deadline, when its execution ends and at shutdown;
/// what is answered after that is not looked at. It is cancelled, too, when the end of the attempt is on stable
/// storage: whoever must not tell before that registers with it.
/// </para>
/// </remarks>
public interface ITaskExecutor
{
    /// <summary>The component's name, as tasks write it.</summary>
    string Component { get; }

    /// <summary>Whether it belongs to this release, so that its list of actions is complete.</summary>
    bool BuiltIn { get; }

    /// <summary>Its actions; empty while nobody knows them, and then any is tried.</summary>
    IReadOnlyCollection<string> Actions { get; }

    /// <summary>Whether it takes an action: one of its actions, unless it does not know them all.</summary>
    bool Takes(string action) => Actions.Count == 0 || Actions.Contains(action);

    /// <summary>
    /// Whether others come for its attempts and make them elsewhere, so that each costs this node memory only: such
    /// attempts are counted apart from its own calls.
    /// </summary>
    bool IsRemote => false;

    /// <summary>Attempts at once at most; <see langword="null"/> for the dispatcher's default.</summary>
    int? MaxConcurrent { get; }

    /// <summary>
    /// What lets attempts of an action begin, beside the number of places: <see langword="null"/> when nothing does.
    /// </summary>
    IGate? GateOf(string action) => null;

    /// <summary>
    /// What an action takes, by which inputs are checked before they are sent; <see langword="null"/> when it does not
    /// say.
    /// </summary>
    JsonSchema? InputOf(string action) => null;

    /// <summary>
    /// Whether an attempt that ran when the process ended goes on elsewhere: it is offered again under its number, with
    /// <see cref="TaskCall.IsResumed"/>, and is not counted as interrupted.
    /// </summary>
    bool SurvivesRestart => false;

    /// <summary>Makes one attempt.</summary>
    ValueTask<TaskOutcome> ExecuteAsync(TaskCall call, CancellationToken cancellationToken);
}

/// <summary>One attempt to be made.</summary>
/// <param name="ExecutionId">Of which execution.</param>
/// <param name="Task">Of which task.</param>
/// <param name="Attempt">1, 2, 3 … within the task.</param>
/// <param name="Action">What to do.</param>
/// <param name="Input">The rendered input.</param>
/// <param name="Deadline">When the attempt is given up.</param>
public sealed record TaskCall(
    ExecutionId ExecutionId,
    string Task,
    int Attempt,
    string Action,
    JsonElement Input,
    DateTimeOffset Deadline)
{
    /// <summary>The child that it is to start; <see langword="null"/> for any other call.</summary>
    public ChildCall? Child { get; init; }

    /// <summary>Takes what the attempt brings before it is done.</summary>
    public IPartialResults Partial { get; init; } = NoPartialResults.Instance;

    /// <summary>Takes how far the attempt is.</summary>
    public ITaskProgress Progress { get; init; } = NoTaskProgress.Instance;

    /// <summary>How long the attempt may be silent (<c>heartbeat_timeout</c>).</summary>
    public TimeSpan? HeartbeatTimeout { get; init; }

    /// <summary>The details of the last progress that this task reported, in this or an earlier attempt.</summary>
    public JsonElement? LastDetails { get; init; }

    /// <summary>What is left of the execution's budget; nothing is limited where it has none.</summary>
    public BudgetLeft Budget { get; init; } = BudgetLeft.Unlimited;

    /// <summary>Whether this attempt ran before the process began: see <see cref="ITaskExecutor.SurvivesRestart"/>.
    /// </summary>
    public bool IsResumed { get; init; }

    /// <summary>The same for all attempts of this task of this execution.</summary>
    public string IdempotencyKey => $"{ExecutionId}/{Task}";

    /// <summary>
    /// The W3C <c>traceparent</c> of the call: the trace is the execution, the span is the attempt, so that every
    /// repetition of a request carries the same one.
    /// </summary>
    public string TraceParent => TraceContext.Of(ExecutionId, Task, Attempt);
}

/// <summary>A child to be started.</summary>
/// <param name="Id">What it is to be called: the same again after an interruption.</param>
/// <param name="Depth">How many executions are above it.</param>
/// <param name="Waits">Whether its end is waited for.</param>
public sealed record ChildCall(ExecutionId Id, int Depth, bool Waits);

/// <summary>What came of an attempt.</summary>
public abstract record TaskOutcome
{
    private TaskOutcome()
    {
    }

    /// <summary>What the attempt used up; <see langword="null"/> when it does not count anything.</summary>
    public TaskUsage? Usage { get; init; }

    /// <summary>Done.</summary>
    /// <param name="Output">What the component answered; self-contained JSON.</param>
    public sealed record Completed(JsonElement Output) : TaskOutcome;

    /// <summary>Not done.</summary>
    /// <param name="Failure">Why.</param>
    public sealed record Failed(TaskFailure Failure) : TaskOutcome;

    /// <summary>
    /// Nobody was reached, so nothing was tried: the attempt is handed back, costs no retry, and the task waits until
    /// the component's gate opens.
    /// </summary>
    /// <param name="Reason">What was tried and found, for people.</param>
    public sealed record Unavailable(string Reason) : TaskOutcome;
}
