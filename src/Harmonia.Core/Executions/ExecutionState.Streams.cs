using Harmonia.Core.Definitions;

namespace Harmonia.Core.Executions;

/// <content>Streams: maps over what a call brings while it runs.</content>
public sealed partial class ExecutionState
{
    /// <summary>Whether so many chunks of a producer wait that it has to wait too.</summary>
    public bool IsStreamFull(string producer) =>
        Find(producer) is { IsCalling: true, Definition.Stream: not null } task
        && TargetOf(task) is { Status: TaskStatus.Running, Map: { } items } target
        && items.Total - items.Completed - items.Failed >= StreamSettings.MaxUndigested
        && CanDigest(target);

    /// <summary>Whether waiting helps: producers may have taken every place that their targets need.</summary>
    private bool CanDigest(TaskState target) => RunningCalls < Settings.MaxConcurrentTasks
        || Deep(target).Any(task => task.IsCalling);

    /// <summary>The map that takes what a call brings.</summary>
    internal static TaskState? TargetOf(TaskState producer) =>
        producer.Definition.Stream is { } stream ? producer.Frame.Tasks[stream.Target] : null;

    private void Evolve(TaskState producer, TaskChunk chunk)
    {
        producer.Sequence = chunk.Sequence;
        var target = TargetOf(producer)!;
        if (target is { Status: TaskStatus.Running, Map: { } items })
        {
            Feed(target, items, chunk.Data, chunk.At);
        }
        else if (!target.Status.IsFinal)
        {
            (target.Early ??= []).Add(chunk.Data); // It starts with its producer, but not in the same event.
        }
    }

    private void Feed(TaskState target, MapItems items, System.Text.Json.JsonElement data, DateTimeOffset at)
    {
        var before = items.Total;
        items.AddChunk(data);
        AllowFor(target, items.Total - before);
        GoOn(target, at);
    }

    /// <summary>A target has started: it takes what came before.</summary>
    private void EnterStream(TaskState target, int producer, DateTimeOffset at)
    {
        foreach (var data in target.Early ?? [])
        {
            Feed(target, target.Map!, data, at);
        }

        target.Early = null;
        if (target.Frame.Tasks[producer].Status.IsFinal)
        {
            CloseStream(target, at);
        }
    }

    private void CloseStream(TaskState target, DateTimeOffset at)
    {
        if (target is { Status: TaskStatus.Running, Map: { } items })
        {
            items.Close();
            GoOn(target, at);
        }
    }
}
