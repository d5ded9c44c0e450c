using System.Text.Json;
using Harmonia.Core.Definitions;
using Harmonia.Core.Executions;
using Harmonia.Engine.Feeds;
using Harmonia.Engine.Ports;

namespace Harmonia.Engine;

/// <summary>What is to be executed.</summary>
/// <param name="WorkflowId">Of which workflow; see <see cref="InlineWorkflow.IdOf"/> for a definition that was not
/// saved.</param>
/// <param name="Definition">What the execution keeps for ever.</param>
/// <param name="Input">An object.</param>
public sealed record StartRequest(WorkflowId WorkflowId, WorkflowDefinition Definition, JsonElement Input)
{
    /// <summary>The text of a definition that the store may not have yet.</summary>
    public StoredDefinition? Stored { get; init; }

    /// <summary>What the caller attaches.</summary>
    public JsonElement? Metadata { get; init; }

    /// <summary>The caller's idempotency key, with its scope; the execution's id is derived from it.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>
    /// Hash of the request's content, to tell a repeated start from a different one with the same key.
    /// </summary>
    public string? ContentHash { get; init; }

    /// <summary>How long to wait for the end; <see langword="null"/> for not at all.</summary>
    public TimeSpan? Wait { get; init; }

    /// <summary>Ends the wait as if its time were up, because the node stops.</summary>
    public CancellationToken StopWaiting { get; init; }
}

/// <summary>What came of a start.</summary>
/// <param name="Id">The execution's id.</param>
/// <param name="Reply">What the rules said.</param>
/// <param name="End">How it ended, when that was waited for and happened in time; a repeated start of what had
/// ended has none.</param>
public sealed record StartResult(ExecutionId Id, CommandReply Reply, ExecutionEnd? End);

/// <summary>Workflows that were never saved.</summary>
public static class InlineWorkflow
{
    /// <summary>The id of an inline definition: the same text has the same id.</summary>
    public static WorkflowId IdOf(WorkflowDefinition definition) =>
        new(DerivedId.From($"inline/{definition.Hash}"));
}
