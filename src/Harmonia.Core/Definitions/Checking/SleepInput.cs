using System.Globalization;
using System.Text.Json;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Definitions.Checking;

/// <summary>Checks what a wait is for, as far as it is constant.</summary>
internal static class SleepInput
{
    /// <summary>What a wait may say: for how long, until when, or until which time of a schedule.</summary>
    public static readonly string[] Fields = ["seconds", "until", "cron", "timezone"];

    private static readonly string[] Ends = ["seconds", "until", "cron"];

    private static readonly string[] InstantFormats =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK",
    ];

    /// <summary>Reads an instant. Without an offset the same text would be another instant elsewhere.</summary>
    public static bool TryReadInstant(string text, out DateTimeOffset instant)
    {
        instant = default;
        return text.Length > 16
            && (text[^1] == 'Z' || text.AsSpan(16).IndexOfAny('+', '-') >= 0)
            && DateTimeOffset.TryParseExact(
                text, InstantFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out instant);
    }

    public static void Check(FieldReader fields, FindingList findings)
    {
        var given = Ends.Count(name => fields.Find(name) is not null);
        if (given != 1)
        {
            findings.Error(
                given == 0 ? FindingCodes.MissingField : FindingCodes.InvalidValue,
                fields.Pointer,
                "A wait takes either 'seconds', 'until' or 'cron'. Give exactly one of them.");
        }

        if (fields.Find("timezone") is not null && fields.Find("cron") is null)
        {
            findings.Error(
                FindingCodes.InvalidValue,
                fields.At("timezone"),
                "'timezone' belongs to 'cron'. An instant has its offset, and a number of seconds needs none.");
        }

        if (IsConstant(fields, "seconds"))
        {
            DurationReader.Read(fields, "seconds", findings, zero: true);
        }

        CheckUntil(fields, findings);
        CheckCron(fields, findings);
    }

    private static void CheckUntil(FieldReader fields, FindingList findings)
    {
        if (IsConstant(fields, "until") && fields.Text("until") is { } text && !TryReadInstant(text, out _))
        {
            findings.Error(
                FindingCodes.InvalidValue,
                fields.At("until"),
                $"'{Shown.Text(text)}' is not an instant with its offset from UTC, such as 2030-01-31T09:00:00Z.");
        }
    }

    private static void CheckCron(FieldReader fields, FindingList findings)
    {
        if (IsConstant(fields, "timezone"))
        {
            ScheduleReader.Zone(fields, "timezone", findings);
        }

        if (IsConstant(fields, "cron"))
        {
            ScheduleReader.Cron(fields, "cron", findings);
        }
    }

    private static bool IsConstant(FieldReader fields, string name) =>
        fields.Find(name) is { } value
        && !(value.ValueKind == JsonValueKind.String
            && value.GetString()!.Contains("${", StringComparison.Ordinal));
}
