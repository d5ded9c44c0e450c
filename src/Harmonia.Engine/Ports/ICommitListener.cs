namespace Harmonia.Engine.Ports;

/// <summary>Is told what was committed.</summary>
/// <remarks>
/// Called by the store after the commit and before the appends of that commit are answered, one call at a time, in the
/// order of positions. It must not block and must not throw: the store's writer is waiting.
/// </remarks>
public interface ICommitListener
{
    /// <summary>These appends are on stable storage.</summary>
    void Committed(ReadOnlySpan<CommittedAppend> appends);
}

/// <summary>An append and where it ended up.</summary>
/// <param name="Append">What was stored.</param>
/// <param name="FirstPosition">The position of its first event; the others follow without holes.</param>
public readonly record struct CommittedAppend(Append Append, long FirstPosition);
