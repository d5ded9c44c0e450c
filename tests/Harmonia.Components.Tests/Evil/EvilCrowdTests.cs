using System.Globalization;
using Harmonia.Components.Tests.Registered;
using Harmonia.Engine.Ports;

namespace Harmonia.Components.Tests.Evil;

/// <summary>What the cases do to the process that they share, and to those beside them.</summary>
[Collection(Alone.Name)]
public sealed class EvilCrowdTests
{
    private const int AtOnce = 16;
    private const long MaxGrowth = 64 * 1024 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task All_at_once_leave_no_socket_behind_and_a_neighbour_is_answered_meanwhile()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Sockets are counted in /proc.");
        await EvilRun.CheckAsync(EvilCases.All[0], registered: true); // What is opened once and kept is open now.
        var before = OpenSockets();

        var answers = await WithNeighbourAsync(async () => await Parallel.ForEachAsync(
            EvilCases.All.SelectMany(evil => (IEnumerable<(EvilCase, bool)>)[(evil, false), (evil, true)]),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = Calls.Token },
            async (run, _) => await EvilRun.CheckAsync(run.Item1, run.Item2)));

        Assert.InRange(answers, 20, int.MaxValue);
        await UntilAsync(() => OpenSockets() <= before, () => $"{OpenSockets()} sockets instead of {before}.");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Those_that_flood_cost_little_memory(bool registered)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Memory is read in /proc.");
        var big = EvilCases.All.Where(evil => evil.IsBig).ToArray();
        await EvilRun.CheckAsync(big[0], registered); // Code and buffers that are made once.
        Collect();
        await File.WriteAllTextAsync("/proc/self/clear_refs", "5", Calls.Token); // The peak counts from here.
        var before = Memory("VmRSS");

        foreach (var evil in big)
        {
            await EvilRun.CheckAsync(evil, registered);
        }

        var growth = Memory("VmHWM") - before;
        Assert.True(growth < MaxGrowth, $"It grew by {growth} bytes.");
    }

    /// <returns>How many calls of the neighbour were answered; none failed.</returns>
    private static async Task<int> WithNeighbourAsync(Func<Task> crowd)
    {
        await using var peer = await Peer.AnsweringAsync("""{"status": "success", "result": 1}""");
        await using var registry = new Registry();
        var neighbour = await registry.PutAsync(
            $$"""{"name": "good", "base_url": "{{peer.Url}}", "protocol": "tasks"}""");
        var running = crowd();
        var answers = 0;
        while (!running.IsCompleted)
        {
            var outcome = await neighbour.ExecuteAsync(Calls.Call("run", "{}", Patience), Calls.Token);
            Assert.IsType<TaskOutcome.Completed>(outcome);
            answers++;
            await Task.Yield();
        }

        await running;
        return answers;
    }

    private static int OpenSockets() => Directory.EnumerateFileSystemEntries("/proc/self/fd")
        .Count(path => new FileInfo(path).LinkTarget?.StartsWith("socket:", StringComparison.Ordinal) is true);

    private static long Memory(string field)
    {
        var line = File.ReadLines("/proc/self/status").Single(line => line.StartsWith(field, StringComparison.Ordinal));
        return long.Parse(line.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1],
            CultureInfo.InvariantCulture) * 1024;
    }

    private static void Collect()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
    }

    private static async Task UntilAsync(Func<bool> holds, Func<string> otherwise)
    {
        using var limit = new CancellationTokenSource(Patience);
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!holds())
        {
            Assert.False(limit.IsCancellationRequested, otherwise());
            await look.WaitForNextTickAsync(Calls.Token);
        }
    }
}
