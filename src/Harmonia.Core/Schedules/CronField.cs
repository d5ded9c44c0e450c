using System.Numerics;

namespace Harmonia.Core.Schedules;

/// <summary>The numbers that a field of a cron text allows, as bits.</summary>
/// <param name="Values">Bit n stands for the number n.</param>
/// <param name="IsList">Whether they were named one by one, without a star, a range or an interval.</param>
internal readonly record struct CronField(ulong Values, bool IsList)
{
    public bool Has(int value) => (Values >> value & 1) == 1;

    /// <returns>The smallest allowed number from <paramref name="from"/> on, or -1.</returns>
    public int AtOrAfter(int from)
    {
        var rest = from > 63 ? 0 : Values >> from << from;
        return rest == 0 ? -1 : BitOperations.TrailingZeroCount(rest);
    }
}
