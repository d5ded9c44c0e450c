using System.Text.Json;
using Harmonia.Core.Expressions;
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

    public ErrorMode OnError { get; set; }

    /// <summary>
    /// The id of the task that handles a failure, if <see cref="OnError"/> is <see cref="ErrorMode.Goto"/>.
    /// </summary>
    public string? Handler { get; set; }

    public List<Dependency> Dependencies { get; } = [];

    public JoinRule Join { get; set; } = new(JoinKind.AllSuccess);
}

/// <summary>The time limits of a task.</summary>
internal sealed record TaskTimes(TimeSpan? Attempt, TimeSpan? Queue, TimeSpan? Total)
{
    public static TaskTimes None { get; } = new(null, null, null);
}
