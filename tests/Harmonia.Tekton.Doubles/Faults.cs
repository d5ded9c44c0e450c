namespace Harmonia.Tekton.Doubles;

/// <summary>What a fault does to the request that it meets.</summary>
internal abstract record Fault
{
    private Fault()
    {
    }

    /// <summary>Answered with this status; the request has no effect.</summary>
    public sealed record Status(int Code, string? Body, int? RetryAfterSeconds) : Fault;

    /// <summary>The connection is cut before the request has an effect.</summary>
    public sealed record Cut : Fault;

    /// <summary>The request has its effect, and the connection is cut instead of an answer.</summary>
    public sealed record CutAfterwards : Fault;
}

/// <summary>The faults that are still to happen, in the order in which they were asked for.</summary>
internal sealed class Faults
{
    private readonly Lock _lock = new();
    private readonly List<(string Path, Fault Fault)> _waiting = [];

    public void Add(int count, string path, Fault fault)
    {
        lock (_lock)
        {
            _waiting.AddRange(Enumerable.Repeat((path, fault), count));
        }
    }

    public Fault? Take(string path)
    {
        lock (_lock)
        {
            var index = _waiting.FindIndex(one => path.StartsWith(one.Path, StringComparison.Ordinal));
            if (index < 0)
            {
                return null;
            }

            var fault = _waiting[index].Fault;
            _waiting.RemoveAt(index);
            return fault;
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _waiting.Clear();
        }
    }
}
