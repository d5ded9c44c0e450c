using System.Globalization;
using Harmonia.Core.Expressions.Evaluation;

namespace Harmonia.Core.Expressions.Functions;

/// <summary>Functions of instants; ISO 8601 texts are instants too.</summary>
internal static class TimeFunctions
{
    public static IEnumerable<Function> All { get; } =
    [
        new("now", 0, 0, (in call) => Value.Of(call.Context.Scope.Now)),
        new("DateTime.now", 0, 0, (in call) => Value.Of(call.Context.Scope.Now)),
        new("DateTime.parse", 1, 1, (in call) => Value.Of(call.Instant(0))),
        new("after", 2, 2, (in call) => Value.Of(call.Instant(0) > call.Instant(1))),
        new("before", 2, 2, (in call) => Value.Of(call.Instant(0) < call.Instant(1))),
        new("addDays", 2, 2, (in call) => Add(call, TimeSpan.TicksPerDay)),
        new("addHours", 2, 2, (in call) => Add(call, TimeSpan.TicksPerHour)),
        new("addMinutes", 2, 2, (in call) => Add(call, TimeSpan.TicksPerMinute)),
        new("addSeconds", 2, 2, (in call) => Add(call, TimeSpan.TicksPerSecond)),
        new("diff", 2, 3, Diff),
        new("toISO", 1, 1, (in call) => call.NewText(Instants.ToIso(call.Instant(0)))),
        new("toISOString", 1, 1, (in call) => call.NewText(Instants.ToIso(call.Instant(0)))),
        new("formatDate", 2, 2, FormatDate),
        new("format", 2, 9, Format),
    ];

    private static Value Add(in FunctionCall call, long unit)
    {
        var instant = call.Instant(0);
        var ticks = call.Number(1).ToDouble() * unit;
        var end = instant.UtcTicks + ticks;
        // A day on either side leaves room for the offset.
        if (!(end > TimeSpan.TicksPerDay && end < DateTime.MaxValue.Ticks - TimeSpan.TicksPerDay))
        {
            throw call.Invalid("the instant is out of range.");
        }

        return Value.Of(instant.AddTicks((long)Math.Round(ticks)));
    }

    /// <summary>The first minus the second, in milliseconds or the unit named.</summary>
    private static Value Diff(in FunctionCall call)
    {
        var ticks = call.Instant(0).UtcTicks - call.Instant(1).UtcTicks;
        var unit = call.Count > 2 ? call.Text(2) : "milliseconds";
        var size = unit switch
        {
            "milliseconds" or "ms" => TimeSpan.TicksPerMillisecond,
            "seconds" or "second" => TimeSpan.TicksPerSecond,
            "minutes" or "minute" => TimeSpan.TicksPerMinute,
            "hours" or "hour" => TimeSpan.TicksPerHour,
            "days" or "day" => TimeSpan.TicksPerDay,
            _ => throw call.Invalid($"the unit '{unit}' is none of milliseconds, seconds, minutes, hours, days."),
        };
        return Numbers.Divide(Value.Of(ticks), Value.Of(size), call.Offset);
    }

    private static Value FormatDate(in FunctionCall call)
    {
        var instant = call.Instant(0);
        var pattern = call.Text(1);
        call.Context.ReserveText(pattern.Length, call.Offset);
        return call.NewText(Instants.Format(instant, pattern));
    }

    /// <summary>An instant by tokens, or a text with <c>{0}</c>, <c>{1}</c>, … filled in.</summary>
    private static Value Format(in FunctionCall call)
    {
        if (call.Count == 2 && Instants.TryGet(call[0], out _))
        {
            return FormatDate(call);
        }

        if (call[0].Kind != ValueKind.Text)
        {
            throw call.Wrong(0, "an instant, or a text with {0}");
        }

        var text = call.Text(0);
        var filled = new System.Text.StringBuilder();
        for (var position = 0; position < text.Length;)
        {
            if (TryPlace(text, position, call.Count - 1, out var place))
            {
                var piece = ValueWriter.ToText(call[place + 1], call.Context, call.Offset);
                call.Context.ReserveText(piece.Length, call.Offset);
                filled.Append(piece);
                position += 3;
                continue;
            }

            filled.Append(text[position++]);
        }

        return call.NewText(filled.ToString());
    }

    /// <summary>Finds <c>{n}</c> with n from 0 to 7.</summary>
    private static bool TryPlace(string text, int position, int count, out int place)
    {
        place = -1;
        return position + 2 < text.Length
            && text[position] == '{'
            && text[position + 2] == '}'
            && int.TryParse(text.AsSpan(position + 1, 1), NumberStyles.None, CultureInfo.InvariantCulture, out place)
            && place < count;
    }
}
