using System.Text.Json;
using Harmonia.Core.Executions;
using Harmonia.Engine.Ports;

namespace Harmonia.Components.Workers;

/// <summary>An attempt as it is handed to a worker.</summary>
/// <param name="Call">What is to be done.</param>
/// <param name="Component">In the name of which component.</param>
/// <param name="WorkerId">Who has it.</param>
/// <param name="Epoch">Grows each time that the attempt is handed over, also over restarts.</param>
/// <param name="Token">Shows, after a restart, that this server handed it over.</param>
/// <param name="Until">It is handed to another when nothing is heard until then.</param>
/// <param name="HeartbeatInterval">How often the worker should be heard.</param>
/// <param name="LastDetails">What was last reported of this task.</param>
public sealed record LeasedAttempt(
    TaskCall Call,
    string Component,
    string WorkerId,
    long Epoch,
    string Token,
    DateTimeOffset Until,
    TimeSpan HeartbeatInterval,
    JsonElement? LastDetails)
{
    /// <summary>Of which execution.</summary>
    public ExecutionId ExecutionId => Call.ExecutionId;
}
