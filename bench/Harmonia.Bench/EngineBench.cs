using System.Diagnostics;
using System.Globalization;

namespace Harmonia.Bench;

/// <summary>W1, W2 and W3 on the engine in this process, each beside the floor.</summary>
internal static class EngineBench
{
    private const int ChainLength = 100;
    private const int ShortChainLength = 5;
    private const int Concurrency = 256;
    private const int Width = 1_000;
    private const int Repeats = 11;

    private static readonly TimeSpan WarmUpTime = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan LoadTime = TimeSpan.FromSeconds(10);

    public static async Task RunAsync(Place place, Report report)
    {
        using var floor = new Floor(place.NewFolder("floor"));
        await using var engine = await BenchEngine.OpenAsync(place.NewFolder("engine"));
        await WarmUpAsync(engine, floor);
        await ChainAsync(engine, floor, report);
        await LoadAsync(engine, floor, report);
        await FanAsync(engine, floor, report);
    }

    private static async Task WarmUpAsync(BenchEngine engine, Floor floor)
    {
        for (var round = 0; round < 30; round++)
        {
            await floor.ChainAsync(ChainLength);
            await floor.FanAsync(Width);
            await engine.RunAsync(BenchWorkflows.Chain(ChainLength));
            await engine.RunAsync(BenchWorkflows.Fan(Width));
        }

        // Until the log of each has wrapped: while a file still grows, every commit costs twice as much.
        await LoadAsync(() => floor.ChainAsync(ShortChainLength), WarmUpTime);
        await LoadAsync(() => engine.RunAsync(BenchWorkflows.Chain(ShortChainLength)), WarmUpTime);
    }

    private static async Task ChainAsync(BenchEngine engine, Floor floor, Report report)
    {
        var (ours, least) = await PairsAsync(
            () => engine.RunAsync(BenchWorkflows.Chain(ChainLength)), () => floor.ChainAsync(ChainLength));
        report.Add(
            "W1: chain of 100 tasks, per task",
            Milliseconds(ours / ChainLength),
            Milliseconds(least / ChainLength),
            Ratio(ours / least),
            "at most 1.8 x",
            ours / least <= 1.8);
    }

    private static async Task LoadAsync(BenchEngine engine, Floor floor, Report report)
    {
        var least = await LoadAsync(() => floor.ChainAsync(ShortChainLength), LoadTime);
        var ours = await LoadAsync(() => engine.RunAsync(BenchWorkflows.Chain(ShortChainLength)), LoadTime);
        report.Add(
            "W2: 256 concurrent chains of 5 tasks, tasks/s",
            Count(ours * ShortChainLength),
            Count(least * ShortChainLength),
            string.Create(CultureInfo.InvariantCulture, $"{100 * ours / least:0} %"),
            "at least 20 %",
            ours / least >= 0.2);
    }

    private static async Task FanAsync(BenchEngine engine, Floor floor, Report report)
    {
        var (ours, least) = await PairsAsync(
            () => engine.RunAsync(BenchWorkflows.Fan(Width)), () => floor.FanAsync(Width));
        report.Add(
            "W3: 1 -> 1000 -> 1",
            Milliseconds(ours),
            Milliseconds(least),
            Ratio(ours / least),
            "at most 5 x",
            ours / least <= 5);
    }

    /// <summary>Medians of both, taken in turns so that a noisy moment hits both.</summary>
    private static async Task<(double Ours, double Least)> PairsAsync(Func<Task> ours, Func<Task> least)
    {
        var times = (Ours: new List<double>(), Least: new List<double>());
        for (var repeat = 0; repeat < Repeats; repeat++)
        {
            times.Least.Add(await TimeAsync(least));
            times.Ours.Add(await TimeAsync(ours));
        }

        return (Median(times.Ours), Median(times.Least));
    }

    private static async Task<double> TimeAsync(Func<Task> work)
    {
        var watch = Stopwatch.StartNew();
        await work();
        return watch.Elapsed.TotalMilliseconds;
    }

    /// <summary>Executions per second of a closed loop.</summary>
    private static async Task<double> LoadAsync(Func<Task> work, TimeSpan time)
    {
        var done = 0L;
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Concurrency).Select(_ => Task.Run(async () =>
        {
            while (watch.Elapsed < time)
            {
                await work();
                Interlocked.Increment(ref done);
            }
        })));
        return done / watch.Elapsed.TotalSeconds;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static string Milliseconds(double value) =>
        string.Create(CultureInfo.InvariantCulture, $"{value:0.###} ms");

    private static string Count(double value) => string.Create(CultureInfo.InvariantCulture, $"{value:#,0}");

    private static string Ratio(double value) => string.Create(CultureInfo.InvariantCulture, $"{value:0.00} x");
}
