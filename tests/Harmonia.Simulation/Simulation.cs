using System.Text;

namespace Harmonia.Simulation;

/// <summary>Lives through many seeds, each on one thread, and says what came of it.</summary>
internal static class Simulation
{
    private const int SeedsPerMutant = 2_000;

    /// <summary>With so many seeds, every situation must have been reached.</summary>
    private const int SeedsForAllSituations = 200;
    private const int EventsShown = 30;
    private const double KillRate = 0.9;

    public static int Start(Options options) =>
        options.Mutants ? KillMutants()
        : options.Seed is { } seed ? Replay(seed)
        : LiveAll(options.From, options.Seeds);

    private static int LiveAll(int from, int count)
    {
        var reach = new Reach();
        var hashes = new ulong[count];
        var failures = new List<string>();
        var gate = new Lock();
        Parallel.For(
            0,
            count,
            new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount },
            () => new Reach(),
            (index, _, own) =>
            {
                hashes[index] = LiveOne(from + index, Mutant.None, own, null, out var failure);
                if (failure is not null)
                {
                    lock (gate)
                    {
                        failures.Add(failure);
                    }
                }

                return own;
            },
            own =>
            {
                lock (gate)
                {
                    reach.Add(own);
                }
            });
        failures.Take(3).ToList().ForEach(Console.WriteLine);
        var missed = Missed(reach, count);
        var combined = hashes.Aggregate(0UL, (all, hash) => (all * 31) + hash);
        Console.WriteLine(
            $"sim: {count} seeds passed, {failures.Count} failed, hash {combined:x16}".Replace(
                $"{count} seeds passed", $"{count - failures.Count} seeds passed", StringComparison.Ordinal));
        return failures.Count == 0 && !missed ? 0 : 1;
    }

    private static bool Missed(Reach reach, int seeds)
    {
        var missed = false;
        foreach (var situation in Enum.GetValues<Situation>())
        {
            Console.WriteLine($"reach {situation,-36} {reach[situation]}");
            missed |= reach[situation] == 0;
        }

        // A handful of seeds cannot meet everything; a whole set must.
        if (missed && seeds >= SeedsForAllSituations)
        {
            Console.WriteLine("sim: a situation was never reached, so the set proves less than it says");
            return true;
        }

        return false;
    }

    private static int Replay(int seed)
    {
        var hash = LiveOne(seed, Mutant.None, new Reach(), Console.WriteLine, out var failure);
        Console.WriteLine(failure ?? $"sim: seed {seed} passed");
        Console.WriteLine($"sim: seed {seed} trace {hash:x16}");
        return failure is null ? 0 : 1;
    }

    private static int KillMutants()
    {
        var mutants = Enum.GetValues<Mutant>().Where(mutant => mutant != Mutant.None).ToArray();
        var lines = new string[mutants.Length];
        var killed = 0;
        Parallel.For(
            0,
            mutants.Length,
            new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount },
            index =>
            {
                string? failure = null;
                var seed = 1;
                for (; seed <= SeedsPerMutant && failure is null; seed++)
                {
                    LiveOne(seed, mutants[index], new Reach(), null, out failure);
                }

                lines[index] = failure is null
                    ? $"mutant {mutants[index],-28} LIVES after {SeedsPerMutant} seeds"
                    : $"mutant {mutants[index],-28} killed by seed {seed - 1}: {Shortened(failure.Split('\n')[1])}";
                if (failure is not null)
                {
                    Interlocked.Increment(ref killed);
                }
            });
        Array.ForEach(lines, Console.WriteLine);
        Console.WriteLine($"sim: killed {killed}/{mutants.Length} mutants");
        return killed >= KillRate * mutants.Length ? 0 : 1;
    }

    private static string Shortened(string text) => text.Length <= 100 ? text : $"{text.AsSpan(0, 99)}…";

    private static ulong LiveOne(int seed, Mutant mutant, Reach reach, Action<string>? log, out string? failure)
    {
        var world = new World((ulong)seed, mutant, reach, log);
        try
        {
            world.Live();
            failure = null;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            failure = Describe(seed, world, exception);
        }

        return world.TraceHash;
    }

    private static string Describe(int seed, World world, Exception exception)
    {
        var text = new StringBuilder($"sim: seed {seed} failed at operation {world.Operation}\n");
        var violation = exception as ViolationException;
        text.AppendLine(violation is null ? exception.ToString() : violation.Message);
        if (violation?.Execution is { } id && world.Store.Find(id) is { } row)
        {
            text.AppendLine($"execution {id}, its last events:");
            for (var index = Math.Max(0, row.Events.Count - EventsShown); index < row.Events.Count; index++)
            {
                text.Append(index + 1).Append(' ').AppendLine(Encoding.UTF8.GetString(row.Events[index]));
            }
        }

        return text.Append($"replay: --seed {seed}").ToString();
    }
}
