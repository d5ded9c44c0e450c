using System.Collections.Immutable;
using System.Globalization;

namespace Harmonia.Components.Registered.Breaking;

/// <summary>Whether one component can be called: its circuit breaker, and what probes found.</summary>
/// <remarks>
/// A lock is held for a few instructions only and nobody is called under it, so that gates may ask at any time.
/// </remarks>
internal sealed class Availability(HealthDeclaration health, BreakerDeclaration breaker, TimeProvider time)
{
    private const int MaxOpenings = 10;

    /// <summary>Probes of many components that went down together spread by this share of their interval.</summary>
    private const double Jitter = 0.1;

    private readonly Lock _lock = new();
    private readonly Queue<BreakerOpening> _openings = new();
    private ComponentCondition _condition = ComponentCondition.Up;
    private Trial _trial;
    private string? _reason;
    private bool _isBreakerOpen;
    private bool _isProbing;
    private DateTimeOffset _since = time.GetUtcNow();
    private DateTimeOffset _nextProbeAt;
    private ProbeRecord? _lastProbe;
    private int _failures;
    private long _openingCount;

    /// <summary>Counts how often it went down, so that calls from before say nothing about now.</summary>
    private int _epoch;

    private enum Trial
    {
        None,
        Reserved,
        Running,
    }

    public bool IsUp
    {
        get
        {
            lock (_lock)
            {
                return _condition is ComponentCondition.Up;
            }
        }
    }

    public string? ShutBecause
    {
        get
        {
            lock (_lock)
            {
                return _condition switch
                {
                    ComponentCondition.Up => null,
                    ComponentCondition.HalfOpen when _trial is Trial.None => null,
                    _ => _reason,
                };
            }
        }
    }

    /// <summary>When it is to be asked next; <see langword="null"/> when it is not down, or is being asked.</summary>
    public DateTimeOffset? NextProbeAt
    {
        get
        {
            lock (_lock)
            {
                return _condition is ComponentCondition.Down && !_isProbing ? _nextProbeAt : null;
            }
        }
    }

    /// <summary>Keeps a place for a call. While it is half open there is one.</summary>
    public bool TryEnter()
    {
        lock (_lock)
        {
            if (_condition is ComponentCondition.HalfOpen && _trial is Trial.None)
            {
                _trial = Trial.Reserved;
                return true;
            }

            return _condition is ComponentCondition.Up;
        }
    }

    /// <summary>Gives a place back that no call was made with.</summary>
    public void Leave()
    {
        lock (_lock)
        {
            _trial = _trial is Trial.Reserved ? Trial.None : _trial;
        }
    }

    /// <summary>Asked before each call, because a place may have been taken before things changed.</summary>
    public bool TryBegin(out int epoch)
    {
        lock (_lock)
        {
            epoch = _epoch;
            if (_condition is ComponentCondition.HalfOpen && _trial is not Trial.Running)
            {
                _trial = Trial.Running;
                return true;
            }

            return _condition is ComponentCondition.Up;
        }
    }

    /// <summary>Takes what came of a call that <see cref="TryBegin"/> let begin.</summary>
    /// <returns>Whether more calls may begin now than before.</returns>
    public bool End(int epoch, CallVerdict verdict, string what)
    {
        lock (_lock)
        {
            if (epoch != _epoch)
            {
                return false;
            }

            switch (verdict)
            {
                case CallVerdict.Absent:
                    GoDown(what, isBreaker: false);
                    return false;
                case CallVerdict.Failing when ++_failures >= breaker.Failures
                    || _condition is ComponentCondition.HalfOpen:
                    GoDown(Describe(what), isBreaker: true);
                    return false;
                case CallVerdict.Alive:
                    _failures = 0;
                    return GoUp();
                case CallVerdict.Nothing when _trial is Trial.Running:
                    _trial = Trial.None;
                    return true;
                default:
                    return false;
            }
        }
    }

    /// <summary>Begins to ask it, if it is time.</summary>
    /// <param name="needsProbe">
    /// Whether somebody has to be asked; otherwise its time is over, and the next call shows.
    /// </param>
    public bool TryBeginProbe(out bool needsProbe)
    {
        lock (_lock)
        {
            needsProbe = health.IsDeclared || !_isBreakerOpen;
            if (_condition is not ComponentCondition.Down || _isProbing || time.GetUtcNow() < _nextProbeAt)
            {
                return false;
            }

            _isProbing = needsProbe;
            if (!needsProbe)
            {
                HalfOpen();
            }

            return true;
        }
    }

    /// <summary>Takes what a probe found, also one that somebody asked for.</summary>
    /// <returns>Whether more calls may begin now than before.</returns>
    public bool EndProbe(ProbeAnswer answer)
    {
        lock (_lock)
        {
            _isProbing = false;
            _lastProbe = new ProbeRecord(time.GetUtcNow(), answer.IsHealthy, answer.Message);
            if (_condition is not ComponentCondition.Down)
            {
                return false;
            }

            if (!answer.IsHealthy)
            {
                _nextProbeAt = time.GetUtcNow() + Spread(health.Interval);
                _reason = _isBreakerOpen ? _reason : answer.Message;
                return false;
            }

            if (_isBreakerOpen)
            {
                HalfOpen(); // Being healthy is not yet being able to work.
                return true;
            }

            return GoUp();
        }
    }

    public ComponentStatus Describe(ComponentStatus status)
    {
        lock (_lock)
        {
            return status with
            {
                Condition = _condition,
                Reason = _reason,
                Since = _since,
                Failures = _failures,
                OpeningCount = _openingCount,
                Openings = [.. _openings],
                LastProbe = _lastProbe,
                NextProbeAt = _condition is ComponentCondition.Down ? _nextProbeAt : null,
            };
        }
    }

    private string Describe(string what) => _condition is ComponentCondition.HalfOpen
        ? $"The circuit breaker is open: the call that was let through failed. {what}"
        : string.Create(
            CultureInfo.InvariantCulture,
            $"The circuit breaker is open: {_failures} calls in a row failed. The last: {what}");

    private void GoDown(string reason, bool isBreaker)
    {
        var now = time.GetUtcNow();
        (_condition, _reason, _isBreakerOpen, _trial) = (ComponentCondition.Down, reason, isBreaker, Trial.None);
        (_since, _failures) = (now, 0);
        _epoch++;
        _nextProbeAt = now + (isBreaker ? breaker.OpenFor : Spread(health.Interval));
        if (!isBreaker)
        {
            CloseOpening(now);
            return;
        }

        _openingCount++;
        CloseOpening(now);
        _openings.Enqueue(new BreakerOpening(now, reason, ClosedAt: null));
        if (_openings.Count > MaxOpenings)
        {
            _openings.Dequeue();
        }
    }

    private void HalfOpen()
    {
        _condition = ComponentCondition.HalfOpen;
        (_since, _trial) = (time.GetUtcNow(), Trial.None);
    }

    private bool GoUp()
    {
        _trial = Trial.None;
        if (_condition is ComponentCondition.Up)
        {
            return false;
        }

        (_condition, _reason, _isBreakerOpen) = (ComponentCondition.Up, null, false);
        (_since, _failures) = (time.GetUtcNow(), 0);
        CloseOpening(_since);
        return true;
    }

    /// <summary>The newest opening is over; the one before was when it opened.</summary>
    private void CloseOpening(DateTimeOffset now)
    {
        if (_openings.LastOrDefault() is not { ClosedAt: null } last)
        {
            return;
        }

        ImmutableArray<BreakerOpening> all = [.. _openings];
        _openings.Clear();
        foreach (var opening in all)
        {
            _openings.Enqueue(ReferenceEquals(opening, last) ? last with { ClosedAt = now } : opening);
        }
    }

    /// <summary>So that components that went down together are not all asked at once.</summary>
    private static TimeSpan Spread(TimeSpan interval) =>
        interval * (1 - Jitter + (Random.Shared.NextDouble() * 2 * Jitter));
}
