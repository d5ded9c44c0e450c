using System.Collections.Concurrent;

namespace Harmonia.Torture;

/// <summary>One start and everything that was acknowledged about it.</summary>
/// <remarks>Written by the one client loop that owns it, read by the checks after that loop has ended.</remarks>
internal sealed class StartRecord(string key, Shape shape, Input input)
{
    public string Key => key;

    public Shape Shape => shape;

    public Input Input => input;

    /// <summary>The checkpoint that it goes on from; <see langword="null"/> when it began at its beginning.</summary>
    public string? Checkpoint { get; init; }

    /// <summary>The acknowledged id; <see langword="null"/> as long as no answer came.</summary>
    public string? Execution { get; set; }

    /// <summary>The server said that it is canceled.</summary>
    public bool CancelAcknowledged { get; set; }

    /// <summary>A request to cancel was left without an answer, so that it may have been carried out.</summary>
    public bool CancelUnknown { get; set; }

    /// <summary>The server said that it is paused.</summary>
    public bool PauseAcknowledged { get; set; }

    /// <summary>The highest version that the server has shown.</summary>
    public long SeenVersion { get; set; }
}

/// <summary>All starts of one torture.</summary>
internal sealed class StartRecords
{
    private readonly ConcurrentQueue<StartRecord> _all = new();
    private readonly ConcurrentQueue<StartRecord> _acknowledged = new();

    public IReadOnlyCollection<StartRecord> All => _all;

    /// <summary>Those with an id, in the order of their acknowledgements.</summary>
    public IReadOnlyCollection<StartRecord> Acknowledged => _acknowledged;

    public void Add(StartRecord record) => _all.Enqueue(record);

    public void Acknowledge(StartRecord record, string execution)
    {
        record.Execution = execution;
        _acknowledged.Enqueue(record);
    }
}
