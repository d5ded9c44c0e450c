namespace Harmonia.Torture;

/// <summary>What the program says at its end.</summary>
internal static class Report
{
    private const int MaxShown = 20;

    /// <summary>Prints violations with the histories that show them; the server is up.</summary>
    public static async Task PrintViolationsAsync(Violations violations, Api api, CancellationToken cancellationToken)
    {
        var histories = new HashSet<string>(StringComparer.Ordinal);
        foreach (var violation in violations.All.Take(MaxShown))
        {
            Print(violation);
            if (violation.Execution is not { } execution || !histories.Add(execution))
            {
                continue;
            }

            foreach (var item in await api.HistoryAsync(execution, cancellationToken))
            {
                Console.WriteLine($"    {item}");
            }
        }

        PrintRest(violations.Count);
    }

    public static void PrintViolations(IEnumerable<Violation> violations)
    {
        var all = violations.ToList();
        all.Take(MaxShown).ToList().ForEach(Print);
        PrintRest(all.Count);
    }

    /// <summary>How much was really tried: a torture that reached nothing proves nothing.</summary>
    public static void PrintReach(
        Rounds rounds, Ledger ledger, ExecutionReaders readers, FeedReader feed, Checks checks) =>
        Console.WriteLine(
            $"{rounds.Kills} kill -9 ({rounds.KillsDuringStart} during start-up), {rounds.Stops} SIGTERM, "
                + $"{checks.Events} events, {ledger.Calls.Count} calls "
                + $"({ledger.Calls.Count - ledger.Calls.DistinctBy(call => call.Key).Count()} repeated), "
                + $"{readers.Seen.Count} readers with {readers.Connections} connections, "
                + $"feed {feed.Count} events in {feed.Connections} connections, "
                + $"health median {Median(rounds.Health):0.00} s");

    /// <summary>The last line.</summary>
    public static void PrintSummary(Rounds rounds, StartRecords records, Violations violations) =>
        Console.WriteLine(
            $"torture: {rounds.Kills} kills, {records.Acknowledged.Count} executions "
                + $"({records.Acknowledged.Count(record => record.Checkpoint is not null)} restored), "
                + $"{violations.Count} violations, "
                + $"health max {rounds.Health.DefaultIfEmpty().Max().TotalSeconds:0.00} s");

    private static void Print(Violation violation) => Console.WriteLine(
        $"VIOLATION: {violation.What}{(violation.Execution is { } execution ? $" (execution {execution})" : "")}");

    private static void PrintRest(int count)
    {
        if (count > MaxShown)
        {
            Console.WriteLine($"and {count - MaxShown} more.");
        }
    }

    private static double Median(IReadOnlyList<TimeSpan> times) => times.Count == 0
        ? 0
        : times.Order().ElementAt(times.Count / 2).TotalSeconds;
}
