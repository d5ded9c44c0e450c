using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Harmonia.Core.Executions;

namespace Harmonia.Bench;

/// <summary>A map over as many items as one may have: whether the last ones cost what the first ones did.</summary>
internal static class MapBench
{
    private const int Items = 100_000;
    private const int Measured = 1_000;
    private const double MaxResidentMiB = 512;
    private const double MaxRatio = 2;

    public static async Task RunAsync(Place place, Report report)
    {
        var times = new long[Items + 1];
        var executor = new BenchExecutor { Called = call => times[call] = Stopwatch.GetTimestamp() };
        await using var engine = await BenchEngine.OpenAsync(place.NewFolder("map"), executor);
        var watch = Stopwatch.StartNew();
        await engine.RunAsync(Workflow());
        var perSecond = Items / watch.Elapsed.TotalSeconds;

        // The items before those that are measured have warmed it up: compiling is no cost of an item.
        var first = Stopwatch.GetElapsedTime(times[Measured], times[Measured * 2]);
        var last = Stopwatch.GetElapsedTime(times[Items - Measured], times[Items]);
        var ratio = last / first;
        var resident = Environment.WorkingSet / 1024.0 / 1024;
        report.Add(
            "map of 100,000 calls: the last 1,000 beside the second 1,000",
            Text($"{last.TotalMilliseconds:0} ms ({perSecond:#,0} items/s in all)"),
            Text($"{first.TotalMilliseconds:0} ms"),
            Text($"{ratio:0.00} x"),
            "at most 2 x",
            ratio <= MaxRatio);
        report.Add(
            "the same: resident memory at the end",
            Text($"{resident:0} MiB"),
            "-",
            "-",
            "under 512 MiB",
            resident < MaxResidentMiB);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static JsonElement Workflow() => JsonText.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("name", "map");
        writer.WriteStartObject("tasks");
        writer.WriteStartObject("each");
        writer.WriteString("type", "map");
        writer.WriteStartArray("items");
        for (var item = 0; item < Items; item++)
        {
            writer.WriteNumberValue(item);
        }

        writer.WriteEndArray();
        writer.WriteStartObject("task");
        writer.WriteString("component", BenchExecutor.Name);
        writer.WriteString("action", BenchExecutor.Noop);
        writer.WriteString("input", "${item}");
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
    });
}
