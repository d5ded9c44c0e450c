namespace Harmonia.Core.Schedules;

/// <summary>Finds the instants at which a zone's clocks are put forward or back.</summary>
internal static class ZoneChanges
{
    /// <summary>Clocks were never put back by more than this.</summary>
    private static readonly TimeSpan LongestRepeat = TimeSpan.FromHours(25);

    /// <summary>Two changes that undo each other would have to be nearer than this to be missed.</summary>
    private static readonly TimeSpan Stride = TimeSpan.FromHours(6);

    /// <returns>The first instant after <paramref name="from"/>, at most <paramref name="until"/>, from which
    /// another offset holds; all in UTC.</returns>
    public static DateTime? Next(TimeZoneInfo zone, DateTime from, DateTime until)
    {
        var offset = zone.GetUtcOffset(from);
        for (var low = from; low < until;)
        {
            var high = until - low > Stride ? low + Stride : until;
            if (zone.GetUtcOffset(high) != offset)
            {
                return Bisect(zone, offset, low, high);
            }

            low = high;
        }

        return null;
    }

    /// <returns>The first instant at or after <paramref name="at"/> whose reading on the clock is not one that was
    /// there before; in UTC.</returns>
    public static DateTime AfterRepeat(TimeZoneInfo zone, DateTime at)
    {
        var from = at - DateTime.MinValue > LongestRepeat ? at - LongestRepeat : at;
        for (var change = Next(zone, from, at); change is { } instant; change = Next(zone, instant, at))
        {
            var fresh = instant + Back(zone, instant);
            at = fresh > at ? fresh : at;
        }

        return at;
    }

    /// <returns>By how much the clock is put back at a change; zero when it is put forward.</returns>
    public static TimeSpan Back(TimeZoneInfo zone, DateTime change)
    {
        var lost = zone.GetUtcOffset(change.AddTicks(-1)) - zone.GetUtcOffset(change);
        return lost > TimeSpan.Zero ? lost : TimeSpan.Zero;
    }

    private static DateTime Bisect(TimeZoneInfo zone, TimeSpan offset, DateTime low, DateTime high)
    {
        while (high.Ticks - low.Ticks > 1)
        {
            var middle = low.AddTicks((high.Ticks - low.Ticks) / 2);
            (low, high) = zone.GetUtcOffset(middle) == offset ? (middle, high) : (low, middle);
        }

        return high;
    }
}
