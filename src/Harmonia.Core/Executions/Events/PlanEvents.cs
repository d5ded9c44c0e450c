using System.Text.Json;
using System.Text.Json.Serialization;

namespace Harmonia.Core.Executions;

/// <summary>A plan was made and allowed: its tasks run within the task from now on.</summary>
/// <param name="Attempt">The attempt that made it; it is over.</param>
/// <param name="Plan">An object with <c>tasks</c> and perhaps a <c>result</c>.</param>
public sealed record TasksSpliced(
    [property: JsonPropertyName("attempt")] int Attempt,
    [property: JsonPropertyName("plan")] JsonElement Plan) : TaskEvent;
