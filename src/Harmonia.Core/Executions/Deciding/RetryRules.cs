using System.IO.Enumeration;
using System.Text.Json;
using Harmonia.Core.Definitions;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Executions.Deciding;

/// <summary>Whether and when a failed attempt is followed by another.</summary>
internal static class RetryRules
{
    /// <summary>The longest wait that a component may ask for (<c>details.retry_after</c>).</summary>
    private static readonly TimeSpan MaxRetryAfter = TimeSpan.FromHours(1);

    /// <returns>When the next attempt may start; <see langword="null"/> when there is none.</returns>
    public static DateTimeOffset? NextAttempt(TaskState task, TaskFailure failure, DateTimeOffset at, double jitter)
    {
        var policy = task.Definition.Retry;
        if (task.Retries >= policy.MaxRetries || !IsRetried(policy, failure))
        {
            return null;
        }

        var retry = task.Retries + 1;
        var delay = Delay(policy, retry, Spread(jitter, task.Order, retry));
        var due = at + (AskedFor(failure) is { } asked && asked > delay ? asked : delay);
        return due - (task.FirstStartedAt ?? at) > policy.MaxElapsed ? null : due;
    }

    /// <summary>
    /// Whether a policy retries this failure: an exclusion wins, then a list of classes, then the failure's own
    /// word.
    /// </summary>
    public static bool IsRetried(RetryPolicy policy, TaskFailure failure)
    {
        if (policy.NoRetryOn.Any(pattern => Matches(pattern, failure.Code)))
        {
            return false;
        }

        return policy.RetryOn.IsEmpty
            ? failure.Retryable
            : policy.RetryOn.Any(pattern => Matches(pattern, failure.Code));
    }

    /// <summary>The delay before retry <paramref name="retry"/> (from 1), for a random number in [0, 1).</summary>
    public static TimeSpan Delay(RetryPolicy policy, int retry, double random)
    {
        if (policy.InitialDelay == TimeSpan.Zero)
        {
            return TimeSpan.Zero; // The factor may have grown to infinity by now, and nothing times that is no number.
        }

        var seconds = policy.InitialDelay.TotalSeconds * Math.Pow(policy.BackoffMultiplier, retry - 1);
        var bound = Math.Min(seconds, policy.MaxDelay.TotalSeconds);
        return TimeSpan.FromSeconds(policy.Jitter ? bound * random : bound);
    }

    /// <summary>
    /// Whether an error class fits a pattern; <c>server_error</c> covers every HTTP status of 500 and above.
    /// </summary>
    public static bool Matches(string pattern, string code) =>
        FileSystemName.MatchesSimpleExpression(pattern, code, ignoreCase: true)
        || (pattern.Equals(FailureCodes.ServerError, StringComparison.OrdinalIgnoreCase)
            && code.StartsWith("http_5", StringComparison.Ordinal));

    /// <summary>
    /// One random number for many tasks: the fractional part of golden-ratio multiples is evenly spread.
    /// </summary>
    private static double Spread(double random, long task, int retry)
    {
        const double Golden = 0.6180339887498949;
        var shifted = random + (Golden * ((task * 31) + retry - 1));
        return shifted - Math.Floor(shifted);
    }

    private static TimeSpan? AskedFor(TaskFailure failure)
    {
        if (failure.Details is not { ValueKind: JsonValueKind.Object } details
            || !details.TryGetProperty("retry_after", out var value)
            || value.ValueKind != JsonValueKind.Number
            || !value.TryGetDouble(out var seconds)
            || seconds is not > 0)
        {
            return null;
        }

        return seconds >= MaxRetryAfter.TotalSeconds ? MaxRetryAfter : TimeSpan.FromSeconds(seconds);
    }
}
