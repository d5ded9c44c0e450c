using System.Collections.Immutable;
using Harmonia.Core.Expressions;

namespace Harmonia.Core.Definitions;

/// <summary>How a decision chooses.</summary>
/// <param name="Cases">
/// Each with its condition and the ids of the tasks that it leads to; the branch of a case is its place.
/// </param>
/// <param name="Default">The tasks that run when no case holds; their branch comes after all cases.</param>
/// <param name="All">Whether every case that holds is taken, and not only the first.</param>
public sealed record DecisionSettings(
    ImmutableArray<DecisionCase> Cases, ImmutableArray<string> Default, bool All)
{
    /// <summary>Cases that a decision may have: a branch is a bit.</summary>
    public const int MaxCases = 63;
}

/// <summary>One case of a decision.</summary>
public sealed record DecisionCase(Condition When, ImmutableArray<string> Then);
