using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Harmonia.Core.Failures;
using Harmonia.Core.Schedules;

namespace Harmonia.Core.Definitions.Checking;

/// <summary>Reads <c>execution_window</c>: <c>{days, hours_start, hours_end, timezone}</c>.</summary>
internal static class WindowReader
{
    private const int ShortName = 3;

    private static readonly FieldNames Fields = FieldNames.Only("days", "hours_start", "hours_end", "timezone");

    private static readonly ImmutableArray<DayOfWeek> EveryDay = [.. Enum.GetValues<DayOfWeek>()];

    private static readonly string[] DayNames = [.. EveryDay.Select(day => day.ToString().ToLowerInvariant())];

    private static readonly string[] TimeFormats = ["hh\\:mm", "h\\:mm", "hh\\:mm\\:ss"];

    /// <returns><see langword="null"/> when there is none, or a finding says why it is wrong.</returns>
    public static ExecutionWindow? Read(FieldReader owner, string name, FindingList findings) =>
        owner.Object(name) is { } source ? Read(new FieldReader(source, owner.At(name), findings), findings) : null;

    public static ExecutionWindow? Read(FieldReader fields, FindingList findings)
    {
        fields.AcceptOnly(Fields);
        var days = Days(fields, findings);
        var start = Hour(fields, "hours_start", TimeSpan.Zero, findings);
        var end = Hour(fields, "hours_end", ExecutionWindow.EndOfDay, findings);
        var zone = ScheduleReader.Zone(fields, "timezone", findings);
        if (start is not { } from || end is not { } to || days is null || zone is null)
        {
            return null;
        }

        if (from == to || from == ExecutionWindow.EndOfDay)
        {
            findings.Error(
                FindingCodes.InvalidValue,
                fields.At(from == ExecutionWindow.EndOfDay ? "hours_start" : "hours_end"),
                "The window would be closed all day. Leave both hours out to have it open all day.");
            return null;
        }

        return new ExecutionWindow(days.Value, from, to == TimeSpan.Zero ? ExecutionWindow.EndOfDay : to, zone);
    }

    private static ImmutableArray<DayOfWeek>? Days(FieldReader fields, FindingList findings)
    {
        if (fields.Find("days") is null)
        {
            return EveryDay;
        }

        if (fields.Texts("days") is not { } names)
        {
            return null;
        }

        if (names.IsEmpty)
        {
            findings.Error(
                FindingCodes.InvalidValue,
                fields.At("days"),
                "'days' names no day. Name one, or leave it out for all of them.");
            return null;
        }

        var days = ImmutableArray.CreateBuilder<DayOfWeek>();
        for (var place = 0; place < names.Length; place++)
        {
            var name = names[place];
            var number = Array.FindIndex(DayNames, day => IsDay(name, day));
            if (number < 0)
            {
                findings.Error(
                    FindingCodes.InvalidValue,
                    JsonPointer.Append(fields.At("days"), place),
                    $"'{Shown.Text(name)}' is not a day of the week. Use monday to sunday.",
                    () => NearestName.Find(name, DayNames));
                continue;
            }

            days.Add((DayOfWeek)number);
        }

        return days.Count == names.Length ? days.DrainToImmutable() : null;
    }

    private static bool IsDay(string name, string day) =>
        name.Equals(day, StringComparison.OrdinalIgnoreCase)
        || (name.Length == ShortName && day.StartsWith(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>A number of hours, of which 9.5 is half past nine, or a time such as <c>"09:30"</c>.</summary>
    private static TimeSpan? Hour(FieldReader fields, string name, TimeSpan otherwise, FindingList findings)
    {
        if (fields.Find(name) is not { } value)
        {
            return otherwise;
        }

        TimeSpan? hour = value.ValueKind switch
        {
            JsonValueKind.Number when value.GetDouble() is >= 0 and <= 24 and var number =>
                TimeSpan.FromSeconds(Math.Round(number * 3600)),
            JsonValueKind.String when value.GetString() == "24:00" => ExecutionWindow.EndOfDay,
            JsonValueKind.String when TimeSpan.TryParseExact(
                value.GetString(), TimeFormats, CultureInfo.InvariantCulture, out var time) => time,
            _ => null,
        };
        if (hour is null)
        {
            findings.Error(
                FindingCodes.InvalidValue,
                fields.At(name),
                $"'{name}' must be hours from 0 to 24, such as 9, 9.5 or \"09:30\", not {Shown.Value(value)}.");
        }

        return hour;
    }
}
