using System.Text.Json;
using Harmonia.Core.Executions;
using Harmonia.Engine.Feeds;
using Harmonia.Engine.Ports;

namespace Harmonia.Engine.Dispatch;

/// <summary>Passes on how far one attempt is, as often as that is worth being stored, and hears when it is silent.
/// </summary>
/// <remarks>
/// Reports are at least <see cref="MinInterval"/> apart, and a hundredth of the attempt's time so far: their number
/// grows with the logarithm of that time. The latest of those between is passed on when its turn comes, or before the
/// outcome.
/// </remarks>
internal sealed class TaskProgress(
    string task, int attempt, Action<ExecutionCommand> report, Func<LiveText> open, TimeProvider time) : ITaskProgress
{
    private static readonly TimeSpan MinInterval = TimeSpan.FromSeconds(1);
    private const int ReportsPerTime = 100;

    private readonly Lock _lock = new();
    private readonly long _begunAt = time.GetTimestamp();
    private ReportProgress? _latest;
    private LiveText? _text;
    private ITimer? _turn;
    private ITimer? _silence;
    private TimeSpan _limit;
    private long _heardAt;
    private long? _toldAt;
    private bool _hasEnded;

    /// <inheritdoc/>
    public void Report(double? fraction, string? message, JsonElement? details)
    {
        var progress = new ReportProgress(task, attempt, Bounded(fraction), Bounded(message), Bounded(details));
        lock (_lock)
        {
            _heardAt = time.GetTimestamp();
            if (_hasEnded)
            {
                return;
            }

            _latest = progress;
            if (_turn is not null)
            {
                return; // It is told when its turn comes.
            }

            var wait = _toldAt is { } told ? Interval() - time.GetElapsedTime(told) : TimeSpan.Zero;
            if (wait > TimeSpan.Zero)
            {
                _turn = time.CreateTimer(_ => TakeTurn(), null, wait, Timeout.InfiniteTimeSpan);
                return;
            }

            Tell();
        }
    }

    /// <inheritdoc/>
    public void Stream(string piece)
    {
        lock (_lock)
        {
            _heardAt = time.GetTimestamp();
            if (!_hasEnded)
            {
                (_text ??= open()).Add(piece);
            }
        }
    }

    /// <summary>Calls back when nothing was heard for <paramref name="limit"/>.</summary>
    public void WatchSilence(TimeSpan? limit, Action onSilence)
    {
        if (limit is not { } longest)
        {
            return;
        }

        lock (_lock)
        {
            (_limit, _heardAt) = (longest, time.GetTimestamp());
            _silence = time.CreateTimer(_ => ListenAgain(onSilence), null, longest, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Nothing more is taken; what was not told yet is told.</summary>
    public void End()
    {
        lock (_lock)
        {
            _hasEnded = true;
            Tell();
            _turn?.Dispose();
            _silence?.Dispose();
        }

        _text?.End();
    }

    private void ListenAgain(Action onSilence)
    {
        lock (_lock)
        {
            var left = _limit - time.GetElapsedTime(_heardAt);
            if (_hasEnded)
            {
                return;
            }

            if (left > TimeSpan.Zero)
            {
                _silence!.Change(left, Timeout.InfiniteTimeSpan);
                return;
            }
        }

        onSilence();
    }

    private void TakeTurn()
    {
        lock (_lock)
        {
            _turn?.Dispose();
            _turn = null;
            if (!_hasEnded)
            {
                Tell();
            }
        }
    }

    private void Tell()
    {
        if (_latest is not { } latest)
        {
            return;
        }

        (_latest, _toldAt) = (null, time.GetTimestamp());
        report(latest);
    }

    private TimeSpan Interval()
    {
        var share = time.GetElapsedTime(_begunAt) / ReportsPerTime;
        return share > MinInterval ? share : MinInterval;
    }

    private static double? Bounded(double? fraction) =>
        fraction is { } known && double.IsFinite(known) ? Math.Clamp(known, 0, 1) : null;

    private static string? Bounded(string? message) => message is { Length: > ITaskProgress.MaxMessageLength }
        ? $"{message[..(ITaskProgress.MaxMessageLength - 1)]}…"
        : message;

    private static JsonElement? Bounded(JsonElement? details) =>
        details is { } given && JsonText.Size(given) > ITaskProgress.MaxDetailsBytes ? null : details;
}
