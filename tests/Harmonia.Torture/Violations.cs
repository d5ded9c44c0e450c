using System.Collections.Concurrent;

namespace Harmonia.Torture;

/// <summary>A promise that was broken.</summary>
/// <param name="What">Which, in words.</param>
/// <param name="Execution">The execution that shows it; <see langword="null"/> when it is none in particular.</param>
internal sealed record Violation(string What, string? Execution);

/// <summary>Everything that was found, from many threads.</summary>
internal sealed class Violations
{
    private readonly ConcurrentQueue<Violation> _found = new();

    public int Count => _found.Count;

    public IReadOnlyCollection<Violation> All => _found;

    public void Add(string what, string? execution = null) => _found.Enqueue(new Violation(what, execution));

    /// <returns>Whether the promise holds.</returns>
    public bool Check(bool holds, string what, string? execution = null)
    {
        if (!holds)
        {
            Add(what, execution);
        }

        return holds;
    }
}
