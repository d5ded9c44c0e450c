using System.Collections.Immutable;
using System.Text.Json;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Executions;

/// <summary>Something that somebody, a task or a clock asks of one execution.</summary>
/// <remarks>
/// Everything that is not pure comes in with it: the time, and one random number for jitter. Both are set by whoever
/// has it decided, at that moment; who makes the command need not know them.
/// </remarks>
public abstract record ExecutionCommand
{
    private protected ExecutionCommand()
    {
    }

    public DateTimeOffset At { get; init; }

    /// <summary>A random number in [0, 1) for the jitter of what this command decides.</summary>
    public double Jitter { get; init; }

    /// <summary>The caller's idempotency key; a key that was accepted before decides to nothing.</summary>
    public string? Request { get; init; }
}

public sealed record StartExecution(
    WorkflowId WorkflowId,
    JsonElement Input,
    JsonElement? Metadata,
    string? RequestHash) : ExecutionCommand
{
    /// <summary>The execution that starts it, if one does.</summary>
    public ParentExecution? Parent { get; init; }
}

public sealed record PauseExecution : ExecutionCommand;

public sealed record ResumeExecution : ExecutionCommand;

public sealed record CancelExecution(string? Reason) : ExecutionCommand;

/// <summary>Reopens a failed execution at its failed tasks.</summary>
public sealed record RetryExecution : ExecutionCommand;

/// <summary>Replaces the free-form state.</summary>
public sealed record ChangeState(JsonElement State) : ExecutionCommand;

/// <summary>Sets members of the free-form state and leaves the others.</summary>
public sealed record UpdateState(JsonElement Values) : ExecutionCommand;

/// <summary>Gives the version that this leads to a name.</summary>
/// <param name="Id">The checkpoint's id.</param>
/// <param name="Name">What the caller calls it.</param>
/// <param name="Description">What the caller says of it.</param>
/// <param name="MayHaveEnded">Whether the last version of an ended execution can be named too.</param>
public sealed record TakeCheckpoint(CheckpointId Id, string? Name, string? Description, bool MayHaveEnded)
    : ExecutionCommand;

/// <summary>Begins an execution with the first events of another one, and goes on from there.</summary>
/// <param name="Original">Whose, up to which version.</param>
/// <param name="History">Those events, from version 1 on, without a gap.</param>
/// <param name="RequestHash">Tells a repeated request from a different one.</param>
public sealed record RestoreExecution(
    RestoredFrom Original,
    ImmutableArray<ExecutionEvent> History,
    string? RequestHash) : ExecutionCommand;
/// <summary>Tells the execution that something happened outside.</summary>
/// <param name="Name">What tasks wait for.</param>
/// <param name="Payload">What is told.</param>
/// <param name="Id">Sending the same id again changes nothing; <see langword="null"/> for one that is made.</param>
/// <param name="Keep">Whether it is kept when nobody waits for it yet; otherwise it is lost then.</param>
public sealed record SendSignal(string Name, JsonElement Payload, string? Id, bool Keep = true) : ExecutionCommand
{
    /// <summary>Who sends it, as the sender says.</summary>
    public string? Actor { get; init; }

    /// <summary>Whether it is told to many: then it leaves no trace where no task takes it.</summary>
    public bool IfTaken { get; init; }
}

/// <summary>Answers a task that waits for people.</summary>
/// <param name="Task">Its path.</param>
/// <param name="Approve">Approves, or rejects.</param>
/// <param name="Data">What was filled in or changed.</param>
/// <param name="Comment">What the person says about it.</param>
/// <param name="Actor">Who answers; <see langword="null"/> when nobody says.</param>
public sealed record AnswerApproval(string Task, bool Approve, JsonElement? Data, string? Comment, string? Actor)
    : ExecutionCommand
{
    /// <summary>The attempt that was shown; <see langword="null"/> for whichever waits now.</summary>
    public int? Attempt { get; init; }

    /// <summary>How it came: <c>api</c> or <c>link</c>.</summary>
    public string Via { get; init; } = "api";
}

/// <summary>Starts the next attempt of these ready tasks: the shell has a place for each.</summary>
public sealed record StartTasks(ImmutableArray<string> Tasks) : ExecutionCommand;

/// <summary>Says how an attempt ended.</summary>
public abstract record AttemptReport(string Task, int Attempt) : ExecutionCommand
{
    /// <summary>What the attempt used up; <see langword="null"/> when nothing is counted.</summary>
    public TaskUsage? Usage { get; init; }
}

public sealed record CompleteTask(string Task, int Attempt, JsonElement Output) : AttemptReport(Task, Attempt);

public sealed record FailTask(string Task, int Attempt, TaskFailure Failure) : AttemptReport(Task, Attempt);

/// <summary>Says that an attempt reached nobody, so that nothing was tried.</summary>
public sealed record ReturnTask(string Task, int Attempt, string Reason) : AttemptReport(Task, Attempt);

/// <summary>Says that the component of a task that is ready is not there.</summary>
public sealed record HoldTask(string Task, string Reason) : ExecutionCommand;

/// <summary>Says how far an attempt is.</summary>
public sealed record ReportProgress(
    string Task, int Attempt, double? Progress, string? Message, JsonElement? Details) : ExecutionCommand;

/// <summary>Adds items to a map that is open, and closes it if that was all.</summary>
/// <param name="Task">The path of the map.</param>
/// <param name="Items">A list; it may be empty.</param>
/// <param name="Close">Whether no more will come.</param>
public sealed record AddItems(string Task, JsonElement Items, bool Close) : ExecutionCommand;

/// <summary>A call that streams brings a partial result.</summary>
/// <param name="Task">Of which task.</param>
/// <param name="Attempt">By which attempt.</param>
/// <param name="Sequence">1, 2, 3 … within the attempt. Each brings the same again.</param>
/// <param name="Data">The partial result.</param>
public sealed record ReportChunk(string Task, int Attempt, long Sequence, JsonElement Data) : ExecutionCommand;

/// <summary>Says what became of a task whose outcome is not known (<c>on_unknown: ask</c>).</summary>
/// <param name="Task">Which task.</param>
/// <param name="Resolution">What is to follow.</param>
/// <param name="Output">Its output, when it was done.</param>
/// <param name="Reason">Why it failed, when it was not.</param>
public sealed record ResolveTask(string Task, TaskResolution Resolution, JsonElement? Output, string? Reason)
    : ExecutionCommand;

/// <summary>What follows for a task whose outcome was not known.</summary>
public enum TaskResolution
{
    /// <summary>Another attempt.</summary>
    Retry,

    /// <summary>It was done.</summary>
    Complete,

    /// <summary>It was not done, and will not be.</summary>
    Fail,
}

/// <summary>Attempts that were running are gone with the process that made them.</summary>
/// <param name="Alive">Those that still run here, by task and attempt; every other running attempt is
/// interrupted.</param>
public sealed record InterruptTasks(ImmutableArray<(string Task, int Attempt)> Alive) : ExecutionCommand;

/// <summary>A child has ended.</summary>
/// <param name="Child">Which.</param>
/// <param name="End">Its last word: completed, failed or canceled.</param>
public sealed record ReportChild(ExecutionId Child, ExecutionEvent End) : ExecutionCommand;

/// <summary>Somebody calls a task back.</summary>
/// <param name="Task">Its path.</param>
/// <param name="Number">Which of its addresses was used.</param>
/// <param name="Body">What was sent.</param>
public sealed record ReceiveCallback(string Task, int Number, JsonElement Body) : ExecutionCommand;

/// <summary>A child has been told what it was owed.</summary>
public sealed record ConfirmOrder(OwedOrder Order) : ExecutionCommand;

/// <summary>Time has passed: whatever is due happens.</summary>
public sealed record Tick : ExecutionCommand;
