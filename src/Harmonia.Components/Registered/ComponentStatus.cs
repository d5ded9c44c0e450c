using System.Collections.Immutable;

namespace Harmonia.Components.Registered;

/// <summary>How a registered component is, at one moment.</summary>
public sealed record ComponentStatus
{
    public required string Name { get; init; }

    public required string Protocol { get; init; }

    public required ComponentCondition Condition { get; init; }

    /// <summary>Why it is not up.</summary>
    public string? Reason { get; init; }

    /// <summary>Since when it is as it is.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Failures in a row that the circuit breaker counts.</summary>
    public int Failures { get; init; }

    /// <summary>How often the circuit breaker has opened.</summary>
    public long OpeningCount { get; init; }

    /// <summary>The last openings of the circuit breaker, the newest last.</summary>
    public ImmutableArray<BreakerOpening> Openings { get; init; } = [];

    public ProbeRecord? LastProbe { get; init; }

    /// <summary>When it is asked next; <see langword="null"/> while it is up.</summary>
    public DateTimeOffset? NextProbeAt { get; init; }

    /// <summary>Calls that run, with those made in place of others.</summary>
    public int Running { get; init; }

    /// <summary>The actions that are declared or were found.</summary>
    public ImmutableArray<string> Actions { get; init; } = [];
}

/// <summary>Whether a component can be called.</summary>
public enum ComponentCondition
{
    /// <summary>It can.</summary>
    Up,

    /// <summary>Nobody is there, or its circuit breaker is open.</summary>
    Down,

    /// <summary>Its circuit breaker lets one call through to see.</summary>
    HalfOpen,
}

/// <summary>A time at which a circuit breaker opened.</summary>
/// <param name="OpenedAt">When.</param>
/// <param name="Reason">Why, for people.</param>
/// <param name="ClosedAt">When calls went through again; <see langword="null"/> while they do not.</param>
public sealed record BreakerOpening(DateTimeOffset OpenedAt, string Reason, DateTimeOffset? ClosedAt);

/// <summary>A time at which a component was asked whether it is there.</summary>
public sealed record ProbeRecord(DateTimeOffset At, bool IsHealthy, string Message);

/// <summary>What came of a test that somebody asked for.</summary>
/// <param name="IsHealthy">Whether it can be called.</param>
/// <param name="Message">What was found, for people.</param>
/// <param name="Duration">How long the answer took.</param>
/// <param name="Actions">What it can do, as far as that is known.</param>
public sealed record ComponentTest(
    bool IsHealthy, string Message, TimeSpan Duration, ImmutableArray<string> Actions);
