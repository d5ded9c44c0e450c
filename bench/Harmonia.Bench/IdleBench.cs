using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;

namespace Harmonia.Bench;

/// <summary>Many executions that wait on a timer: what they cost in memory, and how soon a restart is ready.</summary>
internal static class IdleBench
{
    private const int Executions = 100_000;
    private const int Connections = 64;
    private const double MaxResidentMiB = 512;

    private static readonly TimeSpan MaxRestart = TimeSpan.FromSeconds(30);

    public static async Task RunAsync(Place place, Report report)
    {
        var folder = place.NewFolder("idle");
        double resident;
        await using (var server = await ServerProcess.StartAsync(folder))
        {
            await StartAllAsync(server.Client);
            resident = server.ResidentMiB;
        }

        var watch = Stopwatch.StartNew();
        await using var again = await ServerProcess.StartAsync(folder);
        var restart = watch.Elapsed;
        report.Add(
            "100,000 executions waiting on a timer: resident memory",
            $"{Mebibytes(resident)}, {Mebibytes(again.ResidentMiB)} after the restart",
            "-",
            "-",
            "under 512 MiB",
            resident < MaxResidentMiB && again.ResidentMiB < MaxResidentMiB);
        report.Add(
            "the same: kill -9, restart to ready",
            string.Create(CultureInfo.InvariantCulture, $"{restart.TotalSeconds:0.0} s"),
            "-",
            "-",
            "under 30 s",
            restart < MaxRestart);
    }

    private static string Mebibytes(double value) => string.Create(CultureInfo.InvariantCulture, $"{value:0} MiB");

    private static async Task StartAllAsync(HttpClient client)
    {
        const string Body =
            """
            {"workflow":{"name":"sleeper","tasks":{"rest":{"component":"harmonia","action":"sleep",
             "input":{"seconds":86400}}}}}
            """;
        var target = new Uri("/api/executions", UriKind.Relative);
        var left = Executions;
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(async _ =>
        {
            while (Interlocked.Decrement(ref left) >= 0)
            {
                using var content = new StringContent(Body, new MediaTypeHeaderValue("application/json"));
                using var answer = await client.PostAsync(target, content);
                answer.EnsureSuccessStatusCode();
            }
        }));
    }
}
