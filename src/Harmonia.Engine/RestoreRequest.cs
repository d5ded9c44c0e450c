using Harmonia.Core.Executions;
using Harmonia.Engine.Ports;

namespace Harmonia.Engine;

/// <summary>From where a new execution is to go on.</summary>
/// <param name="Original">Whose events it begins with.</param>
/// <param name="Version">The last of them.</param>
public sealed record RestoreRequest(ExecutionId Original, long Version)
{
    /// <summary>The checkpoint that names the version, if one does.</summary>
    public CheckpointId? Checkpoint { get; init; }

    /// <summary>The caller's idempotency key, with its scope; the new execution's id is derived from it.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>Hash of the request's content, to tell a repeated request from a different one.</summary>
    public string? ContentHash { get; init; }
}

/// <summary>What came of a restoration.</summary>
public abstract record RestoreResult
{
    private RestoreResult()
    {
    }

    /// <summary>The rules have spoken about the new execution.</summary>
    public sealed record Decided(ExecutionId Id, CommandReply Reply) : RestoreResult;

    /// <summary>The original is unknown.</summary>
    public sealed record NotFound : RestoreResult;

    /// <summary>The original has not come to that version.</summary>
    /// <param name="Last">Its last version.</param>
    public sealed record NoSuchVersion(long Last) : RestoreResult;
}
