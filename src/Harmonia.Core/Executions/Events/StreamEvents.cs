using System.Text.Json;
using System.Text.Json.Serialization;

namespace Harmonia.Core.Executions;

/// <summary>A call brought a partial result, which its target works on while it goes on.</summary>
/// <param name="Attempt">The attempt that brought it.</param>
/// <param name="Sequence">1, 2, 3 … within the attempt; what an earlier attempt brought already is not stored again.
/// </param>
/// <param name="Data">What it brought.</param>
public sealed record TaskChunk(
    [property: JsonPropertyName("attempt")] int Attempt,
    [property: JsonPropertyName("sequence")] long Sequence,
    [property: JsonPropertyName("data")] JsonElement Data) : TaskEvent;
