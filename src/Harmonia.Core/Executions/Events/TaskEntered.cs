using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Harmonia.Core.Executions;

/// <summary>A visit of a task began, where transitions lead: its path is <c>a</c>, and then <c>a#2</c>.</summary>
/// <param name="From">Paths of the visits whose tokens came together here; empty at the start.</param>
public sealed record TaskEntered(
    [property: JsonPropertyName("from")] ImmutableArray<string> From) : TaskEvent;

/// <summary>A visit has ended, and its token went on.</summary>
/// <param name="Taken">The names of the transitions that were taken, or ids of the tasks that take a failure; none
/// where the token ended.</param>
public sealed record TransitionsTaken(
    [property: JsonPropertyName("taken")] ImmutableArray<string> Taken) : TaskEvent;
