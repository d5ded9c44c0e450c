using System.Collections.Immutable;
using System.Text.Json;
using Harmonia.Core.Expressions;
using Harmonia.Core.Schedules;
using Harmonia.Core.Schemas;

namespace Harmonia.Core.Definitions.Checking;

/// <summary>A task while it is being checked.</summary>
/// <param name="index">Its place in the author's order.</param>
/// <param name="id">Its id.</param>
/// <param name="pointer">Where it stands.</param>
/// <param name="source">As it was written.</param>
internal sealed class TaskDraft(int index, string id, string pointer, JsonElement source)
{
    public int Index => index;

    public string Id => id;

    public string Pointer => pointer;

    public JsonElement Source => source;

    public string? Name { get; set; }

    /// <summary>Whether its type is one that this release runs; otherwise nothing more is said about it.</summary>
    public bool IsKnownType { get; set; } = true;

    public TaskKind Kind { get; set; }

    public string Component { get; set; } = "";

    public string Action { get; set; } = "";

    public Template? Input { get; set; }

    public Template? Result { get; set; }

    public Condition? Condition { get; set; }

    public Expression? Transform { get; set; }

    public JsonSchema? Output { get; set; }

    public RetryPolicy Retry { get; set; } = RetryPolicy.None;

    public TaskTimes Times { get; set; } = TaskTimes.None;

    public StartDelay? Delay { get; set; }

    public ExecutionWindow? Window { get; set; }

    public ErrorMode OnError { get; set; }

    /// <summary>
    /// The id of the task that handles a failure, if <see cref="OnError"/> is <see cref="ErrorMode.Goto"/>.
    /// </summary>
    public string? Handler { get; set; }

    /// <summary>The field that says what it waits for; <see langword="null"/> when none does.</summary>
    public string? DependsOnField { get; set; } = "depends_on";

    public List<Dependency> Dependencies { get; } = [];

    /// <summary>Whether <see cref="Join"/> is not the author's to say here.</summary>
    public bool HasFixedJoin { get; set; }

    public JoinRule Join { get; set; } = new(JoinKind.AllSuccess);

    public TaskRole Role { get; set; }

    public UnknownMode OnUnknown { get; set; }

    /// <summary>The call that undoes it.</summary>
    public TaskDraft? Compensation { get; set; }

    /// <summary>Places of the tasks beside it that are withdrawn when it completes.</summary>
    public List<int> Cancels { get; } = [];

    public string? Mutex { get; set; }

    /// <summary>The tasks within it.</summary>
    public BodyDraft? Body { get; set; }

    /// <summary>Whether nobody has written it, so that nothing of it is to be read.</summary>
    public bool IsGenerated { get; set; }

    /// <summary>Ids that it waits for without having a field for them.</summary>
    public ImmutableArray<string> Sources { get; set; } = [];

    /// <summary>The branches that a <c>parallel</c> task brings together.</summary>
    public ImmutableArray<(string Name, ImmutableArray<string> Tasks)> Branches { get; set; } = [];

    public DecisionSettings? Decision { get; set; }

    /// <summary>Whether the task of a child ends with the child.</summary>
    public bool WaitsForChild { get; set; } = true;

    public EventSettings? Event { get; set; }

    public ApprovalSettings? Approval { get; set; }

    public Guard? Guard { get; set; }

    public MapSettings? Map { get; set; }

    public PlanPolicy? Policy { get; set; }

    public StreamSettings? Stream { get; set; }

    /// <summary>Ids of the maps that end when it completes.</summary>
    public ImmutableArray<string> Completes { get; set; } = [];

    public LoopSettings? Loop { get; set; }

    public WatchSettings? Watch { get; set; }

    /// <summary>Set for tasks between which transitions lead.</summary>
    public Routing? Routing { get; set; }

    /// <summary>What a task with others within it calls <c>result</c> is what those return.</summary>
    public void MoveResultToBody()
    {
        if (Body is { } body)
        {
            (body.Result, Result) = (Result, null);
        }
    }

    /// <summary>Tasks that wait for it because of what it says, with where it says so.</summary>
    public List<(string Id, string Pointer, ulong Branches)> Leads { get; } = [];
}

/// <summary>The time limits of a task.</summary>
internal sealed record TaskTimes(TimeSpan? Attempt, TimeSpan? Queue, TimeSpan? Total, TimeSpan? Silence)
{
    public static TaskTimes None { get; } = new(null, null, null, null);
}
