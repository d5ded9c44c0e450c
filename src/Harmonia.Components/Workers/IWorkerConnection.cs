using Harmonia.Engine.Ports;

namespace Harmonia.Components.Workers;

/// <summary>The way to a worker that is connected.</summary>
/// <remarks>
/// Called by the broker with its lock held, one call at a time: each must neither block, nor call back, nor fail. What
/// cannot be told is lost; the attempt is handed to another when its lease is over.
/// </remarks>
public interface IWorkerConnection
{
    /// <summary>The worker is to make an attempt.</summary>
    void Take(LeasedAttempt attempt);

    /// <summary>Nobody needs an attempt any more.</summary>
    void Cancel(TaskCall call, long epoch);

    /// <summary>There is no more to come: the worker was asked to take no more, or the server stops.</summary>
    void Drain();

    /// <summary>The worker has another connection, or a poll, now.</summary>
    void Replace();
}
