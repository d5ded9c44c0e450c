using System.Text.Json;
using System.Text.Json.Serialization;

namespace Harmonia.Client;

/// <summary>A page of an execution's events.</summary>
/// <param name="Items">In order.</param>
public sealed record ExecutionHistory(IReadOnlyList<HistoryItem> Items)
{
    /// <summary>Gives the next page as the parameter <c>after</c>; absent on the last page for now.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? NextAfter { get; init; }
}

/// <summary>An event as it was stored.</summary>
/// <param name="Version">1, 2, 3 … within the execution.</param>
/// <param name="Type">Such as <c>task_completed</c>.</param>
/// <param name="Timestamp">When it was decided.</param>
/// <param name="TaskId">Of which task, if it is about one.</param>
/// <param name="Data">What else it says.</param>
public sealed record HistoryItem(long Version, string Type, DateTimeOffset Timestamp, string? TaskId, JsonElement Data);
