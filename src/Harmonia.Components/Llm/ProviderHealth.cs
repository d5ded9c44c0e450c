using System.Collections.Concurrent;
using Harmonia.Components.Http;
using Harmonia.Components.Llm.Configuration;
using Harmonia.Engine.Ports;

namespace Harmonia.Components.Llm;

/// <summary>Knows which providers were not reached, and looks whether they are back.</summary>
/// <remarks>
/// The gate is shut only when no provider is up. While others are, an attempt for one that is down waits within, so that
/// those for the others go on.
/// </remarks>
internal sealed class ProviderHealth : IGate, IAsyncDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ProbeTime = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, Down> _down = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stopping = new();
    private readonly LlmSettings _settings;
    private readonly OutboundHttp _outbound;
    private readonly TimeProvider _time;

    public ProviderHealth(LlmSettings settings, OutboundHttp outbound, TimeProvider time) =>
        (_settings, _outbound, _time) = (settings, outbound, time);

    /// <summary>A provider is back.</summary>
    public event Action? Opened;

    public string? ShutBecause => AreAllDown ? _down.Values.FirstOrDefault()?.Reason : null;

    private bool AreAllDown => !_down.IsEmpty && _down.Count >= _settings.Providers.Count;

    public bool TryEnter() => !AreAllDown;

    public void Leave(bool wasUsed)
    {
    }

    /// <summary>One loop looks after it until it is back.</summary>
    public void ReportDown(LlmProvider provider, string reason)
    {
        var down = new Down(reason);
        if (_down.TryAdd(provider.Name, down))
        {
            down.Probing = ProbeAsync(provider, down);
        }
    }

    /// <returns>Whether one of them is up, now or soon enough.</returns>
    public async Task<bool> WaitForAnyAsync(
        IEnumerable<LlmProvider> providers, TimeSpan patience, CancellationToken cancellationToken)
    {
        List<Task> waits = [];
        foreach (var provider in providers)
        {
            if (!_down.TryGetValue(provider.Name, out var down))
            {
                return true;
            }

            waits.Add(down.IsUp.Task);
        }

        try
        {
            await Task.WhenAny(waits).WaitAsync(patience, _time, cancellationToken);
            return true;
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_down.Values.Select(down => down.Probing));
        _stopping.Dispose();
    }

    private async Task ProbeAsync(LlmProvider provider, Down down)
    {
        var pause = FirstPause;
        try
        {
            while (true)
            {
                await Task.Delay(pause, _time, _stopping.Token);
                if (await AnswersAsync(provider))
                {
                    break;
                }

                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
        catch (OperationCanceledException)
        {
            return; // The process ends.
        }

        _down.TryRemove(provider.Name, out _);
        down.IsUp.TrySetResult();
        Opened?.Invoke();
    }

    /// <summary>Any answer is one: whether the key is right, the next call will see.</summary>
    private async Task<bool> AnswersAsync(LlmProvider provider)
    {
        using var limit = new CancellationTokenSource(ProbeTime, _time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _stopping.Token);
        try
        {
            using var message = new HttpRequestMessage(HttpMethod.Get, provider.BaseUrl);
            using var response = await _outbound.Client.SendAsync(
                message, HttpCompletionOption.ResponseHeadersRead, stop.Token);
            return true;
        }
        catch (OperationCanceledException) when (!_stopping.IsCancellationRequested)
        {
            return false;
        }
        catch (HttpRequestException exception)
        {
            return !HttpFailures.ReachedNobody(exception);
        }
    }

    private sealed class Down(string reason)
    {
        public string Reason { get; } = reason;

        public TaskCompletionSource IsUp { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Probing { get; set; } = Task.CompletedTask;
    }
}
