namespace Harmonia.Components.Commands;

/// <summary>Ends what commands left behind.</summary>
public static class CommandReaper
{
    /// <summary>A process that forks as fast as it is killed is given up after this many rounds.</summary>
    private const int MaxRounds = 50;

    /// <summary>
    /// A process that replaces its program has no environment for a moment, and one that was just born may be missed:
    /// one look that finds nothing proves little.
    /// </summary>
    private const int QuietRounds = 4;

    /// <summary>
    /// Kills the children of a crashed engine on the same data directory; called before the first command.
    /// </summary>
    /// <returns>How many were killed.</returns>
    public static int KillLeftovers(string marker) =>
        KillAll(() => ProcessTable.WithVariable(CommandMarks.Engine, marker));

    /// <summary>
    /// Kills what is left of a call: its session, and whoever left the session but kept the environment. Only a process
    /// that does both, leaves and forgets, stays.
    /// </summary>
    internal static int KillCall(int session, string call) =>
        KillAll(() => ProcessTable.OfSession(session).Concat(ProcessTable.WithVariable(CommandMarks.Call, call)));

    private static int KillAll(Func<IEnumerable<int>> find)
    {
        HashSet<int> killed = [];
        var quietRounds = 0;
        for (var round = 0; round < MaxRounds && quietRounds < QuietRounds; round++)
        {
            var found = find().ToHashSet();
            quietRounds = found.Count is 0 ? quietRounds + 1 : 0;
            foreach (var process in found)
            {
                _ = NativeMethods.Kill(process, NativeMethods.SigKill);
            }

            killed.UnionWith(found);
        }

        return killed.Count;
    }
}
