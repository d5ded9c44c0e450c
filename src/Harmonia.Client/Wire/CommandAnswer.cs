namespace Harmonia.Client;

/// <summary>A cancellation.</summary>
/// <param name="Reason">For people; kept in the history.</param>
public sealed record CancelBody(string? Reason);

/// <summary>A command was carried out.</summary>
/// <param name="Success">Always <see langword="true"/>.</param>
/// <param name="ExecutionId">Of which execution.</param>
/// <param name="Status">The status that the command leads to.</param>
public sealed record CommandAnswer(bool Success, Guid ExecutionId, string Status);
