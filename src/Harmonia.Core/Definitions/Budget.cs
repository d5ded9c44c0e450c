using System.Globalization;

namespace Harmonia.Core.Definitions;

/// <summary>What follows when a budget is exceeded.</summary>
public enum BudgetMode
{
    /// <summary>The execution fails with the reason <c>budget</c>.</summary>
    Fail,

    /// <summary>The execution is paused; whoever resumes it grants the same budget once more.</summary>
    Pause,
}

/// <summary>What one execution may use up; <see langword="null"/> where nothing is limited.</summary>
/// <param name="Tokens">Of models, given and produced.</param>
/// <param name="CostUsd">In US dollars.</param>
/// <param name="Calls">Calls of models.</param>
/// <param name="OnExceeded">What follows.</param>
public sealed record Budget(long? Tokens, decimal? CostUsd, long? Calls, BudgetMode OnExceeded)
{
    public override string ToString() => string.Join(", ", Parts());

    private IEnumerable<string> Parts()
    {
        if (Tokens is { } tokens)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{tokens} tokens");
        }

        if (CostUsd is { } cost)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{cost} US dollars");
        }

        if (Calls is { } calls)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{calls} calls");
        }
    }
}
