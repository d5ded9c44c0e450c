namespace Harmonia.Simulation;

/// <summary>All chance of one world: the same seed throws the same numbers for ever (SplitMix64).</summary>
internal sealed class Dice(ulong seed)
{
    private ulong _state = seed;

    public ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        var mixed = _state;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }

    /// <returns>A number in [0, 1).</returns>
    public double Fraction() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <returns>A whole number in [0, <paramref name="bound"/>).</returns>
    public int Below(int bound) => (int)(Next() % (ulong)bound);

    /// <returns>A whole number from <paramref name="low"/> to <paramref name="high"/>, both included.</returns>
    public int Between(int low, int high) => low + Below(high - low + 1);

    /// <returns>A whole number in the same range, small ones far more often than large ones.</returns>
    public int Small(int low, int high)
    {
        var fraction = Fraction();
        return low + (int)(fraction * fraction * fraction * (high - low + 1));
    }

    public bool Chance(double probability) => Fraction() < probability;

    /// <returns>A number whose logarithm is spread evenly.</returns>
    public double LogUniform(double low, double high) => low * Math.Pow(high / low, Fraction());

    public T Pick<T>(IReadOnlyList<T> items) => items[Below(items.Count)];

    public TimeSpan Time(double lowSeconds, double highSeconds) =>
        TimeSpan.FromMilliseconds(Math.Round(1_000 * (lowSeconds + (Fraction() * (highSeconds - lowSeconds)))));
}
