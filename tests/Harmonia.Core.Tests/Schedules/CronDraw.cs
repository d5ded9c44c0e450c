namespace Harmonia.Core.Tests.Schedules;

/// <summary>A random cron text, and what its fields mean, made at the same time and not by reading the text.</summary>
internal sealed class CronDraw
{
    private const int LastHour = 23;

    private static readonly string[] WeekdayNames = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    private readonly Random _random;
    private readonly int _near;

    /// <param name="random">Draws.</param>
    /// <param name="near">An hour that listed hours are often near to.</param>
    public CronDraw(Random random, int near)
    {
        (_random, _near) = (random, near);
        var seconds = random.Next(3) == 0 ? Field(0, 59, 8) : ("", [0], true);
        var minutes = Field(0, 59, 6);
        var hours = Field(0, LastHour, 3);
        var days = Field(1, 31, 2);
        var months = random.Next(3) == 0 ? Field(1, 12, 2) : ("*", [.. Enumerable.Range(1, 12)], false);
        var weekdays = Field(0, 6, 2, WeekdayNames);
        (Seconds, Minutes, Hours) = (seconds.Set, minutes.Set, hours.Set);
        (Days, Months, Weekdays) = (days.Set, months.Set, weekdays.Set);
        ListsHours = hours.IsList;
        DaysAddUp = days.Text[0] != '*' && weekdays.Text[0] != '*';
        Text = $"{seconds.Text} {minutes.Text} {hours.Text} {days.Text} {months.Text} {weekdays.Text}".Trim();
    }

    public string Text { get; }

    public HashSet<int> Seconds { get; }

    public HashSet<int> Minutes { get; }

    public HashSet<int> Hours { get; }

    public HashSet<int> Days { get; }

    public HashSet<int> Months { get; }

    public HashSet<int> Weekdays { get; }

    public bool ListsHours { get; }

    public bool DaysAddUp { get; }

    private (string Text, HashSet<int> Set, bool IsList) Field(int min, int max, int listed, string[]? names = null)
    {
        var kind = _random.Next(6);
        switch (kind)
        {
            case 0 or 1:
                return ("*", [.. Enumerable.Range(min, max - min + 1)], false);
            case 2:
                var step = _random.Next(1, max - min);
                var stepped = Enumerable.Range(min, max - min + 1).Where(value => (value - min) % step == 0);
                return ($"*/{step}", [.. stepped], false);
            case 3:
                return Range(min, max);
            default:
                int[] list = [.. Enumerable.Range(0, _random.Next(1, listed + 1)).Select(_ => Value(min, max))];
                var words = list.Select(value => names is not null && _random.Next(2) == 0 ? names[value] : $"{value}");
                return (string.Join(',', words), [.. list], true);
        }
    }

    private int Value(int min, int max) => max == LastHour && _random.Next(2) == 0
        ? (_near + _random.Next(3) + LastHour) % (LastHour + 1)
        : _random.Next(min, max + 1);

    private (string Text, HashSet<int> Set, bool IsList) Range(int min, int max)
    {
        var (first, last, step) = (_random.Next(min, max + 1), _random.Next(min, max + 1), _random.Next(1, 4));
        var set = new HashSet<int>();
        for (int value = first, passed = 0; ; value = value == max ? min : value + 1, passed++)
        {
            if (passed % step == 0)
            {
                set.Add(value);
            }

            if (value == last)
            {
                return (step == 1 ? $"{first}-{last}" : $"{first}-{last}/{step}", set, false);
            }
        }
    }
}
