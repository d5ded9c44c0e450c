using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using Harmonia.Core.Definitions;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Schedules;

/// <summary>Finds time zones by their IANA names, in the time zone database of the machine.</summary>
public static partial class TimeZones
{
    /// <summary>Names in the database that mean another zone on another machine.</summary>
    private static readonly FrozenSet<string> OfThisMachine =
        new[] { "localtime", "posixrules", "Factory" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly Lazy<string[]> Known = new(() =>
        [.. TimeZoneInfo.GetSystemTimeZones().Select(zone => zone.Id).Append("UTC").Order(StringComparer.Ordinal)]);

    /// <summary>Finds a zone such as <c>Europe/Berlin</c> or <c>UTC</c>; its case counts.</summary>
    public static bool TryFind(
        string id, [NotNullWhen(true)] out TimeZoneInfo? zone, [NotNullWhen(false)] out ScheduleError? error)
    {
        (zone, error) = (null, null);
        if (Name().IsMatch(id) && !OfThisMachine.Contains(id) && TryRead(id, out zone))
        {
            return true;
        }

        zone = null;
        error = new ScheduleError(
            $"There is no time zone '{Shown.Text(id)}'. Use a name of the IANA database, such as \"Europe/Berlin\".",
            Nearest(id));
        return false;
    }

    private static bool TryRead(string id, [NotNullWhen(true)] out TimeZoneInfo? zone)
    {
        try
        {
            // A zone that was read before is found under its name in any letters, and otherwise under its own only.
            return TimeZoneInfo.TryFindSystemTimeZoneById(id, out zone)
                && (zone.Id == id || !zone.Id.Equals(id, StringComparison.OrdinalIgnoreCase));
        }
        catch (InvalidTimeZoneException)
        {
            zone = null; // A file of the database's folder that describes no zone.
            return false;
        }
    }

    /// <summary>The same name in other letters, else the city without its continent, else the nearest name.</summary>
    private static string? Nearest(string id) =>
        Array.Find(Known.Value, name => name.Equals(id, StringComparison.OrdinalIgnoreCase))
        ?? Array.Find(Known.Value, name => IsCityOf(name, id.Replace(' ', '_')))
        ?? NearestName.Find(id, Known.Value);

    private static bool IsCityOf(string zone, string city) =>
        zone.EndsWith($"/{city}", StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(
        @"^(?!posix/|right/)[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+){0,2}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
