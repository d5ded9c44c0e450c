using System.Text.Json;

namespace Harmonia.Client;

/// <summary>Free-form state to be kept with an execution.</summary>
/// <param name="State">An object.</param>
public sealed record StateBody(JsonElement State);

/// <summary>The state was replaced.</summary>
/// <param name="Success">Always <see langword="true"/>.</param>
/// <param name="ExecutionId">Of which execution.</param>
/// <param name="Timestamp">When.</param>
public sealed record StateSaved(bool Success, Guid ExecutionId, DateTimeOffset Timestamp);

/// <summary>An execution's free-form state.</summary>
/// <param name="State">An object.</param>
/// <param name="LastUpdated">When it was last replaced; the start of the execution when never.</param>
public sealed record StateAnswer(JsonElement State, DateTimeOffset LastUpdated);
