using System.Diagnostics;
using Harmonia.Core.Definitions;

namespace Harmonia.Core.Executions;

/// <summary>
/// How many dependencies of a task ended, and how: all that a join needs, so that each end costs the same.
/// </summary>
internal readonly record struct JoinCounts(int Ended, int Satisfied, int Failed)
{
    public JoinCounts With(TaskEnds end, TaskEnds on) => new(
        Ended + 1,
        Satisfied + ((end & on) != 0 ? 1 : 0),
        Failed + (end == TaskEnds.Failed ? 1 : 0));
}

/// <summary>What a join says now.</summary>
internal enum JoinVerdict
{
    Wait,
    Run,
    Skip,
}

/// <summary>The truth table of joins.</summary>
internal static class Joins
{
    public static JoinVerdict Judge(JoinRule join, int dependencies, JoinCounts counts)
    {
        if (dependencies == 0)
        {
            return JoinVerdict.Run;
        }

        var open = dependencies - counts.Ended;
        return join.Kind switch
        {
            JoinKind.AllSuccess => Decide(
                run: counts.Satisfied == dependencies,
                skip: counts.Ended > counts.Satisfied),
            JoinKind.AllDone => Decide(run: open == 0, skip: false),
            JoinKind.AnySuccess => Decide(run: counts.Satisfied > 0, skip: open == 0),
            JoinKind.NoneFailed => Decide(run: open == 0 && counts.Failed == 0, skip: counts.Failed > 0),
            JoinKind.OneFailed => Decide(run: counts.Failed > 0, skip: open == 0),
            JoinKind.Count => Decide(
                run: counts.Satisfied >= join.Count,
                skip: counts.Satisfied + open < join.Count),
            _ => throw new UnreachableException($"Join {join.Kind} has no rule."),
        };
    }

    /// <summary>Whether a dependency that failed may still be made good by the others.</summary>
    public static bool ToleratesFailure(JoinRule join) => join.Kind is JoinKind.AnySuccess or JoinKind.Count;

    /// <summary>Whether this dependant takes a failure as one of the ends it was made for.</summary>
    public static bool AcceptsFailure(JoinRule join, TaskEnds on) =>
        join.Kind is JoinKind.AllDone or JoinKind.OneFailed || (on & TaskEnds.Failed) != 0;

    private static JoinVerdict Decide(bool run, bool skip) =>
        run ? JoinVerdict.Run : skip ? JoinVerdict.Skip : JoinVerdict.Wait;
}
