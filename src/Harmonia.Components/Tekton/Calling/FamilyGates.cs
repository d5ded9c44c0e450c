using System.Collections.Concurrent;
using Harmonia.Components.Http;

namespace Harmonia.Components.Tekton.Calling;

/// <summary>The gates of all components of the family, and the probes that open them again.</summary>
/// <remarks>
/// A component that could not be reached is asked for its health at intervals until it answers. While everybody is up
/// nothing is asked.
/// </remarks>
internal sealed class FamilyGates : IDisposable
{
    /// <summary>Between two questions whether a component is back.</summary>
    internal static readonly TimeSpan ProbeInterval = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, FamilyGate> _gates = new(StringComparer.OrdinalIgnoreCase);
    private readonly IFamily _family;
    private readonly OutboundHttp _outbound;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stop = new();
    private readonly ITimer _timer;
    private int _probing;

    public FamilyGates(IFamily family, OutboundHttp outbound, TimeProvider time)
    {
        (_family, _outbound, _time) = (family, outbound, time);
        _timer = time.CreateTimer(_ => Probe(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _family.Changed += OnChanged;
    }

    /// <summary>Raised with the name of a component whose gate may have opened or shut.</summary>
    public event Action<string>? Changed;

    public FamilyGate Of(string component) => _gates.GetOrAdd(component, name => new FamilyGate(name, _family));

    /// <summary>Shuts a gate, because nobody was reached.</summary>
    public void Shut(string component, string reason)
    {
        Of(component).Down = reason;
        Ask();
        Changed?.Invoke(component);
    }

    public void Dispose()
    {
        _family.Changed -= OnChanged;
        _stop.Cancel();
        _timer.Dispose();
        _stop.Dispose();
    }

    private void Ask()
    {
        try
        {
            _timer.Change(ProbeInterval, Timeout.InfiniteTimeSpan);
        }
        catch (ObjectDisposedException)
        {
            // The node is stopping.
        }
    }

    /// <summary>Somebody who moved is somebody else: nothing is known of the new address yet.</summary>
    private void OnChanged(string component)
    {
        var gate = Of(component);
        if (gate.Down is not null && gate.HasMoved())
        {
            gate.Down = null;
        }

        Changed?.Invoke(component);
    }

    /// <summary>One round at a time; the next follows while anybody is down.</summary>
    private void Probe()
    {
        if (Interlocked.Exchange(ref _probing, 1) is 0)
        {
            _ = ProbeAllAsync();
        }
    }

    private async Task ProbeAllAsync()
    {
        try
        {
            foreach (var gate in _gates.Values.Where(gate => gate.Down is not null))
            {
                if (await AnswersAsync(gate.Component))
                {
                    gate.Down = null;
                    Changed?.Invoke(gate.Component);
                }
            }
        }
        finally
        {
            Interlocked.Exchange(ref _probing, 0);
        }

        if (!_stop.IsCancellationRequested && _gates.Values.Any(gate => gate.Down is not null))
        {
            Ask();
        }
    }

    /// <summary>Whatever is answered: somebody is there to be called.</summary>
    private async Task<bool> AnswersAsync(string component)
    {
        if (_family.EndpointOf(component) is not { } endpoint)
        {
            return false;
        }

        try
        {
            using var timeout = new CancellationTokenSource(ProbeTimeout, _time);
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, timeout.Token);
            using var request = new HttpRequestMessage(
                HttpMethod.Get, new Uri(endpoint.AbsoluteUri.TrimEnd('/') + "/health"));
            using var response = await _outbound.Client.SendAsync(
                request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            return true;
        }
        catch (Exception exception) when (
            exception is HttpRequestException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            return false;
        }
    }
}
