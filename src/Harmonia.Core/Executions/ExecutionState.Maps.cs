using Harmonia.Core.Definitions;

namespace Harmonia.Core.Executions;

/// <content>Maps: a frame for each item, as many at once as the map says.</content>
public sealed partial class ExecutionState
{
    /// <summary>Events beyond the usual limit that the items of maps may bring.</summary>
    private const int MaxItemEvents = 1_000_000;

    /// <summary>Events of a task within an item that the limit allows for: it may be retried once.</summary>
    private const int EventsOfTask = 4;

    private long _itemEvents;

    /// <summary>
    /// Events after which the execution is ended: what the operator allows, and more for each item of its maps.
    /// </summary>
    public long MaxEvents => Settings.MaxEvents + Math.Min(_itemEvents, MaxItemEvents);

    /// <summary>The first items begin; after a retry, those that have not completed.</summary>
    private void EnterMap(TaskState task, DateTimeOffset at)
    {
        if (task.Map is null)
        {
            task.Map = new MapItems(task.Definition.Map!, task.Input!.Value.GetProperty("items"));
            AllowFor(task, task.Map.Total);
        }
        else
        {
            AllowFor(task, task.Map.Total - task.Map.Completed);
        }

        if (task.Definition.Map!.Producer is { } producer)
        {
            EnterStream(task, producer, at);
        }

        GoOn(task, at);
    }

    /// <summary>A task that contains others gets more of them.</summary>
    private void EvolveContent(TaskState task, TaskEvent fact)
    {
        switch (fact)
        {
            case TasksSpliced spliced:
                Leave(task);
                task.Plan = PlanCompiler.Recompile(spliced.Plan, task.Definition);
                OpenFrame(task, null, null, fact.At);
                break;
            case TaskChunk chunk:
                Evolve(task, chunk);
                break;
            case ItemsAdded added:
                AddItems(task, added);
                break;
        }
    }

    private void AddItems(TaskState task, ItemsAdded added)
    {
        var before = task.Map!.Total;
        task.Map.Add(added.Items);
        AllowFor(task, task.Map.Total - before);
        if (added.Close)
        {
            task.Map.Close();
        }

        GoOn(task, added.At);
    }

    private void EndInline(Frame frame, TaskState task, DateTimeOffset at)
    {
        var index = frame.Number!.Value;
        switch (task.Status)
        {
            case TaskStatus.Failed when task.Definition.OnError != ErrorMode.Continue:
                EndItem(frame, items => items.Fail(index, task.Failure!), at);
                break;
            case TaskStatus.Canceled:
                CancelItem(frame, at);
                break;
            default:
                EndItem(frame, items => items.Complete(index, task.Output), at);
                break;
        }
    }

    /// <summary>An item has ended: the next one begins.</summary>
    private void EndItem(Frame frame, Action<MapItems> end, DateTimeOffset at)
    {
        var map = frame.Owner!;
        CloseFrame(frame, at);
        if (!map.IsConsuming)
        {
            end(map.Map!);
            GoOn(map, at);
        }
        else if (map.Frames.Count == 0)
        {
            map.IsConsuming = false;
            if (map.Frame.Tokens is null || map.IsRouted)
            {
                LeaveFrame(map, at); // Otherwise its token still has to go on, which closes it.
            }
        }
    }

    /// <summary>An item is withdrawn, which is how a map begins to end: no other one begins.</summary>
    private void CancelItem(Frame frame, DateTimeOffset at)
    {
        var map = frame.Owner!;
        if (map.IsConsuming)
        {
            EndItem(frame, _ => { }, at);
            return;
        }

        map.Map!.Cancel(frame.Number!.Value);
        CloseFrame(frame, at);
        if (map.Map.IsOver)
        {
            _turns.Add(map);
        }
    }

    private void GoOn(TaskState map, DateTimeOffset at)
    {
        var settings = map.Definition.Map!;
        var items = map.Map!;
        if (items.IsOver || items.IsExceeded || items.HasEnough || settings.CompleteWhen is not null
            || items.OutputBytes > Settings.MaxValueBytes)
        {
            _turns.Add(map);
        }

        while (map.Frames.Count < settings.MaxConcurrency
            && !items.IsExceeded
            && !items.HasEnough
            && items.TryTakeNext(out var index, out var item))
        {
            OpenFrame(map, index, item, at);
        }
    }

    private void AllowFor(TaskState map, int items)
    {
        var tasks = map.Definition.Body!.Tasks.Length;
        _itemEvents += (long)items * ((tasks * EventsOfTask) + 1);
    }
}
