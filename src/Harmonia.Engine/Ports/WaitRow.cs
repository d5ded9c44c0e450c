using System.Text.Json;
using Harmonia.Core.Executions;

namespace Harmonia.Engine.Ports;

/// <summary>One thing that an execution waits for: a projection, written in the transaction of its events.</summary>
/// <param name="Kind">What kind of thing.</param>
/// <param name="Name">A signal's name, or the path of the task that asks people.</param>
/// <param name="IsOpen">Whether it waits; otherwise the row is removed.</param>
/// <param name="Detail">What lists show of it; <see langword="null"/> for a signal.</param>
public sealed record WaitRow(WaitKind Kind, string Name, bool IsOpen, JsonElement? Detail);

/// <summary>An approval that waits for an answer.</summary>
/// <param name="Ordinal">Its place in the order in which approvals were asked.</param>
/// <param name="ExecutionId">Of which execution.</param>
/// <param name="Task">The path of its task.</param>
/// <param name="Detail">What was stored of it.</param>
public sealed record StoredApproval(long Ordinal, ExecutionId ExecutionId, string Task, JsonElement Detail);
