using System.Globalization;
using Harmonia.Client;
using Harmonia.Core.Executions;
using Harmonia.Engine.Ports;
using Harmonia.Engine.Running;
using TaskStatus = Harmonia.Core.Executions.TaskStatus;

namespace Harmonia.Server.Rest;

/// <summary>Executions as they are told.</summary>
internal static class ExecutionViews
{
    /// <summary>Tasks within others that are shown with an execution; a map may have many more.</summary>
    private const int MaxNestedTasks = 1_000;

    /// <summary>Assignees that are named in a sentence.</summary>
    private const int MaxNamedPeople = 5;

    public static ExecutionSummary Summary(ExecutionHead head) => new(
        head.Id.Value,
        head.WorkflowId.Value,
        head.WorkflowName,
        head.Quarantine is null ? head.Status.Word : ExecutionStatus.Paused.Word,
        head.Quarantine is null ? head.StatusReason : "quarantined",
        head.CreatedAt,
        head.EndedAt,
        head.ParentId?.Value);

    /// <summary>What is said of a child beside its parent's tasks.</summary>
    public static ChildExecution Child(ExecutionHead head) =>
        new(head.ParentTask ?? "", head.Id.Value, Summary(head).Status);

    /// <param name="loaded">The execution.</param>
    /// <param name="children">Executions that it started, or the newest of them; none for one of the past.</param>
    public static ExecutionDetail Detail(LoadedExecution loaded, ExecutionPage? children = null)
    {
        var state = loaded.State;
        var parked = loaded.Head.Quarantine;
        return new ExecutionDetail
        {
            ExecutionId = state.Id.Value,
            Id = state.Id.Value,
            WorkflowId = state.WorkflowId.Value,
            WorkflowName = state.WorkflowName,
            Status = parked is null ? state.Status.Word : ExecutionStatus.Paused.Word,
            StatusReason = parked is null ? state.StatusReason : "quarantined",
            StartTime = state.CreatedAt,
            EndTime = state.EndedAt,
            Version = state.Version,
            Progress = Progress(state),
            TaskStatuses = Shown(state).ToDictionary(task => task.Path, task => Short(task, state)),
            TaskExecutions = Shown(state).ToDictionary(task => task.Path, task => Full(task, state)),
            Input = state.Input,
            Output = state.Output,
            Error = parked is null ? Error(state) : new FailureDetail("quarantined", parked),
            Warnings = state.Warnings,
            Metadata = state.Metadata,
            Usage = Of(state.Usage),
            Parent = state.Parent is { } parent
                ? new ParentDetail(parent.ExecutionId.Value, parent.Task, parent.Attempt)
                : null,
            Children = [.. children?.Items.Select(Child) ?? []],
            ChildrenTotal = children?.Total ?? 0,
            Retries = state.Tasks.Sum(task => task.Retries),
        };
    }

    /// <summary>All that is known of an execution whose history cannot be read.</summary>
    public static ExecutionDetail Unreadable(ExecutionHead head, string reason) => new()
    {
        ExecutionId = head.Id.Value,
        Id = head.Id.Value,
        WorkflowId = head.WorkflowId.Value,
        WorkflowName = head.WorkflowName,
        Status = head.Quarantine is null ? head.Status.Word : ExecutionStatus.Paused.Word,
        StatusReason = head.Quarantine is null ? "unreadable" : "quarantined",
        StartTime = head.CreatedAt,
        EndTime = head.EndedAt,
        Version = 0,
        Progress = new ExecutionProgress(0, 0, 0, 0, 0, 0, 0, 0, Percent: 0),
        TaskStatuses = new Dictionary<string, TaskSummary>(),
        TaskExecutions = new Dictionary<string, TaskExecution>(),
        Input = JsonText.Null,
        Error = new FailureDetail("quarantined", head.Quarantine ?? reason),
        Warnings = [],
        Metadata = head.Metadata,
        Children = [],
        ChildrenTotal = 0,
        Retries = 0,
    };

    public static FailureDetail? Error(ExecutionState state) =>
        Wire.Of(state.Failure, state.FailedTasks.FirstOrDefault());

    /// <summary>The workflow's own tasks, and as many of those within them as can be looked through.</summary>
    public static IEnumerable<TaskState> Shown(ExecutionState state) =>
        state.Tasks.Concat(state.AllTasks().Where(task => task.Frame.Owner is not null).Take(MaxNestedTasks));

    private static UsageDetail? Of(TaskUsage usage) => usage == TaskUsage.None
        ? null
        : new UsageDetail(usage.InputTokens, usage.OutputTokens, usage.Tokens, usage.CostUsd, usage.Calls);

    private static ExecutionProgress Progress(ExecutionState state)
    {
        var counts = state.Tasks.CountBy(task => task.Status).ToDictionary();
        var total = state.Tasks.Count;
        return new ExecutionProgress(
            total,
            Of(TaskStatus.Completed),
            Of(TaskStatus.Failed),
            Of(TaskStatus.Skipped),
            Of(TaskStatus.Running),
            Of(TaskStatus.Waiting),
            Of(TaskStatus.Pending),
            Of(TaskStatus.Canceled),
            total == 0 ? 100 : (total - state.OpenTasks) * 100 / total);

        int Of(TaskStatus status) => counts.GetValueOrDefault(status);
    }

    private static TaskSummary Short(TaskState task, ExecutionState state) => new()
    {
        Status = task.Status.Word,
        StartTime = task.FirstStartedAt,
        EndTime = task.EndedAt,
        Output = task.Output,
        Waiting = Waiting(task),
        Why = Why(task, state),
    };

    private static TaskExecution Full(TaskState task, ExecutionState state) => new()
    {
        TaskId = task.Path,
        Status = task.Status.Word,
        StartTime = task.FirstStartedAt,
        EndTime = task.EndedAt,
        Input = task.Input,
        Output = task.Output,
        Error = task.Status == TaskStatus.Completed ? null : Wire.Of(task.Failure),
        Retries = task.Retries,
        Attempt = task.Attempt,
        Items = task.Map is { } items ? Of(items, task.Frames.Count) : null,
        Progress = task.Progress,
        ProgressMessage = task.ProgressMessage,
        Waiting = Waiting(task),
        Why = Why(task, state),
    };

    private static ItemProgress Of(MapItems items, int running) => new(
        items.Total,
        items.Completed,
        items.Failed,
        running,
        items.IsOpen,
        [.. items.Errors.Select(error => new ItemFailure(error.Index, error.Code, error.Message))]);

    private static string? Waiting(TaskState task) => task.Status == TaskStatus.Waiting ? task.Waiting.Word : null;

    private static string? Why(TaskState task, ExecutionState state) => task.Status switch
    {
        TaskStatus.Skipped => task.SkipDetail,
        TaskStatus.Failed => task.Failure?.Message,
        TaskStatus.Waiting when state.Status == ExecutionStatus.Paused =>
            "The execution is paused; no further attempt starts until it is resumed.",
        TaskStatus.Waiting => task.Waiting switch
        {
            WaitReason.Limit =>
                $"It waits for a place among the {state.Settings.MaxConcurrentTasks} calls "
                    + "that one execution may make at once.",
            WaitReason.Retry =>
                $"Attempt {task.Attempt} failed ({task.Failure?.Code}); the next may start at {Time(task.DueAt)}.",
            WaitReason.Callback => "It has called out and waits to be called back.",
            WaitReason.Child => $"It waits for the end of execution {task.Child}.",
            WaitReason.Signal => $"It waits for {Names(task.SignalNames)}{Until(task.DueAt)}.",
            WaitReason.Approval => $"It waits for an answer{OfWhom(task)}{Until(task.DueAt)}.",
            WaitReason.Timer when task.StartedAt is null => $"Its schedule holds it back until {Time(task.DueAt)}.",
            WaitReason.Timer => $"It sleeps until {Time(task.DueAt)}.",
            WaitReason.State => "It waits for the state of the execution to change.",
            WaitReason.Mutex => $"Another task holds the mutex '{task.Definition.Mutex}'.",
            WaitReason.Component =>
                $"It waits for component '{task.Definition.Component}' (waiting_for_component): {state.WhyShut(task)}",
            WaitReason.Operator =>
                $"The process ended while attempt {task.Attempt} ran; somebody must say what became of it.",
            WaitReason.Window => $"Its execution window is closed; it opens at {Time(task.DueAt)}.",
            _ => null,
        },
        _ => null,
    };

    private static string Names(IEnumerable<string> names) =>
        "the signal " + string.Join(", ", names.Select(name => $"'{name}'"));

    private static string OfWhom(TaskState task) => task.Approval is { Assignees: { IsEmpty: false } people }
        ? $" of {string.Join(", ", people.Take(MaxNamedPeople))}{(people.Length > MaxNamedPeople ? ", …" : "")}"
        : "";

    private static string Until(DateTimeOffset? time) => time is null ? "" : $", until {Time(time)}";

    private static string Time(DateTimeOffset? time) =>
        time?.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.FFFZ", CultureInfo.InvariantCulture) ?? "an unknown time";
}
