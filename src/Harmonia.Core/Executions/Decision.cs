using System.Collections.Immutable;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Executions;

/// <summary>What the rules say to a command.</summary>
public abstract record Decision
{
    private Decision()
    {
    }

    /// <summary>It may happen; these facts follow, in order. None when there is nothing left to do.</summary>
    public sealed record Accepted(ImmutableArray<ExecutionEvent> Events) : Decision;

    /// <summary>It may not happen; nothing changed.</summary>
    /// <param name="Code">A stable code out of <see cref="RefusalCodes"/>.</param>
    /// <param name="Reason">For people.</param>
    public sealed record Rejected(string Code, string Reason) : Decision
    {
        /// <summary>What exactly was wrong with the request, if it was its content.</summary>
        public ImmutableArray<Finding> Findings { get; init; } = [];

        /// <summary>What somebody else has decided already, if that is why.</summary>
        public ApprovalAnswer? Winner { get; init; }
    }
}
