using System.Globalization;
using System.Text.Json;
using Harmonia.Core.Failures;

namespace Harmonia.Components.Http;

/// <summary>The statuses that an author takes for success.</summary>
internal sealed class AcceptedStatuses
{
    private const int MaxRanges = 32;

    private readonly (int First, int Last)[] _ranges;

    private AcceptedStatuses((int First, int Last)[] ranges) => _ranges = ranges;

    public static AcceptedStatuses Success { get; } = new([(200, 299)]);

    /// <summary>Reads a list of numbers and texts such as <c>2xx</c>, <c>404</c>, <c>200-299</c>.</summary>
    public static AcceptedStatuses Read(ObjectReader input, string field)
    {
        if (input.Items(field) is not { } items)
        {
            return Success;
        }

        var ranges = new List<(int First, int Last)>();
        foreach (var item in items)
        {
            if (ReadRange(item) is { } range)
            {
                ranges.Add(range);
            }
            else
            {
                input.Report(
                    FindingCodes.InvalidValue,
                    field,
                    $"A status is a number from 200 to 599, \"2xx\" or \"200-299\", not {ObjectReader.Kind(item)}.");
            }
        }

        if (items.Count is 0 or > MaxRanges)
        {
            input.Report(FindingCodes.InvalidValue, field, $"1 to {MaxRanges} statuses or ranges are expected here.");
        }

        return new([.. ranges]);
    }

    public bool Accepts(int status) => _ranges.Any(range => status >= range.First && status <= range.Last);

    private static (int First, int Last)? ReadRange(JsonElement item)
    {
        if (item.ValueKind is JsonValueKind.Number && item.TryGetInt32(out var number) && IsStatus(number))
        {
            return (number, number);
        }

        if (item.ValueKind is not JsonValueKind.String)
        {
            return null;
        }

        var text = item.GetString()!;
        if (text is [>= '2' and <= '5' and var hundreds, 'x' or 'X', 'x' or 'X'])
        {
            var first = (hundreds - '0') * 100;
            return (first, first + 99);
        }

        var ends = text.Split('-');
        return ends.Length is 1 or 2
            && TryReadStatus(ends[0], out var low) && TryReadStatus(ends[^1], out var high) && low <= high
                ? (low, high)
                : null;
    }

    private static bool TryReadStatus(string text, out int status) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out status) && IsStatus(status);

    private static bool IsStatus(int number) => number is >= 200 and <= 599;
}
