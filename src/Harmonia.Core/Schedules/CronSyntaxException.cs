namespace Harmonia.Core.Schedules;

/// <summary>Leaves the parser at the first mistake; never leaves <see cref="CronParser"/>.</summary>
internal sealed class CronSyntaxException(string message, string? suggestion = null) : Exception(message)
{
    public string? Suggestion => suggestion;
}
