using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Threading.Channels;
using Harmonia.Components.Http;
using Harmonia.Components.Tekton.Hermes;
using Microsoft.Extensions.Logging;

namespace Harmonia.Components.Tekton;

/// <summary>Keeps in touch with the family, in rounds: who is there, and that we are.</summary>
/// <remarks>
/// Nothing here fails because Hermes does: each round finds out anew. Without a family it does nothing at all.
/// </remarks>
public sealed partial class FamilyLink : IAsyncDisposable
{
    /// <summary>Names that are looked for between rounds.</summary>
    private const int MaxWanted = 64;

    private static readonly TimeSpan WantedInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan MinPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxBackoff = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LeaveTimeout = TimeSpan.FromSeconds(3);

    /// <summary>A name that nobody asks about again is given up.</summary>
    private static readonly TimeSpan WantedLife = TimeSpan.FromMinutes(10);

    private readonly FamilyOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly FamilyProbe _probe;
    private readonly FamilyDirectory _directory;
    private readonly HermesClient? _client;
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _oneRound = new(1);
    private readonly ConcurrentDictionary<string, DateTimeOffset> _wanted = new(StringComparer.Ordinal);

    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private ImmutableArray<HermesMembership> _memberships = [];
    private FamilyState _state;
    private Task _rounds = Task.CompletedTask;
    private string? _said;
    private bool _isDisposed;

    /// <param name="options">What the operator decided.</param>
    /// <param name="outbound">The way to the family, with the allow-list of <paramref name="trust"/>.</param>
    /// <param name="trust">Where calls may go.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Where changes are told.</param>
    public FamilyLink(
        FamilyOptions options, OutboundHttp outbound, FamilyTrust trust, TimeProvider time, ILogger<FamilyLink> logger)
    {
        (_options, _time, _logger) = (options, time, logger);
        _probe = new FamilyProbe(outbound, trust, time);
        _directory = new FamilyDirectory(options, _probe, time);
        _directory.Wanted += Want;
        _client = options.HermesUrl is { } hermes ? new HermesClient(outbound, hermes, time) : null;
        _state = new FamilyState(options.HermesUrl, false, false, [], null, null);
    }

    /// <summary>Who is there.</summary>
    public IFamily Family => _directory;

    /// <summary>How things stand with Hermes.</summary>
    public FamilyState State => Volatile.Read(ref _state);

    internal HermesClient? Client => _client;

    /// <summary>Begins to look for others.</summary>
    public void Start()
    {
        if (_options.IsOn && _rounds.IsCompleted && !_stop.IsCancellationRequested)
        {
            _rounds = Task.Run(() => RunAsync(_stop.Token));
        }
    }

    /// <summary>Registers from now on, until <see cref="LeaveAsync"/>.</summary>
    /// <param name="identities">What we are.</param>
    /// <param name="endpoint">Where we are called.</param>
    public void Join(IEnumerable<HermesIdentity> identities, Uri endpoint)
    {
        if (_client is not null)
        {
            _memberships =
            [
                .. identities.Select(identity =>
                    new HermesMembership(_client, identity, endpoint, _probe, _time, _logger)),
            ];
            _wake.Writer.TryWrite(true);
        }
    }

    /// <summary>Looks at the list now, unless that was done a moment ago.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        var isFresh = State.CheckedAt is { } at && _time.GetUtcNow() - at < MinPause;
        if (_client is not null && !isFresh && !_stop.IsCancellationRequested)
        {
            await RoundAsync(isFull: false, cancellationToken);
        }
    }

    /// <summary>Stops, and takes ourselves off the list of Hermes if it can be reached soon.</summary>
    public async Task LeaveAsync()
    {
        await _stop.CancelAsync();
        await _rounds.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        using var timeout = new CancellationTokenSource(LeaveTimeout, _time);
        var leaving = _memberships;
        _memberships = [];
        try
        {
            await Task.WhenAll(leaving.Select(membership => membership.LeaveAsync(timeout.Token)));
        }
        catch (OperationCanceledException)
        {
            LogNotLeft(_logger, LeaveTimeout.TotalSeconds);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, true))
        {
            return;
        }

        await LeaveAsync();
        _stop.Dispose();
        _oneRound.Dispose();
    }

    /// <summary>One round.</summary>
    /// <param name="isFull">Whether we tell that we live, or only look who is there.</param>
    /// <param name="cancellationToken">To give up.</param>
    /// <returns>Whether all is as it should be.</returns>
    internal async Task<bool> RoundAsync(bool isFull, CancellationToken cancellationToken)
    {
        await _oneRound.WaitAsync(cancellationToken);
        try
        {
            var (entries, isReached, trouble) = await ListAsync(cancellationToken);
            var memberships = _memberships;
            if (isFull && isReached)
            {
                foreach (var membership in memberships)
                {
                    trouble = await membership.KeepAsync(entries, cancellationToken) ?? trouble;
                }
            }

            Tell(isReached, memberships, trouble);
            await _directory.UpdateAsync(Others(entries, memberships), WantedNames(), cancellationToken);
            return trouble is null;
        }
        finally
        {
            _oneRound.Release();
        }
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        var (failures, isFull, fullAt) = (0, true, _time.GetUtcNow());
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                var isWell = await RoundAsync(isFull, cancellationToken);
                if (isFull)
                {
                    failures = isWell ? 0 : failures + 1;
                    fullAt = _time.GetUtcNow() + (isWell ? _options.HeartbeatInterval : Backoff(failures));
                }

                await Task.Delay(MinPause, _time, cancellationToken);
                isFull = await WaitAsync(fullAt, cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                LogFailed(_logger, exception);
                await Task.Delay(MaxBackoff, _time, cancellationToken)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <returns>Whether the next round is a full one.</returns>
    private async Task<bool> WaitAsync(DateTimeOffset fullAt, CancellationToken cancellationToken)
    {
        // Without Hermes there is nobody to ask who is there: only those count that did not answer.
        var isIdle = _client is null && _directory.Members.All(member => member.IsUp);
        var left = isIdle ? Timeout.InfiniteTimeSpan : fullAt - _time.GetUtcNow();
        if (!isIdle && left <= TimeSpan.Zero)
        {
            return true;
        }

        var isShort = WantedNames().Any(name => !_directory.IsUp(name)) && (isIdle || left > WantedInterval);
        using var timer = new CancellationTokenSource(isShort ? WantedInterval : left, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        try
        {
            await _wake.Reader.ReadAsync(either.Token);
            return _memberships.Any(membership => !membership.IsRegistered);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return !isShort;
        }
    }

    private static TimeSpan Backoff(int failures)
    {
        var seconds = Math.Min(MaxBackoff.TotalSeconds, Math.Pow(2, Math.Min(failures, 10) - 1));
        return TimeSpan.FromSeconds(seconds * (0.8 + (Random.Shared.NextDouble() * 0.4)));
    }

    private async Task<(IReadOnlyList<HermesEntry>? Entries, bool IsReached, string? Trouble)> ListAsync(
        CancellationToken cancellationToken) =>
        _client is null ? (null, false, null) : await _client.ListAsync(cancellationToken) switch
        {
            HermesAnswer<IReadOnlyList<HermesEntry>>.Done { Value: var list } => (list, true, null),
            HermesAnswer<IReadOnlyList<HermesEntry>>.Refused { Status: var status, Reason: var reason } =>
                (null, true, $"Hermes refused its list with status {status}: {reason}"),
            HermesAnswer<IReadOnlyList<HermesEntry>>.Unreachable { Reason: var reason } => (null, false, reason),
            var other => throw new System.Diagnostics.UnreachableException($"{other.GetType()} is not known."),
        };

    private static List<HermesEntry>? Others(
        IReadOnlyList<HermesEntry>? entries, ImmutableArray<HermesMembership> memberships)
    {
        var own = memberships.Select(membership => membership.ComponentId).ToHashSet(StringComparer.Ordinal);
        return entries?.Where(entry => !own.Contains(entry.ComponentId)).ToList();
    }

    private void Tell(bool isReached, ImmutableArray<HermesMembership> memberships, string? trouble)
    {
        Volatile.Write(ref _state, new FamilyState(
            _options.HermesUrl,
            isReached,
            isReached && memberships.Length > 0 && memberships.All(membership => membership.IsRegistered),
            [.. memberships.Where(membership => membership.IsRegistered).Select(membership => membership.ComponentId)],
            trouble,
            _time.GetUtcNow()));
        if (trouble is not null && trouble != _said)
        {
            LogTrouble(_logger, trouble);
        }
        else if (trouble is null && _said is not null)
        {
            LogWell(_logger);
        }

        _said = trouble;
    }

    private void Want(string name)
    {
        var now = _time.GetUtcNow();
        if (_wanted.TryGetValue(name, out var since) ? now - since < MinPause : _wanted.Count >= MaxWanted)
        {
            return; // It was asked for a moment ago, or too many are.
        }

        _wanted[name] = now;
        _wake.Writer.TryWrite(true);
    }

    private IReadOnlyList<string> WantedNames()
    {
        var now = _time.GetUtcNow();
        foreach (var (name, since) in _wanted)
        {
            if (now - since > WantedLife)
            {
                _wanted.TryRemove(name, out _);
            }
        }

        return [.. _wanted.Keys];
    }

    [LoggerMessage(5211, LogLevel.Warning, "Hermes: {Trouble}")]
    private static partial void LogTrouble(ILogger logger, string trouble);

    [LoggerMessage(5212, LogLevel.Information, "Hermes is well again.")]
    private static partial void LogWell(ILogger logger);

    [LoggerMessage(5213, LogLevel.Error, "A round of keeping in touch with the family failed.")]
    private static partial void LogFailed(ILogger logger, Exception exception);

    [LoggerMessage(5214, LogLevel.Information, "Hermes did not take us off its list within {Seconds} s.")]
    private static partial void LogNotLeft(ILogger logger, double seconds);
}
