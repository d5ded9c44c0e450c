using System.Text.Json.Serialization;

namespace Harmonia.Core.Executions;

/// <summary>The execution that started this one, and what for.</summary>
/// <param name="ExecutionId">Which execution.</param>
/// <param name="Task">The path of its task.</param>
/// <param name="Attempt">The attempt of that task.</param>
/// <param name="Depth">How many executions are above this one, from 1.</param>
/// <param name="Waits">Whether it waits for the end of this one.</param>
public sealed record ParentExecution(
    [property: JsonPropertyName("execution_id")] ExecutionId ExecutionId,
    [property: JsonPropertyName("task")] string Task,
    [property: JsonPropertyName("attempt")] int Attempt,
    [property: JsonPropertyName("depth")] int Depth,
    [property: JsonPropertyName("waits")] bool Waits);

/// <summary>What a child must do because its parent did.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ChildOrder>))]
public enum ChildOrder
{
    [JsonStringEnumMemberName("cancel")]
    Cancel,

    [JsonStringEnumMemberName("pause")]
    Pause,

    [JsonStringEnumMemberName("resume")]
    Resume,
}

/// <summary>The child of a task has begun. The task now waits for its end, unless it does not wait at all.</summary>
public sealed record ChildStarted(
    [property: JsonPropertyName("attempt")] int Attempt,
    [property: JsonPropertyName("child_id")] ExecutionId ChildId) : TaskEvent;

/// <summary>A child has got an order, or needs it no more because it has ended or never began.</summary>
/// <param name="ChildId">Which child.</param>
/// <param name="Order">What it was told.</param>
/// <param name="Number">The version of this execution at which the order was given.</param>
public sealed record ChildTold(
    [property: JsonPropertyName("child_id")] ExecutionId ChildId,
    [property: JsonPropertyName("order")] ChildOrder Order,
    [property: JsonPropertyName("number")] long Number) : ExecutionEvent;
