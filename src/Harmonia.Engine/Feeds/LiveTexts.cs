using System.Collections.Concurrent;
using System.Collections.Immutable;
using Harmonia.Core.Executions;

namespace Harmonia.Engine.Feeds;

/// <summary>The texts that attempts of this node produce right now, for those who watch.</summary>
public sealed class LiveTexts
{
    private readonly ConcurrentDictionary<ExecutionId, ImmutableArray<LiveText>> _texts = new();
    private readonly ConcurrentDictionary<ExecutionId, ImmutableArray<TextWatch>> _watches = new();

    internal LiveText Open(
        ExecutionId execution, string task, int attempt, long version, TimeProvider time) =>
        new(this, execution, task, attempt, version, time);

    /// <summary>Begins to watch the texts of one execution; disposed of when nobody looks any more.</summary>
    public TextWatch Watch(ExecutionId execution)
    {
        var watch = new TextWatch(this, execution);
        _watches.AddOrUpdate(execution, static (_, added) => [added], static (_, all, added) => all.Add(added), watch);
        foreach (var text in _texts.GetValueOrDefault(execution, []))
        {
            watch.See(text);
        }

        return watch;
    }

    internal void Grew(LiveText text)
    {
        if (!text.IsRegistered)
        {
            text.IsRegistered = true; // Only those that say something are known, so that others cost nothing.
            _texts.AddOrUpdate(
                text.ExecutionId, static (_, added) => [added], static (_, all, added) => all.Add(added), text);
        }

        foreach (var watch in _watches.GetValueOrDefault(text.ExecutionId, []))
        {
            watch.See(text);
        }
    }

    internal void Close(LiveText text)
    {
        if (text.IsRegistered)
        {
            Remove(_texts, text.ExecutionId, text);
        }
    }

    internal void Forget(TextWatch watch) => Remove(_watches, watch.ExecutionId, watch);

    private static void Remove<T>(ConcurrentDictionary<ExecutionId, ImmutableArray<T>> all, ExecutionId id, T item)
    {
        while (all.TryGetValue(id, out var items))
        {
            var rest = items.Remove(item);
            var isDone = rest.IsEmpty
                ? all.TryRemove(KeyValuePair.Create(id, items))
                : all.TryUpdate(id, rest, items);
            if (isDone)
            {
                return;
            }
        }
    }
}

/// <summary>What one watcher has seen of the texts of one execution. One reader; told from any thread.</summary>
public sealed class TextWatch : IDisposable
{
    private readonly Lock _lock = new();
    private readonly List<Seen> _seen = [];
    private readonly LiveTexts _owner;
    private TaskCompletionSource _grown = NewSignal();

    internal TextWatch(LiveTexts owner, ExecutionId execution) => (_owner, ExecutionId) = (owner, execution);

    public ExecutionId ExecutionId { get; }

    /// <summary>Done when there may be more than at the last <see cref="Take"/>.</summary>
    public Task Grown
    {
        get
        {
            lock (_lock)
            {
                return _grown.Task;
            }
        }
    }

    /// <summary>Takes the pieces that have not been taken, of attempts whose beginning is told.</summary>
    /// <param name="version">The version up to which events are told.</param>
    /// <param name="task">Only of this task; <see langword="null"/> for all.</param>
    public IReadOnlyList<TextPiece> Take(long version, string? task = null)
    {
        var pieces = new List<TextPiece>();
        lock (_lock)
        {
            if (task is null)
            {
                _grown = _grown.Task.IsCompleted ? NewSignal() : _grown;
            }

            foreach (var seen in _seen)
            {
                if (!seen.IsDone && seen.Text.Version <= version && (task is null || seen.Text.Task == task))
                {
                    var more = seen.Text.From(seen.Next);
                    seen.Next = more is [.., var last] ? last.Index + 1 : seen.Next;
                    pieces.AddRange(more);
                }
            }
        }

        return pieces;
    }

    /// <summary>An attempt of the task is over, and all that it said was taken; the next one may have begun.</summary>
    public void Drop(string task, long version)
    {
        lock (_lock)
        {
            foreach (var seen in _seen)
            {
                seen.IsDone |= seen.Text.Task == task && seen.Text.Version <= version;
            }

            _seen.RemoveAll(seen => seen.IsDone && seen.Text.HasEnded);
        }
    }

    public void Dispose() => _owner.Forget(this);

    internal void See(LiveText text)
    {
        lock (_lock)
        {
            if (!_seen.Exists(seen => seen.Text == text))
            {
                _seen.Add(new Seen(text));
            }

            _grown.TrySetResult();
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed class Seen(LiveText text)
    {
        public LiveText Text => text;

        public long Next { get; set; }

        /// <summary>Whether the end of the attempt is told. What a call that was given up still says is not.</summary>
        public bool IsDone { get; set; }
    }
}
