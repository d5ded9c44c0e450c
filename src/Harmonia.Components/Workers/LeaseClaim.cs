using Harmonia.Core.Executions;

namespace Harmonia.Components.Workers;

/// <summary>By what a worker says which attempt it speaks of, and that it is its own.</summary>
/// <param name="WorkerId">Who speaks.</param>
/// <param name="ExecutionId">Of which execution.</param>
/// <param name="Task">Of which task.</param>
/// <param name="Attempt">Which attempt of it.</param>
/// <param name="Epoch">Which handing over of it.</param>
/// <param name="Token">Shows, after a restart, that this server handed it over.</param>
public sealed record LeaseClaim(
    string WorkerId, ExecutionId ExecutionId, string Task, int Attempt, long Epoch, string? Token)
{
    internal AttemptKey Key => new(ExecutionId, Task, Attempt);
}

/// <summary>One attempt among all of them.</summary>
internal readonly record struct AttemptKey(ExecutionId ExecutionId, string Task, int Attempt);

/// <summary>What became of what a worker said.</summary>
public abstract record ClaimOutcome
{
    private ClaimOutcome()
    {
    }

    /// <summary>It counts, and is on stable storage where it has to be.</summary>
    /// <param name="IsRepeated">Whether it was said, and counted, before.</param>
    public sealed record Accepted(bool IsRepeated) : ClaimOutcome;

    /// <summary>The attempt is the worker's for longer.</summary>
    /// <param name="Until">How long, if nothing is heard.</param>
    /// <param name="IsCanceled">Whether nobody needs it any more, so that the worker should stop.</param>
    public sealed record Renewed(DateTimeOffset Until, bool IsCanceled) : ClaimOutcome;

    /// <summary>The attempt is not the worker's, or not any more; nothing has changed.</summary>
    /// <param name="Epoch">That of whoever has it now; <see langword="null"/> when nobody has.</param>
    /// <param name="Reason">For people.</param>
    public sealed record Stale(long? Epoch, string Reason) : ClaimOutcome;

    /// <summary>Nobody can say yet; to be said again soon.</summary>
    /// <param name="Reason">For people.</param>
    public sealed record Later(string Reason) : ClaimOutcome;
}
