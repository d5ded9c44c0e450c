using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Harmonia.Client;
using Harmonia.Core.Executions;

namespace Harmonia.Bench;

/// <summary>Workers that poll over HTTP: how fast they drain a backlog, and how soon one that waits is answered.</summary>
internal static class WorkersBench
{
    private const int Workers = 100;
    private const int Slots = 100;
    private const int Executions = 10;
    private const int Items = 10_000;
    private const int WarmUpItems = 2_000;
    private const int Starts = 500;
    private const int WarmUpStarts = 50;
    private const double AimPerSecond = 5_000;
    private const double AimMilliseconds = 50;

    /// <summary>Calls at once within one execution; 10 unless set, which would be what is measured.</summary>
    private static readonly (string, string) Room = ("HARMONIA_MAX_CONCURRENT_TASKS", "1000");

    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan EndPeriod = TimeSpan.FromMilliseconds(5);
    private static readonly JsonElement Components = JsonElement.Parse("""{"bench":["noop"]}""");

    public static async Task RunAsync(Place place, Report report)
    {
        await using (var server = await ServerProcess.StartAsync(place.NewFolder("workers"), Room))
        {
            await DrainAsync(server, report);
        }

        await using var idle = await ServerProcess.StartAsync(place.NewFolder("poll"), Room);
        await StartsAsync(idle, report);
    }

    private static async Task DrainAsync(ServerProcess server, Report report)
    {
        var client = new HarmoniaClient(server.Client);
        await IntroduceAsync(client);
        await DrainAsync(client, server.Client, 1, WarmUpItems);
        var time = await DrainAsync(client, server.Client, Executions, Items);
        var perSecond = Executions * Items / time.TotalSeconds;
        report.Add(
            "workers: 100 with 100 slots drain 100,000 tasks, tasks/s",
            perSecond.ToString("#,0", CultureInfo.InvariantCulture),
            "-",
            "-",
            "at least 5,000",
            perSecond >= AimPerSecond);
        report.Add(
            "the same: resident memory of the server at the end",
            string.Create(CultureInfo.InvariantCulture, $"{server.ResidentMiB:0} MiB"),
            "-",
            "-",
            "under 1,024 MiB",
            server.ResidentMiB < 1_024);
    }

    /// <summary>From the first poll of all workers to the last end of the executions, which wait for them by then.
    /// </summary>
    private static async Task<TimeSpan> DrainAsync(HarmoniaClient client, HttpClient http, int executions, int items)
    {
        var ids = new List<string>();
        for (var number = 0; number < executions; number++)
        {
            ids.Add(await StartAsync(http, MapOf(items)));
        }

        var left = executions * items;
        using var stop = new CancellationTokenSource();
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Workers).Select(number => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                if (Interlocked.Add(ref left, -await WorkAsync(client, $"w{number}", stop.Token)) == 0)
                {
                    await stop.CancelAsync();
                }
            }
        })));
        foreach (var id in ids)
        {
            await EndAsync(http, id);
        }

        return watch.Elapsed;
    }

    /// <summary>One poll, and one report of all that it brought.</summary>
    /// <returns>How many attempts it completed.</returns>
    private static async Task<int> WorkAsync(HarmoniaClient client, string worker, CancellationToken stopping)
    {
        PollAttempts polled;
        try
        {
            polled = await client.PollAsync(
                new PollBody(worker, Components) { Slots = Slots, Wait = Wait.TotalSeconds }, stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return 0;
        }

        if (polled.Attempts.Count == 0)
        {
            return 0;
        }

        var done = await client.CompleteAsync(
            new WorkerReportBody(worker, [.. polled.Attempts.Select(ReportOf)]), CancellationToken.None);
        return done.Items.All(item => item.Status == "ok")
            ? done.Items.Count
            : throw new InvalidOperationException("An attempt was not completed.");
    }

    /// <summary>Nothing else happens: one poll waits, one execution starts, and the poll is answered.</summary>
    private static async Task StartsAsync(ServerProcess server, Report report)
    {
        var client = new HarmoniaClient(server.Client);
        await IntroduceAsync(client);
        var times = new List<double>();
        for (var number = 0; number < WarmUpStarts + Starts; number++)
        {
            times.Add(await StartToPollAsync(client, server.Client));
        }

        var sorted = times.Skip(WarmUpStarts).Order().ToList();
        var (median, late) = (sorted[sorted.Count / 2], sorted[sorted.Count * 99 / 100]);
        report.Add(
            "workers: a poll waits, an execution starts: until the poll is answered, p50 and p99 of 500",
            string.Create(CultureInfo.InvariantCulture, $"{median:0.0} ms, {late:0.0} ms"),
            "-",
            "-",
            "p99 under 50 ms",
            late < AimMilliseconds);
    }

    /// <summary>A component that no worker has ever named is not known, and its tasks fail.</summary>
    private static async Task IntroduceAsync(HarmoniaClient client) =>
        await client.PollAsync(new PollBody("idle", Components) { Wait = 0 }, CancellationToken.None);

    private static async Task<double> StartToPollAsync(HarmoniaClient client, HttpClient http)
    {
        var polling = client.PollAsync(
            new PollBody("idle", Components) { Wait = Wait.TotalSeconds }, CancellationToken.None);
        while ((await client.ListWorkersAsync(1, CancellationToken.None)).Workers is not [{ Connection: not null }])
        {
            // It is on its way.
        }

        var watch = Stopwatch.StartNew();
        var starting = StartAsync(http, OneTask);
        var polled = await polling;
        var time = watch.Elapsed.TotalMilliseconds;
        await client.CompleteAsync(
            new WorkerReportBody("idle", [.. polled.Attempts.Select(ReportOf)]), CancellationToken.None);
        await EndAsync(http, await starting);
        return time;
    }

    private static async Task<string> StartAsync(HttpClient http, string body)
    {
        using var content = new StringContent(body, new MediaTypeHeaderValue("application/json"));
        using var answer = await http.PostAsync(new Uri("/api/executions", UriKind.Relative), content);
        answer.EnsureSuccessStatusCode();
        using var started = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return started.RootElement.GetProperty("execution_id").GetString()!;
    }

    private static async Task EndAsync(HttpClient http, string execution)
    {
        for (; ; await Task.Delay(EndPeriod))
        {
            var text = await http.GetStringAsync(new Uri($"/api/executions/{execution}", UriKind.Relative));
            using var shown = JsonDocument.Parse(text);
            switch (shown.RootElement.GetProperty("status").GetString())
            {
                case "completed":
                    return;
                case "failed":
                    throw new InvalidOperationException(text);
                default:
                    break;
            }
        }
    }

    private static Client.AttemptReport ReportOf(WorkerAttempt attempt) =>
        new(attempt.ExecutionId, attempt.Task, attempt.Attempt, attempt.Epoch)
        {
            LeaseToken = attempt.LeaseToken,
            Output = attempt.Input,
        };

    private const string OneTask =
        """{"workflow":{"name":"one","tasks":{"one":{"component":"bench","action":"noop"}}}}""";

    private static string MapOf(int items) => JsonText.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WritePropertyName("workflow");
        writer.WriteRawValue(
            """
            {"name":"map","tasks":{"each":{"type":"map","items":"${input.items}","max_concurrency":1000,
             "task":{"component":"bench","action":"noop","input":{"item":"${item}"}}}}}
            """);
        writer.WriteStartObject("input");
        writer.WriteStartArray("items");
        for (var item = 0; item < items; item++)
        {
            writer.WriteNumberValue(item);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }).GetRawText();
}
