using System.Collections.Immutable;
using System.Text.Json;
using Harmonia.Core.Definitions;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Executions;

/// <summary>Everything known of one execution: the fold of its events over its definition.</summary>
/// <remarks>
/// <para>Changed in place, by <see cref="Evolve(ExecutionEvent)"/> alone (docs/adr/0002). Not safe to share between
/// threads.</para>
/// <para>
/// Beside the facts it keeps the work owed up to date (what can be decided, what is ready, what is due), so that an
/// event costs the same however large the execution is. Those lists are derived: losing them loses nothing.
/// </para>
/// </remarks>
public sealed partial class ExecutionState
{
    /// <summary>Idempotency keys of operators' commands that are remembered.</summary>
    private const int MaxRequests = 64;

    private readonly Frame _root;
    private readonly List<string> _requests = [];

    private ExecutionState(ExecutionId id, WorkflowDefinition definition, ExecutionSettings settings)
    {
        Id = id;
        Definition = definition;
        Settings = settings;
        _root = new Frame(definition.Root, null, null, null, 0, 0);
        _nextOrder = _root.Tasks.Count;
    }

    public ExecutionId Id { get; }

    public WorkflowDefinition Definition { get; }

    public ExecutionSettings Settings { get; }

    /// <summary>The number of its last event; 0 before the start.</summary>
    public long Version { get; private set; }

    /// <summary>The time of its last event: history never runs backwards, whatever a clock does.</summary>
    public DateTimeOffset LastAt { get; private set; }

    public ExecutionStatus Status { get; private set; } = ExecutionStatus.Pending;

    /// <summary>A stable code for what is finer than the status.</summary>
    public string? StatusReason { get; private set; }

    public WorkflowId WorkflowId { get; private set; }

    public string WorkflowName { get; private set; } = "";

    public string? RequestHash { get; private set; }

    public JsonElement Input { get; private set; } = JsonText.EmptyObject;

    public JsonElement? Metadata { get; private set; }

    /// <summary>The execution that started this one; <see langword="null"/> when none did.</summary>
    public ParentExecution? Parent { get; private set; }

    /// <summary>Free-form state that callers keep with the execution.</summary>
    public JsonElement CustomState { get; private set; } = JsonText.EmptyObject;

    /// <summary>When that was last replaced; <see langword="null"/> when never.</summary>
    public DateTimeOffset? CustomStateAt { get; private set; }

    /// <summary>Where it began, when it was restored.</summary>
    public RestoredFrom? RestoredFrom { get; private set; }

    /// <summary>When its last checkpoint was taken; <see langword="null"/> when none was.</summary>
    public DateTimeOffset? LastCheckpointAt { get; private set; }

    /// <summary>
    /// The version that its last checkpoint names; 0 when there is none. Nothing before is forgotten.
    /// </summary>
    public long LastCheckpointVersion { get; private set; }

    /// <summary>Checkpoints that callers took.</summary>
    public int ManualCheckpoints { get; private set; }

    public JsonElement? Output { get; private set; }

    public TaskFailure? Failure { get; private set; }

    /// <summary>Ids of the tasks whose failure nobody handled.</summary>
    public ImmutableArray<string> FailedTasks { get; private set; } = [];

    /// <summary>Ids of failed tasks that <c>on_error: continue</c> covered, once the execution has completed.</summary>
    public ImmutableArray<string> Warnings { get; private set; } = [];

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>When the execution as a whole is given up.</summary>
    public DateTimeOffset? Deadline { get; private set; }

    /// <summary>The frame of the workflow's own tasks.</summary>
    public Frame Root => _root;

    /// <summary>The workflow's own tasks.</summary>
    public IReadOnlyList<TaskState> Tasks => _root.Tasks;

    /// <summary>The workflow's own tasks that have not ended.</summary>
    public int OpenTasks => _root.OpenTasks;

    /// <summary>Calls that run.</summary>
    public int RunningCalls { get; private set; }

    /// <summary>The state before the first event.</summary>
    public static ExecutionState Initial(ExecutionId id, WorkflowDefinition definition, ExecutionSettings settings) =>
        new(id, definition, settings);

    /// <summary>The state that <paramref name="history"/> leads to.</summary>
    /// <exception cref="InvalidDataException">The history does not fit the definition.</exception>
    public static ExecutionState Fold(
        ExecutionId id,
        WorkflowDefinition definition,
        ExecutionSettings settings,
        IEnumerable<ExecutionEvent> history)
    {
        var state = Initial(id, definition, settings);
        foreach (var fact in history)
        {
            state.Evolve(fact);
        }

        return state;
    }

    /// <returns>
    /// The task with this path, or <see langword="null"/> when there is none, or none any more: frames that have
    /// closed are forgotten, unless there can be but one of them.
    /// </returns>
    public TaskState? Find(string path) => _root.Find(path) ?? _nested.GetValueOrDefault(path);

    /// <summary>Whether a command with this idempotency key was accepted already.</summary>
    internal bool Knows(string? request) => request is not null && _requests.Contains(request);

    private void Remember(string request)
    {
        if (_requests.Count == MaxRequests)
        {
            _requests.RemoveAt(0);
        }

        _requests.Add(request);
    }
}
