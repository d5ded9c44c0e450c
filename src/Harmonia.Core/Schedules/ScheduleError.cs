namespace Harmonia.Core.Schedules;

/// <summary>Why a text is no schedule, duration or time zone.</summary>
/// <param name="Message">What is wrong, with the value at hand, and what to do.</param>
/// <param name="Suggestion">What was probably meant.</param>
public sealed record ScheduleError(string Message, string? Suggestion = null);
