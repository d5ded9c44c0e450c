namespace Harmonia.Server.Metrics;

/// <summary>One figure with one set of label values. Written from any thread, without a lock.</summary>
internal sealed class Series(MetricKind kind)
{
    private readonly long[] _buckets = kind == MetricKind.Histogram ? new long[Buckets.Bounds.Length + 1] : [];
    private double _value;

    /// <summary>The sum of all measurements: of a histogram its sum, of anything else its value.</summary>
    public double Value => Volatile.Read(ref _value);

    public void Record(double value)
    {
        if (!double.IsFinite(value))
        {
            return; // One such value would spoil the sum for ever.
        }

        Add(value);
        if (_buckets.Length > 0)
        {
            Interlocked.Increment(ref _buckets[Buckets.IndexOf(value)]);
        }
    }

    /// <summary>Forgets the value: that of an observed gauge before it is observed again.</summary>
    public void Reset() => Volatile.Write(ref _value, 0);

    /// <summary>Cumulative counts, the last of which is the count of all.</summary>
    public long[] CumulativeBuckets()
    {
        var counts = new long[_buckets.Length];
        long sum = 0;
        for (var index = 0; index < counts.Length; index++)
        {
            counts[index] = sum += Interlocked.Read(ref _buckets[index]);
        }

        return counts;
    }

    private void Add(double value)
    {
        var seen = Volatile.Read(ref _value);
        while (true)
        {
            var found = Interlocked.CompareExchange(ref _value, seen + value, seen);
            if (found.Equals(seen))
            {
                return;
            }

            seen = found;
        }
    }
}
