using System.Diagnostics;

namespace Harmonia.Server.Tests.Rest.Workers;

/// <summary>The worker of the guide, as it stands in the samples, does real work.</summary>
public sealed class ShellWorkerTests : IAsyncLifetime
{
    private static readonly string Folder = Path.Combine(RepositoryFiles.Root, "samples", "shell-worker");

    private TestServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await TestServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task It_completes_what_it_can_and_fails_what_it_cannot()
    {
        var workflow = await SaveAsync();
        (await _server.PostAsync(
            "/api/workers/poll",
            """{"worker_id": "first", "components": {"text": ["upper"]}, "wait": 0}""")).Expect(200);
        var good = StartAsync(workflow, "\"hello\"");
        var bad = StartAsync(workflow, "7");
        using var worker = Process.Start(new ProcessStartInfo("sh")
        {
            ArgumentList =
            {
                Path.Combine(Folder, "worker.sh"), _server.Address.GetLeftPart(UriPartial.Authority), "2",
            },
        })!;
        await worker.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(0, worker.ExitCode);
        Assert.Equal("HELLO", (await good).Text("output"));
        Assert.Equal("failed", (await bad).Text("status"));
    }

    [Fact]
    public void It_has_at_most_50_lines() =>
        Assert.InRange(File.ReadLines(Path.Combine(Folder, "worker.sh")).Count(), 1, 50);

    private async Task<string> SaveAsync()
    {
        var text = await File.ReadAllTextAsync(Path.Combine(Folder, "workflow.yaml"));
        return (await _server.SendAsync(HttpMethod.Post, "/api/workflows", text, "application/yaml"))
            .Expect(201).Text("workflow_id");
    }

    private Task<Reply> StartAsync(string workflow, string text) => _server.PostAsync(
        "/api/executions?wait=60", $$$"""{"workflow_id": "{{{workflow}}}", "input": {"text": {{{text}}}}}""");
}
