using Harmonia.Core.Expressions.Evaluation;

namespace Harmonia.Core.Expressions.Functions;

/// <summary>A stable sort that ends whatever the comparison says, and lets its exceptions through unwrapped.</summary>
internal static class MergeSort
{
    public static Value[] Sort(Value[] items, Func<Value, Value, double> compare)
    {
        var (from, to) = ((Value[])items.Clone(), new Value[items.Length]);
        for (var width = 1; width < items.Length; width *= 2)
        {
            for (var start = 0; start < items.Length; start += 2 * width)
            {
                var middle = Math.Min(start + width, items.Length);
                Merge(from, to, start, middle, Math.Min(middle + width, items.Length), compare);
            }

            (from, to) = (to, from);
        }

        return from;
    }

    private static void Merge(
        Value[] from, Value[] to, int left, int middle, int end, Func<Value, Value, double> compare)
    {
        var right = middle;
        for (var index = left; index < end; index++)
        {
            var takesLeft = left < middle && (right >= end || compare(from[left], from[right]) <= 0);
            to[index] = takesLeft ? from[left++] : from[right++];
        }
    }
}
