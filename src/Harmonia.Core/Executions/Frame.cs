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
    private readonly TaskState[] _tasks;

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
        _tasks = new TaskState[body.Tasks.Length];
        foreach (var task in body.Tasks)
        {
            _tasks[task.Index] = new TaskState(task, this, firstOrder++) { Attempt = firstAttempt };
        }

        OpenTasks = _tasks.Length;
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

    public IReadOnlyList<TaskState> Tasks => _tasks;

    /// <summary>Whether there may be others like it, so that nothing of it is kept once it is closed.</summary>
    internal bool IsOneOfMany => Number is not null || Owner?.Frame.IsOneOfMany == true;

    /// <summary>Tasks that have not ended.</summary>
    public int OpenTasks { get; internal set; }

    /// <summary>Whether it is over: nothing of it is looked at any more.</summary>
    public bool IsClosed { get; internal set; }

    /// <summary>Frames are worked on in the order in which they were opened.</summary>
    internal long Order { get; }

    /// <returns>Its own task with this id, or <see langword="null"/>.</returns>
    public TaskState? Find(string taskId) => Body.IndexOf(taskId) is var index and >= 0 ? _tasks[index] : null;

    internal static string PathOf(TaskState owner, int? number) => number is { } n
        ? string.Create(CultureInfo.InvariantCulture, $"{owner.Path}[{n}]")
        : owner.Path;
}
