using System.Collections.Immutable;
using System.Text.Json;
using Harmonia.Core.Definitions.Checking;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Schedules;

/// <summary>Hours of some days of the week, by the clocks of a zone.</summary>
/// <remarks>
/// <para>It is open while the clock shows a time in it. Where clocks are put forward, it opens and closes at once
/// for a time that is left out; where they are put back, it is open at both of two equal readings.</para>
/// <para>An end before the start is on the next day, and the days name those on which it opens.</para>
/// </remarks>
public sealed class ExecutionWindow
{
    public static readonly TimeSpan EndOfDay = TimeSpan.FromDays(1);

    private const int MaxFindings = 100;

    /// <summary>Beyond this year nothing is planned, so that no sum leaves the calendar.</summary>
    private const int LastYear = 9_900;

    /// <param name="days">On which it opens; not empty.</param>
    /// <param name="start">When it opens, from midnight to before <see cref="EndOfDay"/>.</param>
    /// <param name="end">When it closes, after midnight to <see cref="EndOfDay"/>, and not the start.</param>
    /// <param name="zone">Whose clocks count.</param>
    public ExecutionWindow(ImmutableArray<DayOfWeek> days, TimeSpan start, TimeSpan end, TimeZoneInfo zone)
    {
        ArgumentOutOfRangeException.ThrowIfZero(days.Length, nameof(days));
        ArgumentOutOfRangeException.ThrowIfLessThan(start, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(start, EndOfDay);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(end, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(end, EndOfDay);
        ArgumentOutOfRangeException.ThrowIfEqual(end, start);
        (Days, Start, End, Zone) = ([.. days.Distinct().Order()], start, end, zone);
    }

    public ImmutableArray<DayOfWeek> Days { get; }

    public TimeSpan Start { get; }

    public TimeSpan End { get; }

    public TimeZoneInfo Zone { get; }

    /// <summary>Reads <c>{days, hours_start, hours_end, timezone}</c>.</summary>
    /// <returns><see langword="null"/> when something is wrong; every reason is added to <paramref
    /// name="findings"/>.</returns>
    public static ExecutionWindow? Compile(JsonElement source, string pointer, ICollection<Finding> findings)
    {
        var found = new FindingList(MaxFindings);
        var window = FieldReader.Of(source, pointer, found) is { } fields ? WindowReader.Read(fields, found) : null;
        foreach (var finding in found)
        {
            findings.Add(finding);
        }

        return found.HasErrors ? null : window;
    }

    public bool IsOpen(DateTimeOffset at) => at.Year is > 1 and <= LastYear && IsOpen(at.UtcDateTime);

    /// <returns>The instant itself when it is open then; otherwise the first at which it is. Nothing opens in the
    /// last hundred years of the calendar.</returns>
    public DateTimeOffset NextOpening(DateTimeOffset at)
    {
        var opening = at.UtcDateTime;
        while (opening.Year is > 1 and <= LastYear)
        {
            if (IsOpen(opening))
            {
                return new DateTimeOffset(opening);
            }

            // Between two changes of the offset a clock is plain; a change itself may show a time in the window.
            var offset = Zone.GetUtcOffset(opening);
            var start = NextStart(opening + offset) - offset;
            opening = ZoneChanges.Next(Zone, opening, start) ?? start;
        }

        return DateTimeOffset.MaxValue;
    }

    private bool IsOpen(DateTime at)
    {
        var reading = at + Zone.GetUtcOffset(at);
        var (time, day) = (reading.TimeOfDay, reading.DayOfWeek);
        return Start < End
            ? time >= Start && time < End && Days.Contains(day)
            : (time >= Start && Days.Contains(day)) || (time < End && Days.Contains(reading.AddDays(-1).DayOfWeek));
    }

    /// <returns>The next reading at which it opens, after one at which it is closed.</returns>
    private DateTime NextStart(DateTime reading)
    {
        var start = reading.Date + Start;
        while (start <= reading || !Days.Contains(start.DayOfWeek))
        {
            start = start.AddDays(1);
        }

        return start;
    }
}
