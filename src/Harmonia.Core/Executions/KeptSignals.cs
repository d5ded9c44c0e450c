using System.Text.Json;

namespace Harmonia.Core.Executions;

/// <summary>Something that an execution was told.</summary>
/// <param name="Number">Signals are used in the order in which they came: the version of its event.</param>
/// <param name="Id">Its id.</param>
/// <param name="Name">What tasks wait for.</param>
/// <param name="Payload">What it says.</param>
/// <param name="Actor">Who sent it, as the sender says.</param>
/// <param name="At">When it came.</param>
public sealed record Signal(
    long Number, string Id, string Name, JsonElement Payload, string? Actor, DateTimeOffset At);

/// <summary>Signals that no task has taken yet, in the order in which they came, and the ids of all of them.</summary>
/// <remarks>What may be kept is bounded by the settings; the ids are bounded by the length of a history.</remarks>
public sealed class KeptSignals
{
    private readonly Dictionary<string, SortedDictionary<long, Signal>> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Signal> _byId = new(StringComparer.Ordinal);
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    internal KeptSignals()
    {
    }

    public int Count => _byId.Count;

    /// <summary>Bytes of the payloads that are kept.</summary>
    public long Bytes { get; private set; }

    /// <summary>All that are kept, oldest first.</summary>
    public IEnumerable<Signal> All => _byId.Values.OrderBy(signal => signal.Number);

    /// <summary>Those with this name, oldest first.</summary>
    public IEnumerable<Signal> Named(string name) =>
        _byName.TryGetValue(name, out var signals) ? signals.Values : [];

    /// <summary>Whether a signal with this id came before, whatever became of it.</summary>
    internal bool Knows(string id) => _known.Contains(id);

    internal void Remember(string id) => _known.Add(id);

    internal void Add(Signal signal)
    {
        _byId.Add(signal.Id, signal);
        if (!_byName.TryGetValue(signal.Name, out var named))
        {
            _byName[signal.Name] = named = [];
        }

        named.Add(signal.Number, signal);
        Bytes += JsonText.Size(signal.Payload);
    }

    /// <exception cref="InvalidDataException">It is not kept: the history is not one of ours.</exception>
    internal Signal Take(string id)
    {
        if (!_byId.Remove(id, out var signal))
        {
            throw new InvalidDataException($"The history takes signal '{id}', which is not kept.");
        }

        var named = _byName[signal.Name];
        named.Remove(signal.Number);
        if (named.Count == 0)
        {
            _byName.Remove(signal.Name);
        }

        Bytes -= JsonText.Size(signal.Payload);
        return signal;
    }
}
