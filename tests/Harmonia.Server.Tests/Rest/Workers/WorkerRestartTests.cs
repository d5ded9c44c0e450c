using System.Text.Json;
using Harmonia.Server.Hosting;

namespace Harmonia.Server.Tests.Rest.Workers;

/// <summary>The server ends and begins again while a worker has an attempt.</summary>
public sealed class WorkerRestartTests : IDisposable
{
    private const string Workflow =
        """
        {"name": "order", "tasks": {"pack": {"component": "shop", "action": "pack"}},
         "result": "${tasks.pack.output}"}
        """;

    private readonly string _directory = Directory.CreateTempSubdirectory("harmonia-workers-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task A_worker_completes_after_a_restart_the_attempt_that_it_had_before()
    {
        var (execution, attempt) = await TakeAsync();

        await using var server = await StartAsync();
        (await SayUntilKnownAsync(server, "complete", attempt, "w1", """ "output": "a box" """)).Expect(200);

        var detail = (await server.GetAsync($"/api/executions/{execution}")).Expect(200);
        Assert.Equal("completed", detail.Text("status"));
        Assert.Equal("a box", detail.Text("output"));
        var history = (await server.GetAsync($"/api/executions/{execution}/history")).Expect(200);
        var ofTask = history.Json.GetProperty("items").EnumerateArray()
            .Where(item => item.GetProperty("type").GetString()!.StartsWith("task_", StringComparison.Ordinal))
            .Select(item => (Type: item.GetProperty("type").GetString()!, Data: item.GetProperty("data")))
            .Select(item => (item.Type, item.Data.GetProperty("attempt").GetInt32()));
        Assert.Equal([("task_started", 1), ("task_completed", 1)], ofTask);
    }

    [Fact]
    public async Task Another_worker_is_not_believed_after_a_restart_even_with_the_token()
    {
        var (_, attempt) = await TakeAsync();

        await using var server = await StartAsync();
        var refused = await SayUntilKnownAsync(server, "complete", attempt, "w2", """ "output": "a stone" """);

        refused.ExpectError(409, "ConflictError", "STALE_ATTEMPT");
        (await SayUntilKnownAsync(server, "complete", attempt, "w1", """ "output": "a box" """)).Expect(200);
    }

    /// <summary>A server hands an attempt to w1, and ends.</summary>
    private async Task<(string Execution, JsonElement Attempt)> TakeAsync()
    {
        await using var server = await StartAsync();
        await PollAsync(server, wait: 0);
        var execution = await server.StartInlineAsync(Workflow);
        var polled = await PollAsync(server, wait: 60);
        return (execution, Assert.Single(polled.Json.GetProperty("attempts").EnumerateArray().ToList()));
    }

    private static async Task<Reply> PollAsync(TestServer server, int wait) => (await server.PostAsync(
        "/api/workers/poll",
        $$"""{"worker_id": "w1", "components": {"shop": ["pack"]}, "wait": {{wait}}}""")).Expect(200);

    /// <summary>As workers are told to: it is said again as long as the server does not know the attempt yet.
    /// </summary>
    private static async Task<Reply> SayUntilKnownAsync(
        TestServer server, string verb, JsonElement attempt, string worker, string rest)
    {
        var claim = string.Join(", ", new[] { "execution_id", "task", "attempt", "epoch", "lease_token" }
            .Select(field => $"\"{field}\": {attempt.GetProperty(field).GetRawText()}"));
        while (true)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            var reply = await server.PostAsync(
                $"/api/workers/{verb}", $$"""{"worker_id": "{{worker}}", {{claim}}, {{rest}}}""");
            if (reply.Status != 503)
            {
                return reply;
            }
        }
    }

    private Task<TestServer> StartAsync() => TestServer.StartAsync(configuration => configuration with
    {
        DataDirectory = _directory,
        Database = new DatabaseLocation.File(Path.Combine(_directory, "harmonia.db")),
    });
}
