namespace Harmonia.Components.Registered.Breaking;

/// <summary>Asks those that are down whether they are back: one timer for all, and a few at once.</summary>
internal sealed class ProbeLoop : IAsyncDisposable
{
    /// <summary>Probes at once; the others wait for one to end.</summary>
    internal const int MaxParallel = 8;

    private static readonly TimeSpan MaxWait = TimeSpan.FromHours(1);

    private readonly Lock _lock = new();
    private readonly HashSet<RegisteredComponent> _watched = [];
    private readonly HashSet<Task> _running = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly TimeProvider _time;
    private readonly Action<string> _opened;
    private readonly ITimer _timer;

    public ProbeLoop(TimeProvider time, Action<string> opened)
    {
        (_time, _opened) = (time, opened);
        _timer = time.CreateTimer(
            _ => StartDue(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Asks it when it is time, until it is up or forgotten. Says nothing when it is up.</summary>
    public void Watch(RegisteredComponent component)
    {
        lock (_lock)
        {
            if (_stop.IsCancellationRequested || component.Availability.NextProbeAt is null)
            {
                return;
            }

            _watched.Add(component);
            Schedule();
        }
    }

    public void Forget(RegisteredComponent component)
    {
        lock (_lock)
        {
            _watched.Remove(component);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Task[] running;
        await _stop.CancelAsync();
        lock (_lock)
        {
            _watched.Clear();
            running = [.. _running];
        }

        await _timer.DisposeAsync();
        await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private void StartDue()
    {
        List<RegisteredComponent> opened = [];
        lock (_lock)
        {
            foreach (var component in _watched.ToArray())
            {
                if (_running.Count >= MaxParallel || _stop.IsCancellationRequested)
                {
                    break;
                }

                if (!component.Availability.TryBeginProbe(out var needsProbe))
                {
                    continue;
                }

                if (needsProbe)
                {
                    Start(component);
                }
                else
                {
                    _watched.Remove(component);
                    opened.Add(component);
                }
            }

            Schedule();
        }

        opened.ForEach(component => _opened(component.Component));
    }

    private void Start(RegisteredComponent component)
    {
        var token = _stop.Token;
        var probe = Task.Run(() => ProbeAsync(component, token), CancellationToken.None);
        _running.Add(probe);
        _ = probe.ContinueWith(
            End, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    private async Task ProbeAsync(RegisteredComponent component, CancellationToken cancellationToken)
    {
        var (_, hasOpened) = await component.ProbeAsync(cancellationToken);
        if (!hasOpened)
        {
            return;
        }

        Forget(component);
        _opened(component.Component);
    }

    private void End(Task probe)
    {
        lock (_lock)
        {
            _running.Remove(probe);
            Schedule();
        }
    }

    private void Schedule()
    {
        if (_stop.IsCancellationRequested || _running.Count >= MaxParallel)
        {
            return; // The end of one schedules anew.
        }

        _watched.RemoveWhere(component => component.Availability.IsUp);
        if (_watched.Min(component => component.Availability.NextProbeAt) is not { } next)
        {
            return;
        }

        var wait = next - _time.GetUtcNow();
        _timer.Change(
            wait < TimeSpan.Zero ? TimeSpan.Zero : wait > MaxWait ? MaxWait : wait, Timeout.InfiniteTimeSpan);
    }
}
