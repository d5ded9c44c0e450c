using System.Text.Json;
using System.Text.Json.Serialization;

namespace Harmonia.Client;

/// <summary>A worker asks for attempts.</summary>
/// <param name="WorkerId">Who asks: the same for as long as it remembers what it has.</param>
/// <param name="Components">A list of names, or an object with a list of actions for each name.</param>
public sealed record PollBody(string WorkerId, JsonElement Components)
{
    /// <summary>Actions of each component in the list; any unless given.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Actions { get; init; }

    /// <summary>Attempts that it would take, 1 to 1,000; 1 unless given.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Slots { get; init; }

    /// <summary>Seconds to wait for one, at most 60; 30 unless given.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Wait { get; init; }

    /// <summary>What the worker says of itself, for people.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? Metadata { get; init; }
}

/// <summary>What a worker is to do.</summary>
/// <param name="Attempts">Each is its own until <c>lease_until</c>.</param>
/// <param name="Draining">Whether it gets no more: it, or the server, is about to stop.</param>
public sealed record PollAttempts(IReadOnlyList<WorkerAttempt> Attempts, bool Draining);

/// <summary>An attempt that a worker has.</summary>
/// <param name="ExecutionId">Of which execution.</param>
/// <param name="Task">Of which task, by its path.</param>
/// <param name="Attempt">1, 2, 3 … within the task.</param>
/// <param name="Epoch">Grows each time that the attempt is handed over; to be sent with all that is said of it.</param>
/// <param name="LeaseToken">To be sent with all that is said of it, so that it is known after a restart.</param>
/// <param name="Component">In whose name.</param>
/// <param name="Action">What to do.</param>
/// <param name="Input">With what.</param>
/// <param name="IdempotencyKey">The same for all attempts of this task.</param>
/// <param name="Deadline">When the attempt is given up, whatever is heard.</param>
/// <param name="Traceparent">W3C trace context.</param>
/// <param name="LeaseUntil">It is handed to another when nothing is heard until then.</param>
/// <param name="HeartbeatInterval">Seconds between heartbeats.</param>
/// <param name="LastDetails">The details that were last reported of this task, in this or an earlier attempt.</param>
public sealed record WorkerAttempt(
    Guid ExecutionId,
    string Task,
    int Attempt,
    long Epoch,
    string LeaseToken,
    string Component,
    string Action,
    JsonElement Input,
    string IdempotencyKey,
    DateTimeOffset Deadline,
    string Traceparent,
    DateTimeOffset LeaseUntil,
    double HeartbeatInterval,
    JsonElement? LastDetails);
