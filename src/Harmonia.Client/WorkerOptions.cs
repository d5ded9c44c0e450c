namespace Harmonia.Client;

/// <summary>Who a worker is, and what it does.</summary>
/// <param name="WorkerId">No other worker may have it.</param>
/// <param name="Components">The actions of each component; an empty list for whatever is asked for.</param>
public sealed record WorkerOptions(string WorkerId, IReadOnlyDictionary<string, IReadOnlyList<string>> Components)
{
    /// <summary>Attempts at once, 1 to 1,000.</summary>
    public int Slots { get; init; } = 1;

    /// <summary>How long a poll waits, at most 60 seconds.</summary>
    public TimeSpan Wait { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}

/// <summary>Thrown by a worker's handler: how its attempt failed.</summary>
/// <param name="errorType">The class that <c>retry_on</c> matches.</param>
/// <param name="message">For people.</param>
/// <param name="retryable">Whether another attempt may help.</param>
public sealed class WorkerFailureException(string errorType, string message, bool retryable) : Exception(message)
{
    /// <summary>The class that <c>retry_on</c> matches.</summary>
    public string ErrorType => errorType;

    /// <summary>Whether another attempt may help.</summary>
    public bool Retryable => retryable;
}
