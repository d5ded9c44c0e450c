using System.Text.Json;

namespace Harmonia.Client;

/// <summary>A cancellation.</summary>
/// <param name="Reason">For people; kept in the history.</param>
public sealed record CancelBody(string? Reason);

/// <summary>Items for a map that is open.</summary>
/// <param name="Items">A list of any values; it may be left out when the map is closed.</param>
/// <param name="Close">Whether no more will come.</param>
public sealed record ItemsBody(JsonElement? Items, bool? Close);

/// <summary>What became of a task whose outcome is not known.</summary>
/// <param name="Resolution"><c>retry</c>, <c>complete</c> or <c>fail</c>.</param>
/// <param name="Output">Its output, when it was done.</param>
/// <param name="Reason">Why it failed, when it was not.</param>
public sealed record ResolveBody(string Resolution, JsonElement? Output, string? Reason);

/// <summary>A command was carried out.</summary>
/// <param name="Success">Always <see langword="true"/>.</param>
/// <param name="ExecutionId">Of which execution.</param>
/// <param name="Status">The status that the command leads to.</param>
public sealed record CommandAnswer(bool Success, Guid ExecutionId, string Status);
