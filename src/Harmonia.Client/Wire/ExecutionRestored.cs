namespace Harmonia.Client;

/// <summary>The version of an execution to go on from.</summary>
/// <param name="Version">The number of an event.</param>
public sealed record ForkBody(long Version);

/// <summary>A new execution goes on from where another one was.</summary>
/// <param name="ExecutionId">The new one.</param>
/// <param name="OriginalExecutionId">The other one.</param>
/// <param name="CheckpointId">The checkpoint; <see langword="null"/> when a version was asked for.</param>
/// <param name="Status">Always <c>running</c>.</param>
public sealed record ExecutionRestored(
    Guid ExecutionId, Guid OriginalExecutionId, Guid? CheckpointId, string Status)
{
    /// <summary>The version of the original that it goes on from.</summary>
    public required long Version { get; init; }

    /// <summary>When it was restored.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}
