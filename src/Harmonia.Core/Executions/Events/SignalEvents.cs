using System.Text.Json;
using System.Text.Json.Serialization;

namespace Harmonia.Core.Executions;

/// <summary>A signal came: a task takes it at once, or it is kept, or it is lost because nobody waits.</summary>
/// <param name="Id">Whoever sends it again with the same id has sent it once.</param>
/// <param name="Name">What tasks wait for.</param>
/// <param name="Payload">What it says.</param>
/// <param name="Kept">Whether it is kept until a task takes it.</param>
public sealed record SignalReceived(
    [property: JsonPropertyName("id")] string Id,
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("payload")] JsonElement Payload,
    [property: JsonPropertyName("kept")] bool Kept) : ExecutionEvent
{
    /// <summary>The task that takes it; <see langword="null"/> when none waits for it.</summary>
    [JsonPropertyName("taken_by")]
    public string? TakenBy { get; init; }

    /// <summary>Which of the signals that this task waits for it is, from 0.</summary>
    [JsonPropertyName("offer")]
    public int Offer { get; init; }

    /// <summary>Who sent it, as the sender says.</summary>
    [JsonPropertyName("actor")]
    public string? Actor { get; init; }
}

/// <summary>A task that began to wait took a signal that had been kept.</summary>
/// <param name="Attempt">The attempt that waits.</param>
/// <param name="Id">Which signal.</param>
/// <param name="Offer">Which of the signals that the task waits for it is, from 0.</param>
public sealed record SignalTaken(
    [property: JsonPropertyName("attempt")] int Attempt,
    [property: JsonPropertyName("id")] string Id,
    [property: JsonPropertyName("offer")] int Offer) : TaskEvent;
