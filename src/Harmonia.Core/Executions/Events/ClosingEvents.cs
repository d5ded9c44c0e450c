using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Executions;

/// <summary>
/// It is decided how the execution ends. First what was done is undone, in reverse order, unless it completes; then the
/// tasks of <c>finally</c> run.
/// </summary>
/// <param name="Status">How: <c>completed</c>, <c>failed</c> or <c>canceled</c>.</param>
/// <param name="Reason">A stable code, or what whoever cancelled it said.</param>
/// <param name="Failure">The failure that nobody handled.</param>
/// <param name="FailedTasks">Ids of the tasks that failed unhandled.</param>
/// <param name="Output">What it returns, when it completes.</param>
public sealed record WorkflowClosing(
    [property: JsonPropertyName("status")] string Status,
    [property: JsonPropertyName("reason")] string? Reason,
    [property: JsonPropertyName("failure")] TaskFailure? Failure,
    [property: JsonPropertyName("failed_tasks")] ImmutableArray<string> FailedTasks,
    [property: JsonPropertyName("output")] JsonElement? Output) : ExecutionEvent;

/// <summary>A task failed for good, and an error handler of the workflow takes care of it.</summary>
/// <param name="Failure">Why it failed.</param>
/// <param name="Handlers">Ids of the tasks that run because of it.</param>
public sealed record ErrorOccurred(
    [property: JsonPropertyName("failure")] TaskFailure Failure,
    [property: JsonPropertyName("handlers")] ImmutableArray<string> Handlers) : TaskEvent;

/// <summary>Somebody said that a task whose outcome was not known is to be tried again.</summary>
public sealed record TaskReleased([property: JsonPropertyName("attempt")] int Attempt) : TaskEvent;
