using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Harmonia.Core.Definitions;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Executions;

/// <summary>What is known of one task of one execution. Only <see cref="ExecutionState"/> changes it.</summary>
public sealed class TaskState
{
    private SortedDictionary<int, Frame>? _frames;

    internal TaskState(TaskDefinition definition, Frame frame, long order, int visit = 1)
    {
        (Definition, Frame, Order) = (definition, frame, order);
        Path = frame.Body.IsInline ? frame.Path
            : frame.Path.Length == 0 ? PathOf(definition.Id, visit)
            : $"{frame.Path}.{definition.Id}";
    }

    public TaskDefinition Definition { get; }

    /// <summary>The frame that it belongs to.</summary>
    public Frame Frame { get; }

    /// <summary>
    /// Its name within the execution: the id of a workflow's own task, <c>each[12].fetch</c> of one within a frame.
    /// </summary>
    public string Path { get; }

    /// <summary>Tasks are worked on in the order in which they came to be, which is that of the definition.</summary>
    internal long Order { get; }

    /// <summary>The open frames within it, by number.</summary>
    public IReadOnlyCollection<Frame> Frames => _frames is null ? [] : _frames.Values;

    /// <summary>Which visit it is where transitions lead, from 1; 0 before tokens have come to it.</summary>
    public int Visit { get; internal set; }

    /// <summary>Paths of the visits from which its tokens came.</summary>
    public ImmutableArray<string> Origins { get; internal set; } = [];

    public TaskStatus Status { get; internal set; }

    public WaitReason Waiting { get; internal set; }

    /// <summary>The last attempt that started; 0 when none has.</summary>
    public int Attempt { get; internal set; }

    /// <summary>Failed attempts that were followed by another, since it was first ready.</summary>
    public int Retries { get; internal set; }

    /// <summary>The rendered input of the last attempt.</summary>
    public JsonElement? Input { get; internal set; }

    public JsonElement? Output { get; internal set; }

    /// <summary>Why the last attempt, or the task, failed.</summary>
    public TaskFailure? Failure { get; internal set; }

    /// <summary>Why it was skipped: <c>condition</c> or <c>join</c>.</summary>
    public string? SkipReason { get; internal set; }

    /// <summary>The same for people.</summary>
    public string? SkipDetail { get; internal set; }

    /// <summary>When its join was first met.</summary>
    public DateTimeOffset? FirstReadyAt { get; internal set; }

    /// <summary>Since when it waits for a place.</summary>
    public DateTimeOffset? ReadyAt { get; internal set; }

    /// <summary>When its first attempt started.</summary>
    public DateTimeOffset? FirstStartedAt { get; internal set; }

    /// <summary>When its last attempt started.</summary>
    public DateTimeOffset? StartedAt { get; internal set; }

    public DateTimeOffset? EndedAt { get; internal set; }

    /// <summary>Attempts that reached nobody and were taken back.</summary>
    public int Returns { get; internal set; }

    /// <summary>How far the last attempt said it was, from 0 to 1.</summary>
    public double? Progress { get; internal set; }

    /// <summary>The same for people.</summary>
    public string? ProgressMessage { get; internal set; }

    /// <summary>What the last report of progress brought for the next attempt.</summary>
    public JsonElement? ProgressDetails { get; internal set; }

    /// <summary>Why the last attempt that was taken back had reached nobody.</summary>
    internal string? ReturnReason { get; set; }

    /// <summary>When the next attempt may start, or a waiting task goes on.</summary>
    public DateTimeOffset? DueAt { get; internal set; }

    /// <summary>The address at which it may be called back, if it is a webhook.</summary>
    public CallbackState? Callback { get; internal set; }

    /// <summary>The execution that its last attempt started, or was to start.</summary>
    public ExecutionId? Child { get; internal set; }

    /// <summary>The names of the signals that it waits for.</summary>
    public ImmutableArray<string> SignalNames { get; internal set; } = [];

    /// <summary>What people were asked; <see langword="null"/> until they are.</summary>
    public ApprovalState? Approval { get; internal set; }

    /// <summary>The signals that it has taken, by their place among those that it waits for.</summary>
    internal Signal?[] Taken { get; set; } = [];

    /// <summary>Tasks are given signals in the order in which they began to wait.</summary>
    internal long WaitsSince { get; set; }

    /// <summary>How far a loop has come; <see langword="null"/> for any other task, or before it starts.</summary>
    public LoopState? Loop { get; internal set; }

    /// <summary>
    /// Whether its next attempt waits for an instant other than that of a retry: its schedule, or its window.
    /// </summary>
    internal bool IsPostponed =>
        Waiting == WaitReason.Window || (Waiting == WaitReason.Timer && StartedAt is null);

    /// <summary>Its dependencies by how they ended.</summary>
    internal JoinCounts Counts { get; set; }

    /// <summary>The forks that its tokens passed, each with the visit.</summary>
    internal ImmutableSortedDictionary<int, int> Forks { get; set; } = ImmutableSortedDictionary<int, int>.Empty;

    /// <summary>Whether its token has gone on, or is withdrawn.</summary>
    internal bool IsRouted { get; set; }

    /// <summary>Whether it ended because time was up.</summary>
    internal bool TimedOut => Status == TaskStatus.Failed
        ? Failure?.Code.EndsWith("timeout", StringComparison.Ordinal) == true
        : Output is { ValueKind: JsonValueKind.Object } output
            && output.TryGetProperty("timed_out", out var timedOut)
            && timedOut.ValueKind == JsonValueKind.True;

    /// <summary>The items of a map that has started.</summary>
    public MapItems? Map { get; internal set; }

    /// <summary>The tasks that a dynamic task has planned.</summary>
    internal TaskBody? Plan { get; set; }

    /// <summary>Whether a call for it is under way: that of a dynamic task is over once there is a plan.</summary>
    public bool IsCalling => Status == TaskStatus.Running && Definition.Kind.IsCall && Plan is null;

    /// <summary>The last partial result that a call has brought.</summary>
    internal long Sequence { get; set; }

    /// <summary>Partial results that came before the task that takes them had started.</summary>
    internal List<JsonElement>? Early { get; set; }

    /// <summary>Whether items of a map that has completed still run.</summary>
    internal bool IsConsuming { get; set; }

    /// <summary>The branches that a decision chose, one bit each.</summary>
    internal ulong Chosen { get; set; }

    /// <summary>Whether an error handler took care of its failure.</summary>
    internal bool IsCaught { get; set; }

    /// <summary>The failure that called for it, with the task that failed; of handlers alone.</summary>
    internal (string Task, TaskFailure Failure)? Trigger { get; set; }

    /// <summary>Whether a failure within it was covered by <c>on_error: continue</c>.</summary>
    internal bool HasWarnings { get; set; }

    /// <summary>
    /// How it ended, as its dependants see it: a failure under <c>on_error: continue</c> counts as completed.
    /// </summary>
    internal TaskEnds End => Status switch
    {
        TaskStatus.Completed => TaskEnds.Completed,
        TaskStatus.Failed when Definition.OnError == ErrorMode.Continue => TaskEnds.Completed,
        TaskStatus.Failed => TaskEnds.Failed,
        TaskStatus.Skipped => TaskEnds.Skipped,
        TaskStatus.Canceled => TaskEnds.Canceled,
        _ => TaskEnds.None,
    };

    /// <summary>How it ended, as seen through this dependency on it.</summary>
    internal TaskEnds EndFor(Dependency dependency) =>
        dependency.Branches == 0 || Status != TaskStatus.Completed || (dependency.Branches & Chosen) != 0
            ? End
            : TaskEnds.Skipped;

    internal static string PathOf(string id, int visit) =>
        visit <= 1 ? id : string.Create(CultureInfo.InvariantCulture, $"{id}#{visit}");

    internal void Add(Frame frame) => (_frames ??= []).Add(frame.Number ?? 0, frame);

    internal void Remove(Frame frame) => _frames?.Remove(frame.Number ?? 0);

    /// <summary>A map that goes on where it was: what completed stays, and it gets what it got.</summary>
    internal void ReopenItems()
    {
        Map!.Reopen();
        (Status, Waiting, Counts) = (TaskStatus.Pending, WaitReason.None, default);
        (HasWarnings, IsCaught) = (false, false);
        (Output, Failure, FirstReadyAt, ReadyAt, EndedAt) = (null, null, null, null, null);
    }

    /// <summary>As if it had not run; the numbers of its attempts go on, so that late reports stay late.</summary>
    internal void Reopen()
    {
        (Status, Waiting, Retries, Counts) = (TaskStatus.Pending, WaitReason.None, 0, default);
        (Chosen, HasWarnings, IsCaught, Trigger) = (0, false, false, null);
        (Child, Callback, Approval) = (null, null, null);
        (Loop, Map, Plan, Early, Sequence) = (null, null, null, null, 0);
        (Input, Output, Failure, SkipReason, SkipDetail) = (null, null, null, null, null);
        (Returns, ReturnReason, Progress, ProgressMessage, ProgressDetails) = (0, null, null, null, null);
        (FirstReadyAt, ReadyAt, FirstStartedAt, StartedAt, EndedAt, DueAt) = (null, null, null, null, null, null);
    }
}
