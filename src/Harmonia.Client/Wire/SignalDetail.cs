using System.Text.Json;
using System.Text.Json.Serialization;

namespace Harmonia.Client;

/// <summary>Tells one execution that something happened.</summary>
/// <param name="Name">What its tasks wait for.</param>
public sealed record SignalBody(string Name)
{
    /// <summary>What is told; any JSON, <c>null</c> unless given.</summary>
    public JsonElement? Payload { get; init; }

    /// <summary>
    /// The same id again changes nothing; made unless given, from the idempotency key if there is one.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Id { get; init; }

    /// <summary>Whether it is kept when nobody waits for it yet; true unless given.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Keep { get; init; }

    /// <summary>Who sends it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Actor { get; init; }
}

/// <summary>What became of a signal.</summary>
/// <param name="ExecutionId">Of which execution.</param>
/// <param name="Name">Its name.</param>
/// <param name="Outcome"><c>delivered</c>, <c>kept</c>, <c>lost</c>, or <c>repeated</c> when its id came
/// before.</param>
/// <param name="SignalId">Its id; <see langword="null"/> when it was repeated without one.</param>
/// <param name="DeliveredTo">The task that took it.</param>
public sealed record SignalAnswer(
    Guid ExecutionId, string Name, string Outcome, string? SignalId, string? DeliveredTo);

/// <summary>A signal that no task has taken yet.</summary>
public sealed record SignalDetail(
    string Id, string Name, JsonElement Payload, string? Actor, DateTimeOffset ReceivedAt);

/// <summary>Signals of an execution.</summary>
/// <param name="Signals">Those that are kept, oldest first.</param>
/// <param name="Total">How many are kept.</param>
/// <param name="WaitingFor">Names of signals that tasks wait for, with the tasks.</param>
public sealed record SignalList(
    IReadOnlyList<SignalDetail> Signals, int Total, IReadOnlyList<SignalWait> WaitingFor);

/// <summary>A task that waits for signals.</summary>
public sealed record SignalWait(string Task, IReadOnlyList<string> Signals, DateTimeOffset? Until);

/// <summary>Tells every execution that waits for it that something happened.</summary>
public sealed record EventBody
{
    /// <summary>What tasks wait for.</summary>
    public string? EventType { get; init; }

    /// <summary>The same under another name.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Name { get; init; }

    /// <summary>What is told; any JSON, <c>null</c> unless given.</summary>
    public JsonElement? Payload { get; init; }

    /// <summary>Each execution takes an event of one id once.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Id { get; init; }

    /// <summary>Only this execution, which keeps it when it does not wait yet.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ExecutionId { get; init; }

    /// <summary>Who publishes it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Actor { get; init; }
}

/// <summary>Who took an event.</summary>
/// <param name="EventId">Its id; publishing it again with this id gives it to nobody twice.</param>
/// <param name="EventType">What tasks waited for.</param>
/// <param name="Delivered">How many executions took it.</param>
/// <param name="Executions">Which; at most 1,000 are named.</param>
/// <param name="Complete">Whether everybody who waited was asked; there is a limit.</param>
public sealed record EventAnswer(
    string EventId, string EventType, int Delivered, IReadOnlyList<Guid> Executions, bool Complete);
