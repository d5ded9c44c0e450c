using Harmonia.Client;

namespace Harmonia.Server.Tests.Rest.Workers;

public sealed class WorkerClientTests : IAsyncLifetime
{
    private TestServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await TestServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task It_makes_every_item_of_a_map_once_and_says_how_one_failed()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        (await _server.PostAsync(
            "/api/workers/poll",
            """{"worker_id": "first", "components": {"shop": ["pack"]}, "wait": 0}""")).Expect(200);
        var calls = 0;
        var worker = new WorkerClient(
            new HarmoniaClient(_server.Http),
            new WorkerOptions("w1", new Dictionary<string, IReadOnlyList<string>> { ["shop"] = ["pack"] })
            {
                Slots = 5,
            },
            (attempt, _) =>
            {
                Interlocked.Increment(ref calls);
                return attempt.Input.GetInt32() < 30
                    ? Task.FromResult(attempt.Input)
                    : throw new WorkerFailureException("too_large", "The box is too small.", retryable: false);
            });
        var working = worker.RunAsync(stop.Token);

        var reply = (await _server.PostAsync(
            "/api/executions?wait=60",
            """
            {"workflow": {"name": "order", "tasks": {"each": {
              "type": "map", "items": "${range(0, 31)}", "tolerated_failures": 1,
              "task": {"component": "shop", "action": "pack", "input": "${item}"}}}}}
            """)).Expect(200);
        await stop.CancelAsync();
        await working;

        Assert.True(reply.Text("status") is "completed", reply.Body);
        Assert.Equal(31, calls);
    }
}
