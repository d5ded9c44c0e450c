using Harmonia.Core.Executions;

namespace Harmonia.Engine.Feeds;

/// <summary>A piece of a text that an attempt produces.</summary>
/// <param name="ExecutionId">Of which execution.</param>
/// <param name="Task">Of which task.</param>
/// <param name="Attempt">Of which attempt: each begins anew.</param>
/// <param name="Index">Which piece of the attempt, from 0.</param>
/// <param name="Offset">At which character of the attempt's text it begins.</param>
/// <param name="Text">The piece.</param>
/// <param name="At">When it came.</param>
public sealed record TextPiece(
    ExecutionId ExecutionId, string Task, int Attempt, long Index, long Offset, string Text, DateTimeOffset At);

/// <summary>The text that one attempt produces, as long as it runs. Never stored.</summary>
/// <remarks>
/// The pieces stay until the attempt ends, so that those who come late, or are slow, get all of them. Beyond
/// <see cref="MaxPieces"/> or <see cref="MaxCharacters"/> the oldest are dropped, which their indexes show.
/// </remarks>
public sealed class LiveText
{
    private const int MaxPieces = 65_536;
    private const int MaxCharacters = 1024 * 1024;

    private readonly Lock _lock = new();
    private readonly Queue<TextPiece> _pieces = [];
    private readonly LiveTexts _owner;
    private readonly TimeProvider _time;
    private long _next;
    private long _offset;
    private int _characters;

    internal LiveText(LiveTexts owner, ExecutionId execution, string task, int attempt, long version, TimeProvider time)
    {
        (_owner, ExecutionId, Task, Attempt, Version, _time) = (owner, execution, task, attempt, version, time);
    }

    public ExecutionId ExecutionId { get; }

    public string Task { get; }

    public int Attempt { get; }

    /// <summary>The execution's version when the attempt had begun: whoever watches hears of that first.</summary>
    public long Version { get; }

    /// <summary>Whether nothing more is said.</summary>
    public bool HasEnded { get; private set; }

    internal bool IsRegistered { get; set; }

    public void Add(string text)
    {
        lock (_lock)
        {
            _pieces.Enqueue(new TextPiece(ExecutionId, Task, Attempt, _next++, _offset, text, _time.GetUtcNow()));
            _offset += text.Length;
            _characters += text.Length;
            while (_pieces.Count > 1 && (_pieces.Count > MaxPieces || _characters > MaxCharacters))
            {
                _characters -= _pieces.Dequeue().Text.Length;
            }
        }

        _owner.Grew(this);
    }

    public void End()
    {
        HasEnded = true;
        _owner.Close(this);
    }

    /// <summary>The pieces from <paramref name="index"/> on that are still there.</summary>
    public IReadOnlyList<TextPiece> From(long index)
    {
        lock (_lock)
        {
            return index >= _next ? [] : [.. _pieces.Where(piece => piece.Index >= index)];
        }
    }
}
