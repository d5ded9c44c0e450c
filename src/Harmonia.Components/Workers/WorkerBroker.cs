using System.Collections.Concurrent;
using Harmonia.Engine.Ports;
using Microsoft.Extensions.Logging;

namespace Harmonia.Components.Workers;

/// <summary>
/// Brings attempts to workers that come for them, and what comes of them back: each attempt is one worker's at a time,
/// and has one end.
/// </summary>
/// <remarks>
/// <para>
/// What is here lives as long as the process: the engine has what counts, and offers again what ran when the last
/// process ended. One lock guards it all; whatever takes long, or calls others, is done without it. The engine calls
/// with a lock of its own held, and nothing here calls the engine with ours.
/// </para>
/// </remarks>
public sealed partial class WorkerBroker : IComponentDirectory, IDisposable
{
    private readonly Lock _lock = new();
    private readonly WorkerOptions _options;
    private readonly LeaseSeal _seal;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly DueQueue _due;
    private readonly TimeSpan _startedAt;

    /// <summary>Epochs of this process are not below it, those of earlier ones are.</summary>
    private readonly long _startedEpoch;
    private readonly ConcurrentDictionary<string, WorkerComponent> _components = new(StringComparer.Ordinal);
    private readonly Dictionary<WorkerOffer, Lane> _lanes = [];
    private readonly Dictionary<AttemptKey, Assignment> _assignments = [];
    private readonly RememberedEnds _ends;

    /// <summary>Components of which a gate may have opened; told when the lock is free.</summary>
    private readonly HashSet<string> _news = new(StringComparer.Ordinal);
    private bool _isDraining;

    public WorkerBroker(WorkerOptions options, LeaseSeal seal, TimeProvider time, ILogger logger)
    {
        (_options, _seal, _time, _logger) = (options, seal, time, logger);
        _ends = new RememberedEnds(options.MaxRememberedEnds);
        _due = new DueQueue(time, OnDue);
        _startedAt = _due.Now;
        _startedEpoch = time.GetUtcNow().ToUnixTimeMilliseconds();
    }

    /// <inheritdoc/>
    public event Action<string>? Changed;

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Components => [.. _components.Keys];

    /// <summary>What workers may take.</summary>
    public WorkerOptions Options => _options;

    /// <inheritdoc/>
    public ITaskExecutor? Find(string component) => _components.GetValueOrDefault(component);

    /// <returns>What is known of a component that workers serve.</returns>
    public KnownComponent? FindKnown(string component) => _components.GetValueOrDefault(component)?.Known;

    /// <summary>A component is served by workers from now on, or has these actions from now on.</summary>
    /// <returns>Whether there was room for it.</returns>
    public bool Know(KnownComponent component)
    {
        lock (_components)
        {
            if (_components.TryGetValue(component.Name, out var there))
            {
                there.Known = component;
            }
            else if (_components.Count >= _options.MaxComponents)
            {
                return false;
            }
            else
            {
                _components[component.Name] = new WorkerComponent(this, component);
                LogKnown(_logger, component.Name);
            }
        }

        Changed?.Invoke(component.Name);
        return true;
    }

    /// <summary>A component is not served by workers any more; attempts that have started go on.</summary>
    /// <returns>Whether it was there.</returns>
    public bool Forget(string component)
    {
        var wasThere = _components.TryRemove(component, out _);
        if (wasThere)
        {
            Changed?.Invoke(component);
        }

        return wasThere;
    }

    /// <summary>The server stops: polls are answered, connections are told, and nothing is handed over any more.
    /// </summary>
    /// <remarks>What workers have stays theirs: they go on, and tell the next process.</remarks>
    public void Drain()
    {
        lock (_lock)
        {
            _isDraining = true;
            foreach (var worker in _workers.Values)
            {
                Dismiss(worker, isDraining: true);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            _due.Dispose();
        }
    }

    /// <summary>Removes gates on which nothing depends, so that the number of them is bounded.</summary>
    internal void ForgetIdle(Dictionary<string, ActionGate> gates)
    {
        lock (_lock)
        {
            foreach (var (action, gate) in gates)
            {
                if (gate.IsIdle)
                {
                    gate.IsForgotten = true;
                    gates.Remove(action);
                }
            }
        }
    }

    private void OnDue()
    {
        lock (_lock)
        {
            while (_due.TakeDue() is { } due)
            {
                switch (due)
                {
                    case Lease lease:
                        Expire(lease);
                        break;
                    case Assignment assignment:
                        StopResuming(assignment);
                        break;
                    case PollSeat seat:
                        EndWait(seat);
                        break;
                    case Worker worker:
                        Miss(worker);
                        break;
                    default:
                        throw new System.Diagnostics.UnreachableException($"{due.GetType().Name} is never due.");
                }
            }
        }

        RaiseNews();
    }

    /// <summary>Tells that gates may have opened. Never with a lock held.</summary>
    private void RaiseNews()
    {
        string[] news;
        lock (_lock)
        {
            if (_news.Count == 0)
            {
                return;
            }

            news = [.. _news];
            _news.Clear();
        }

        foreach (var component in news)
        {
            Changed?.Invoke(component);
        }
    }

    [LoggerMessage(2601, LogLevel.Information, "Workers serve the component {Component}.")]
    private static partial void LogKnown(ILogger logger, string component);

    [LoggerMessage(2602, LogLevel.Information,
        "Worker {Worker} was not heard: attempt {Attempt} of task {Task}, execution {Execution}, goes to another.")]
    private static partial void LogExpired(
        ILogger logger, string worker, int attempt, string task, Core.Executions.ExecutionId execution);
}
