using System.Collections.Immutable;
using Harmonia.Core.Expressions;

namespace Harmonia.Core.Definitions;

/// <summary>How many of the signals that it names a task waits for.</summary>
public enum SignalMode
{
    /// <summary>The one that it names.</summary>
    One,

    /// <summary>The first that comes; the others are not waited for any more.</summary>
    Any,

    /// <summary>Each of them once.</summary>
    All,
}

/// <summary>What becomes of a wait that took too long.</summary>
public enum TimeoutMode
{
    /// <summary>The task fails with <c>timeout</c>.</summary>
    Fail,

    /// <summary>The task completes and its output says <c>timed_out</c>.</summary>
    Continue,

    /// <summary>The task is skipped.</summary>
    Skip,

    /// <summary>Of an approval: as if it had been approved.</summary>
    Approve,

    /// <summary>Of an approval: as if it had been rejected.</summary>
    Reject,
}

/// <summary>What a task of type <c>event</c> waits for.</summary>
/// <param name="Offers">The signals; an offer's place is its branch, and that of a timeout comes after them.</param>
/// <param name="Mode">How many of them.</param>
public sealed record EventSettings(ImmutableArray<SignalOffer> Offers, SignalMode Mode)
{
    /// <summary>Signals that one task may name: a branch is a bit.</summary>
    public const int MaxOffers = DecisionSettings.MaxCases;

    /// <summary>The longest name of a signal.</summary>
    public const int MaxNameLength = 200;

    /// <summary>Whether signals that came before the wait began are used.</summary>
    public bool TakesEarly { get; init; } = true;

    public TimeSpan? Timeout { get; init; }

    public TimeoutMode OnTimeout { get; init; }

    /// <summary>Tasks that run after a timeout only.</summary>
    public ImmutableArray<string> TimeoutThen { get; init; } = [];
}

/// <summary>A signal that a task waits for.</summary>
/// <param name="Key">Its name in the output; <see langword="null"/> for the name of the signal.</param>
/// <param name="Name">Renders to the name of the signal when the wait begins.</param>
/// <param name="Match">Which of the signals with that name; <see langword="null"/> for any.</param>
/// <param name="Then">Tasks that run only when this one came.</param>
public sealed record SignalOffer(string? Key, Template Name, Condition? Match, ImmutableArray<string> Then);
