using System.Text.Json;
using Harmonia.Core.Definitions.Checking;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Definitions.Dialects;

/// <summary>The other forms of <c>retry</c> as an object, which become a <c>retry_policy</c>.</summary>
internal static class RetrySpellings
{
    private static readonly (string Spelling, string Canonical)[] Names =
    [
        ("backoff_factor", "backoff_multiplier"), ("retriable_errors", "retry_on"),
    ];

    public static void OfTask(DialectObject task, FindingList findings)
    {
        if (task.Has("retry_policy") || task.OpenObject("retry") is not { } retry)
        {
            return;
        }

        task.Rename("retry", "retry_policy");
        foreach (var (spelling, canonical) in Names)
        {
            if (retry.Has(spelling) && !retry.Has(canonical))
            {
                retry.Rename(spelling, canonical);
            }
        }

        TimeSpellings.OfRetry(retry);
        CountRetries(retry, findings);
        NameErrors(retry);
    }

    /// <summary>The first attempt is no retry.</summary>
    private static void CountRetries(DialectObject retry, FindingList findings)
    {
        if (retry.Json("max_attempts") is not { } attempts || retry.Has("max_retries"))
        {
            return;
        }

        var origin = retry.PlaceOf("max_attempts");
        if (attempts.ValueKind != JsonValueKind.Number || !attempts.TryGetInt32(out var count) || count < 1)
        {
            findings.Error(
                FindingCodes.InvalidValue,
                origin,
                $"'max_attempts' must be a whole number from 1, not {Shown.Value(attempts)}.");
            count = 1;
        }

        retry.Rename("max_attempts", "max_retries");
        retry.Set("max_retries", MadeValue.Of(origin, writer => writer.WriteNumberValue(count - 1)));
    }

    private static void NameErrors(DialectObject retry)
    {
        if (retry.OpenList("retry_on") is not { } errors)
        {
            return;
        }

        var named = new DialectList(errors.Origin);
        foreach (var error in errors.Items)
        {
            if (error is not KeptValue { Json.ValueKind: JsonValueKind.String } text)
            {
                named.Add(error);
                continue;
            }

            foreach (var code in ErrorWords.Classes(text.Json.GetString()!))
            {
                named.Add(MadeValue.Text(code, error.Origin));
            }
        }

        retry.Set("retry_on", named);
    }
}
