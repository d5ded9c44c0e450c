using System.Collections.Immutable;
using System.Text.Json;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Definitions.Checking;

/// <summary>Reads <c>retry</c> and <c>retry_policy</c>.</summary>
internal static class RetryPolicyReader
{
    private const double MaxMultiplier = 1_000;
    private const int MaxPatternLength = 128;

    /// <param name="fields">The fields of a task.</param>
    /// <param name="inherited">The workflow's default policy, if it has one; what the task leaves open comes
    /// from there.</param>
    /// <param name="findings">Gets what is wrong.</param>
    public static RetryPolicy OfTask(FieldReader fields, RetryPolicy? inherited, FindingList findings)
    {
        fields.RefuseBoth("retry_policy", "retry");
        if (fields.Whole("retry", 0, RetryPolicy.MaxMaxRetries) is { } retries)
        {
            return (inherited ?? new RetryPolicy()) with { MaxRetries = retries };
        }

        return Policy(fields, inherited, findings) ?? inherited ?? RetryPolicy.None;
    }

    /// <returns>The <c>retry_policy</c>, or <see langword="null"/> when there is none.</returns>
    public static RetryPolicy? Policy(FieldReader owner, RetryPolicy? inherited, FindingList findings)
    {
        if (owner.Object("retry_policy") is not { } source)
        {
            return null;
        }

        var fields = new FieldReader(source, owner.At("retry_policy"), findings);
        fields.AcceptOnly(FieldNames.RetryPolicy);
        var start = inherited ?? new RetryPolicy();
        return new RetryPolicy
        {
            MaxRetries = fields.Whole("max_retries", 0, RetryPolicy.MaxMaxRetries) ?? start.MaxRetries,
            InitialDelay = fields.Seconds("initial_delay", zero: true) ?? start.InitialDelay,
            MaxDelay = fields.Seconds("max_delay", zero: true) ?? start.MaxDelay,
            BackoffMultiplier = fields.Factor("backoff_multiplier", 1, MaxMultiplier) ?? start.BackoffMultiplier,
            Jitter = Jitter(fields, findings) ?? start.Jitter,
            RetryOn = Patterns(fields, "retry_on", findings) ?? start.RetryOn,
            NoRetryOn = Patterns(fields, "no_retry_on", findings) ?? start.NoRetryOn,
            MaxElapsed = fields.Seconds("max_elapsed") ?? start.MaxElapsed,
        };
    }

    private static bool? Jitter(FieldReader fields, FindingList findings)
    {
        var text = fields.Find("jitter") is { ValueKind: JsonValueKind.String } ? fields.Text("jitter") : null;
        if (text is "full" or "none")
        {
            return text == "full";
        }

        if (fields.Find("jitter") is { } value)
        {
            findings.Error(
                FindingCodes.InvalidValue,
                fields.At("jitter"),
                $"'jitter' must be \"full\" or \"none\", not {Shown.Value(value)}.",
                () => value.ValueKind == JsonValueKind.False ? "none" : "full");
        }

        return null;
    }

    private static ImmutableArray<string>? Patterns(FieldReader fields, string name, FindingList findings)
    {
        var patterns = fields.Texts(name);
        for (var index = 0; index < (patterns?.Length ?? 0); index++)
        {
            if (patterns!.Value[index] is { Length: > MaxPatternLength } pattern)
            {
                findings.Error(
                    FindingCodes.InvalidValue,
                    JsonPointer.Append(fields.At(name), index),
                    $"The pattern '{Shown.Text(pattern)}' has more than {MaxPatternLength} characters. Shorten it.");
            }
        }

        return patterns;
    }
}
