namespace Harmonia.Simulation.Workflows;

/// <summary>A window that is open all day but for some minutes.</summary>
/// <param name="From">The minute of the day at which it closes.</param>
/// <param name="Minutes">For how long; it opens again on the same day.</param>
internal sealed record WindowSketch(int From, int Minutes)
{
    public bool IsOpen(DateTimeOffset at) =>
        at.UtcDateTime.TimeOfDay.TotalMinutes < From || at.UtcDateTime.TimeOfDay.TotalMinutes >= From + Minutes;

    /// <returns>When it opens, for an instant at which it is closed.</returns>
    public DateTimeOffset Opening(DateTimeOffset at) =>
        new DateTimeOffset(at.UtcDateTime.Date, TimeSpan.Zero).AddMinutes(From + Minutes);
}

/// <summary>How long a task is held back.</summary>
internal sealed record DelaySketch(int Seconds, bool FromDependencies);

/// <summary>How a wait is written.</summary>
internal enum WaitForm
{
    /// <summary>As a call of <c>harmonia.sleep</c>.</summary>
    Call,
    Seconds,

    /// <summary>By a schedule that fires in every <see cref="TaskSketch.CronMinutes"/>th minute of the hour.</summary>
    Cron,
}
