using System.Collections.Immutable;
using Harmonia.Core.Expressions;

namespace Harmonia.Core.Definitions;

/// <summary>What the tokens that arrive at a task do to it.</summary>
public enum ArrivalMode
{
    /// <summary>Each one is a visit of its own.</summary>
    Each,

    /// <summary>As many branches as are needed, of one and the same round, make one visit.</summary>
    Rounds,

    /// <summary>The same, but arrivals of different rounds are put together as they come.</summary>
    Unmatched,

    /// <summary>So many tokens make one visit, whatever branch they come from.</summary>
    Threads,

    /// <summary>All that have arrived make one visit, once no other can arrive any more.</summary>
    AllPossible,
}

/// <summary>What becomes of the branches that a join does not need any more.</summary>
public enum RestMode
{
    /// <summary>They are waited for and used up, and then a new round begins; others may begin before.</summary>
    Consume,

    /// <summary>The same, but nothing of the next round is let in before.</summary>
    Block,

    /// <summary>What is on its way from them is withdrawn, and a new round begins.</summary>
    Cancel,
}

/// <summary>What a task waits for in the state of its execution.</summary>
/// <param name="Path">A member of the state that must change; empty for none.</param>
/// <param name="Until">What must hold; with neither it waits for its time alone.</param>
public sealed record WatchSettings(ImmutableArray<string> Path, Condition? Until);

/// <summary>How tokens come to a task and leave it, in a graph of transitions.</summary>
public sealed record Routing
{
    /// <summary>Visits of one task, unless it says otherwise.</summary>
    public const int DefaultVisits = 1_000;

    /// <summary>The most that <c>max_visits</c> may say.</summary>
    public const int MostVisits = 100_000;

    /// <summary>In the author's order.</summary>
    public ImmutableArray<Transition> Out { get; init; } = [];

    /// <summary>Index of the task that takes a failure which no transition takes.</summary>
    public int? Handler { get; init; }

    /// <summary>Whether an execution begins here.</summary>
    public bool IsStart { get; init; }

    /// <summary>Whether what it sends out belongs together, and is matched where it is joined.</summary>
    public bool IsFork { get; init; }

    /// <summary>Whether only the first transition that holds is taken.</summary>
    public bool IsChoice { get; init; }

    /// <summary>Whether reaching its end completes the whole execution.</summary>
    public bool Terminates { get; init; }

    /// <summary>Whether its output is part of what the execution returns by default.</summary>
    public bool IsLeaf { get; init; }

    public ArrivalMode Arrival { get; init; }

    /// <summary>Arrivals that make a visit.</summary>
    public int Needed { get; init; } = 1;

    /// <summary>Arrivals after which a round is over: its branches, or the threads.</summary>
    public int Arrivals { get; init; } = 1;

    public RestMode Rest { get; init; }

    public int MaxVisits { get; init; } = DefaultVisits;

    /// <summary>Indexes of the tasks from which tokens can come here; of joins that withdraw the rest.</summary>
    public ImmutableArray<int> Upstream { get; init; } = [];

    /// <summary>Indexes of the joins that wait for whatever is here, because it can still come to them.</summary>
    public ImmutableArray<int> AwaitedBy { get; init; } = [];
}
