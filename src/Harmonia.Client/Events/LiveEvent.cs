using System.Text.Json;
using System.Text.Json.Serialization;

namespace Harmonia.Client.Events;

/// <summary>An event as live streams tell it. New types and fields may be added: ignore what you do not know.</summary>
public sealed record LiveEvent
{
    /// <summary>What happened, such as <c>task_completed</c>.</summary>
    public required string EventType { get; init; }

    /// <summary>To which execution.</summary>
    public required Guid ExecutionId { get; init; }

    /// <summary>To which task; <see langword="null"/> when it happened to the execution as a whole.</summary>
    public string? TaskId { get; init; }

    /// <summary>1, 2, 3 … within the execution.</summary>
    public required long Version { get; init; }

    /// <summary>Its place among the events of all executions; only told by streams over all of them.</summary>
    public long? Position { get; init; }

    /// <summary>When it was decided.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>What there is to say about an event of this type.</summary>
    public required JsonElement Details { get; init; }

    /// <summary>One sentence for people.</summary>
    public string? Message { get; init; }
}

/// <summary>Reads and writes live events without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(LiveEvent))]
public sealed partial class LiveEventJson : JsonSerializerContext;
