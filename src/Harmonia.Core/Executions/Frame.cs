using System.Globalization;
using System.Text.Json;
using Harmonia.Core.Definitions;

namespace Harmonia.Core.Executions;

/// <summary>One run of a body: the workflow's own tasks, an item of a map, an iteration of a loop, a group.</summary>
/// <remarks>
/// A frame's path says where it is and never means another: <c>each[12]</c>, <c>each[12].again[3]</c>. The root's is
/// empty. Only <see cref="ExecutionState"/> changes it.
/// </remarks>
public sealed class Frame
{
    private readonly List<TaskState> _tasks;

    internal Frame(
        TaskBody body,
        TaskState? owner,
        int? number,
        JsonElement? item,
        long firstOrder,
        int firstAttempt,
        string? path = null)
    {
        (Body, Owner, Number, Item, Order) = (body, owner, number, item, firstOrder);
        Path = path ?? (owner is null ? "" : PathOf(owner, number));
        _tasks = new List<TaskState>(body.Tasks.Length);
        foreach (var task in body.Tasks)
        {
            _tasks.Add(new TaskState(task, this, firstOrder++) { Attempt = firstAttempt });
        }

        Tokens = body.HasTransitions ? new Tokens(body) : null;
        OpenTasks = Tokens is null ? _tasks.Count : 0;
    }

    public TaskBody Body { get; }

    /// <summary>The task that contains it; <see langword="null"/> for the workflow's own.</summary>
    public TaskState? Owner { get; }

    /// <summary>
    /// Which item, from 0, or which iteration, from 1; <see langword="null"/> where there is but one.
    /// </summary>
    public int? Number { get; }

    /// <summary>The item that it is for.</summary>
    public JsonElement? Item { get; }

    public string Path { get; }

    /// <summary>In the author's order; where transitions lead, later visits come after the first ones.</summary>
    public IReadOnlyList<TaskState> Tasks => _tasks;

    /// <summary>The tokens on their way, where transitions lead.</summary>
    internal Tokens? Tokens { get; }

    /// <summary>Whether there may be others like it, so that nothing of it is kept once it is closed.</summary>
    internal bool IsOneOfMany => Number is not null || Owner?.Frame.IsOneOfMany == true;

    /// <summary>Tasks that have not ended; where transitions lead, visits whose tokens have not gone on.</summary>
    public int OpenTasks { get; internal set; }

    /// <summary>Whether it is over: nothing of it is looked at any more.</summary>
    public bool IsClosed { get; internal set; }

    /// <summary>Frames are worked on in the order in which they were opened.</summary>
    internal long Order { get; }

    /// <returns>Its own task with this id, or <see langword="null"/>.</returns>
    public TaskState? Find(string taskId) => Body.IndexOf(taskId) is var index and >= 0 ? _tasks[index] : null;

    /// <returns>The task with this id as expressions see it: the visit of it that ended last.</returns>
    internal TaskState? Seen(string taskId) => Body.IndexOf(taskId) is var index and >= 0
        ? Tokens?.Ended(index) ?? _tasks[index]
        : null;

    internal void Add(TaskState visit) => _tasks.Add(visit);

    internal static string PathOf(TaskState owner, int? number) => number is { } n
        ? string.Create(CultureInfo.InvariantCulture, $"{owner.Path}[{n}]")
        : owner.Path;
}
