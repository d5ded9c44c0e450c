using System.Text.Json;

namespace Harmonia.Core.Definitions.Dialects;

/// <summary>Durations in other units, which become seconds.</summary>
internal static class TimeSpellings
{
    private static readonly (string Spelling, string Canonical, decimal SecondsOfOne)[] Task =
    [
        ("timeout_ms", "timeout", 0.001m), ("timeout_hours", "timeout", 3600m),
    ];

    private static readonly (string Spelling, string Canonical, decimal SecondsOfOne)[] Retry =
    [
        ("initial_delay_ms", "initial_delay", 0.001m), ("max_delay_ms", "max_delay", 0.001m),
        ("delay_seconds", "initial_delay", 1m), ("retry_interval", "initial_delay", 1m),
    ];

    public static void OfTask(DialectObject fields) => Apply(fields, Task);

    public static void OfRetry(DialectObject fields) => Apply(fields, Retry);

    /// <summary>
    /// What is no number, or stands beside the canonical field, is left alone and refused under its own name.
    /// </summary>
    private static void Apply(
        DialectObject fields, (string Spelling, string Canonical, decimal SecondsOfOne)[] spellings)
    {
        foreach (var (spelling, canonical, secondsOfOne) in spellings)
        {
            if (fields.Has(canonical)
                || fields.Json(spelling) is not { ValueKind: JsonValueKind.Number } number
                || !TryScale(number, secondsOfOne, out var seconds))
            {
                continue;
            }

            var origin = fields.PlaceOf(spelling);
            fields.Rename(spelling, canonical);
            fields.Set(canonical, MadeValue.Of(origin, writer => writer.WriteNumberValue(seconds)));
        }
    }

    private static bool TryScale(JsonElement number, decimal factor, out decimal scaled)
    {
        const decimal Most = 1_000_000_000_000m; // Far beyond every limit on durations, and safe to multiply.
        scaled = 0;
        if (!number.TryGetDecimal(out var value) || Math.Abs(value) > Most)
        {
            return false;
        }

        scaled = value * factor / 1.000000000000000000000000000m; // Dividing drops the zeros at the end.
        return true;
    }
}
