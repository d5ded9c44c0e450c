using System.Text.Json;

namespace Harmonia.Torture;

/// <summary>One event as the history shows it.</summary>
internal sealed record HistoryItem(
    long Version, string Type, DateTimeOffset Timestamp, string? Task, JsonElement Data)
{
    /// <summary>The attempt that it is about; <see langword="null"/> when it is about none.</summary>
    public int? Attempt { get; } = Member(Data, "attempt") is { ValueKind: JsonValueKind.Number } attempt
        ? attempt.GetInt32()
        : null;

    /// <summary>When a sleeping task wakes; <see langword="null"/> for any other event.</summary>
    public DateTimeOffset? WakeAt { get; } = Member(Data, "wake_at") is { ValueKind: JsonValueKind.String } time
        ? time.GetDateTimeOffset()
        : null;

    /// <summary>Whether a task completed that can be undone.</summary>
    public bool IsUndoable { get; } = Member(Data, "compensation") is { ValueKind: not JsonValueKind.Null };

    /// <summary>Paths of the tasks that a restored execution does again.</summary>
    public IReadOnlyList<string> Reopened =>
        Member(Data, "tasks") is { } tasks ? [.. tasks.EnumerateArray().Select(task => task.GetString()!)] : [];

    public bool IsEnd => IsEndOfExecution(Type);

    public static bool IsEndOfExecution(string type) =>
        type is "workflow_completed" or "workflow_failed" or "workflow_canceled";

    public static HistoryItem Read(JsonElement item) => new(
        item.GetProperty("version").GetInt64(),
        item.GetProperty("type").GetString()!,
        item.GetProperty("timestamp").GetDateTimeOffset(),
        Member(item, "task_id") is { ValueKind: JsonValueKind.String } task ? task.GetString() : null,
        Member(item, "data") ?? default);

    public override string ToString() =>
        $"{Version,4} {Timestamp:HH:mm:ss.fff} {Type} {Task} "
        + (Data.ValueKind == JsonValueKind.Undefined ? "" : Data.GetRawText());

    private static JsonElement? Member(JsonElement owner, string name) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out var value) ? value : null;
}
