namespace Harmonia.Core.Schedules;

/// <summary>One day of a month that depends on the month.</summary>
internal abstract record DayRule
{
    private DayRule()
    {
    }

    /// <summary>Whether it stands in the field of weekdays.</summary>
    public abstract bool IsOfWeekday { get; }

    /// <returns>The day's number, or 0 when that month has no such day.</returns>
    public abstract int In(int year, int month);

    /// <summary><c>L</c> is the last day, <c>L-3</c> three days before it; with <c>W</c> the nearest weekday.</summary>
    internal sealed record FromEnd(int Back, bool OnWeekday) : DayRule
    {
        public override bool IsOfWeekday => false;

        public override int In(int year, int month)
        {
            var day = DateTime.DaysInMonth(year, month) - Back;
            return day >= 1 && OnWeekday ? ToWeekday(year, month, day) : Math.Max(day, 0);
        }
    }

    /// <summary><c>15W</c>: the weekday, Monday to Friday, nearest to that day within the month.</summary>
    internal sealed record NearWeekday(int Day) : DayRule
    {
        public override bool IsOfWeekday => false;

        public override int In(int year, int month) =>
            Day <= DateTime.DaysInMonth(year, month) ? ToWeekday(year, month, Day) : 0;
    }

    /// <summary><c>fri#2</c> is the second Friday.</summary>
    internal sealed record Nth(int Weekday, int Number) : DayRule
    {
        public override bool IsOfWeekday => true;

        public override int In(int year, int month)
        {
            var first = (int)new DateTime(year, month, 1).DayOfWeek;
            var day = 1 + ((Weekday - first + 7) % 7) + (7 * (Number - 1));
            return day <= DateTime.DaysInMonth(year, month) ? day : 0;
        }
    }

    /// <summary><c>friL</c> is the last Friday.</summary>
    internal sealed record Last(int Weekday) : DayRule
    {
        public override bool IsOfWeekday => true;

        public override int In(int year, int month)
        {
            var length = DateTime.DaysInMonth(year, month);
            var last = (int)new DateTime(year, month, length).DayOfWeek;
            return length - ((last - Weekday + 7) % 7);
        }
    }

    private static int ToWeekday(int year, int month, int day) => new DateTime(year, month, day).DayOfWeek switch
    {
        DayOfWeek.Saturday => day > 1 ? day - 1 : day + 2,
        DayOfWeek.Sunday => day < DateTime.DaysInMonth(year, month) ? day + 1 : day - 2,
        _ => day,
    };
}
