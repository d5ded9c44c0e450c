using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace Harmonia.Bench;

/// <summary>Executions over HTTP: start, wait for the result, from one client process.</summary>
internal static class HttpBench
{
    private const int Connections = 64;
    private const double Aim = 2_000;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LoadTime = TimeSpan.FromSeconds(10);

    public static async Task RunAsync(Place place, Report report)
    {
        await using var server = await ServerProcess.StartAsync(place.NewFolder("http"));
        var id = await SaveAsync(server.Client);
        var body = $$$"""{"workflow_id":"{{{id}}}","input":{"name":"World"}}""";
        await LoadAsync(server.Client, body, WarmUp);
        var rate = await LoadAsync(server.Client, body, LoadTime);
        report.Add(
            "HTTP: start and wait for the result, 1 task, executions/s",
            rate.ToString("#,0", CultureInfo.InvariantCulture),
            "-",
            "-",
            "at least 2,000",
            rate >= Aim);
    }

    private static async Task<string> SaveAsync(HttpClient client)
    {
        const string Workflow =
            """
            {"name":"greet","tasks":{"greet":{"component":"harmonia","action":"echo",
             "input":{"text":"Hello, ${input.name}!"}}}}
            """;
        using var content = Json(Workflow);
        using var answer = await client.PostAsync(new Uri("/api/workflows", UriKind.Relative), content);
        answer.EnsureSuccessStatusCode();
        using var saved = System.Text.Json.JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return saved.RootElement.GetProperty("workflow_id").GetString()!;
    }

    /// <summary>Executions per second of a closed loop.</summary>
    private static async Task<double> LoadAsync(HttpClient client, string body, TimeSpan time)
    {
        var done = 0L;
        var watch = Stopwatch.StartNew();
        var target = new Uri("/api/executions?wait=30", UriKind.Relative);
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(async _ =>
        {
            while (watch.Elapsed < time)
            {
                using var content = Json(body);
                using var answer = await client.PostAsync(target, content);
                if (answer.StatusCode != HttpStatusCode.OK)
                {
                    throw new InvalidOperationException(await answer.Content.ReadAsStringAsync());
                }

                Interlocked.Increment(ref done);
            }
        }));
        return done / watch.Elapsed.TotalSeconds;
    }

    private static StringContent Json(string text) => new(text, new MediaTypeHeaderValue("application/json"));
}
