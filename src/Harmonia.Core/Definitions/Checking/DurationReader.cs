using System.Text.Json;
using Harmonia.Core.Failures;
using Harmonia.Core.Schedules;

namespace Harmonia.Core.Definitions.Checking;

/// <summary>Reads durations: a number of seconds, or a text such as <c>90s</c>, <c>1h</c> or <c>PT1H30M</c>.</summary>
internal static class DurationReader
{
    /// <returns><see langword="null"/> when there is none, or a finding says why it is wrong.</returns>
    public static TimeSpan? Read(FieldReader owner, string name, FindingList findings, bool zero = false)
    {
        if (owner.Find(name) is not { ValueKind: JsonValueKind.String } value)
        {
            return owner.Seconds(name, zero);
        }

        if (!DurationText.TryParse(value.GetString()!, out var duration, out var error))
        {
            findings.Error(FindingCodes.InvalidValue, owner.At(name), error.Message, () => error.Suggestion);
            return null;
        }

        if (duration <= FieldReader.MaxDuration && (zero || duration > TimeSpan.Zero))
        {
            return duration;
        }

        findings.Error(
            FindingCodes.InvalidValue,
            owner.At(name),
            $"'{name}' must be {(zero ? "0" : "more than 0")} to {FieldReader.MaxDuration.TotalDays:F0} days,"
                + $" not {Shown.Value(value)}.");
        return null;
    }
}
