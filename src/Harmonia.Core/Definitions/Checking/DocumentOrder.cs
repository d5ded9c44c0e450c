using System.Collections.Immutable;
using System.Text.Json;
using Harmonia.Core.Definitions.Reading;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Definitions.Checking;

/// <summary>Sorts findings: errors before warnings, each in the order of what they are about.</summary>
internal static class DocumentOrder
{
    public static ImmutableArray<Finding> Sort(FindingList findings, JsonElement source, int limit) =>
    [
        .. findings
            .OrderBy(finding => finding.Severity)
            .ThenBy(finding => PathOf(finding.Pointer, source), PathComparer.Instance)
            .Take(limit),
    ];

    /// <summary>The places of a value and its parents among their siblings.</summary>
    private static int[] PathOf(string pointer, JsonElement value)
    {
        var path = new List<int>();
        foreach (var segment in PointerSegments.Of(pointer))
        {
            var place = value.ValueKind switch
            {
                JsonValueKind.Object => Member(ref value, segment),
                JsonValueKind.Array => Item(ref value, segment),
                _ => -1,
            };
            if (place < 0)
            {
                break;
            }

            path.Add(place);
        }

        return [.. path];
    }

    private static int Member(ref JsonElement value, string name)
    {
        var place = 0;
        foreach (var property in value.EnumerateObject())
        {
            if (property.NameEquals(name))
            {
                value = property.Value;
                return place;
            }

            place++;
        }

        return -1;
    }

    private static int Item(ref JsonElement value, string segment)
    {
        if (!int.TryParse(segment, out var index) || index < 0 || index >= value.GetArrayLength())
        {
            return -1;
        }

        value = value[index];
        return index;
    }

    private sealed class PathComparer : IComparer<int[]>
    {
        public static PathComparer Instance { get; } = new();

        public int Compare(int[]? x, int[]? y) => x.AsSpan().SequenceCompareTo(y);
    }
}
