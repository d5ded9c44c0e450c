using System.Text.Json;
using System.Text.Json.Serialization;

namespace Harmonia.Server.Tests.Realtime;

/// <summary>An event as streams tell it, with every documented field.</summary>
internal sealed record ToldEvent
{
    public required string EventType { get; init; }

    public required Guid ExecutionId { get; init; }

    public required string? TaskId { get; init; }

    public required long Version { get; init; }

    public long? Position { get; init; }

    public required DateTimeOffset Timestamp { get; init; }

    public required JsonElement Details { get; init; }

    public required string? Message { get; init; }
}

/// <summary>Reads told events, and fails on fields that are not documented.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(ToldEvent))]
internal sealed partial class ToldJson : JsonSerializerContext;
