using System.Collections.Immutable;

namespace Harmonia.Core.Definitions;

/// <summary>When and how often a failed attempt is followed by another.</summary>
/// <remarks>
/// Exponential with full jitter, as AWS's Architecture Blog recommends ("Exponential Backoff And Jitter", 2015):
/// the delay is random between 0 and min(max_delay, initial_delay x backoff_multiplier^(n-1)).
/// </remarks>
public sealed record RetryPolicy
{
    public const int MaxMaxRetries = 1_000;

    /// <summary>No second attempt: what holds when a task says nothing.</summary>
    public static RetryPolicy None { get; } = new() { MaxRetries = 0 };

    /// <summary>Attempts after the first.</summary>
    public int MaxRetries { get; init; } = 3;

    public TimeSpan InitialDelay { get; init; } = TimeSpan.FromSeconds(1);

    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromSeconds(60);

    public double BackoffMultiplier { get; init; } = 2;

    /// <summary>Full jitter; off, the delay is the upper bound itself.</summary>
    public bool Jitter { get; init; } = true;

    /// <summary>
    /// Error classes to retry, with <c>*</c> for any text; empty means whatever calls itself retryable.
    /// </summary>
    public ImmutableArray<string> RetryOn { get; init; } = [];

    /// <summary>Error classes never to retry; wins over <see cref="RetryOn"/>.</summary>
    public ImmutableArray<string> NoRetryOn { get; init; } = [];

    /// <summary>Time since the first attempt began after which no further one starts.</summary>
    public TimeSpan? MaxElapsed { get; init; }
}
