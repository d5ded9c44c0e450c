using System.Text.Json;
using System.Text.Json.Serialization;

namespace Harmonia.Core.Executions;

/// <summary>The call of a webhook is over; the task waits to be called back, unless it has been.</summary>
/// <param name="Attempt">Which attempt.</param>
/// <param name="Answer">What was answered to the call.</param>
public sealed record CallbackAwaited(
    [property: JsonPropertyName("attempt")] int Attempt,
    [property: JsonPropertyName("answer")] JsonElement Answer) : TaskEvent;

/// <summary>Somebody called back.</summary>
/// <param name="Number">Which of the task's callback addresses was used.</param>
/// <param name="Body">What was sent.</param>
public sealed record CallbackReceived(
    [property: JsonPropertyName("number")] int Number,
    [property: JsonPropertyName("body")] JsonElement Body) : TaskEvent;
