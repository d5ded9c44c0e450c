using Harmonia.Server.Hosting;

namespace Harmonia.Server.Tests.Hosting;

public sealed class HarmoniaHostTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("harmonia-host-").FullName;

    private HarmoniaConfiguration OnDisk => TestServer.Configuration with
    {
        DataDirectory = _directory,
        Database = new DatabaseLocation.File(Path.Combine(_directory, "harmonia.db")),
    };

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    [InlineData("[::]")]
    [InlineData("10.1.2.3")]
    [InlineData("no-such-host.invalid")]
    public async Task Only_loopback_is_listened_on(string host)
    {
        var refused = await Assert.ThrowsAsync<HostStartException>(
            () => TestServer.StartAsync(configuration => configuration with { Host = host }));

        Assert.Equal(ExitCodes.ConfigurationWrong, refused.ExitCode);
        Assert.Contains("authentication", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_busy_port_is_said_with_the_way_out()
    {
        await using var first = await TestServer.StartAsync();

        var refused = await Assert.ThrowsAsync<HostStartException>(
            () => TestServer.StartAsync(configuration => configuration with { Port = first.Address.Port }));

        Assert.Equal(ExitCodes.Unavailable, refused.ExitCode);
        Assert.Contains("HARMONIA_PORT", refused.Message, StringComparison.Ordinal);
        Assert.Contains("8007", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_belongs_to_one_process()
    {
        await using var first = await TestServer.StartAsync(_ => OnDisk);

        var refused = await Assert.ThrowsAsync<HostStartException>(() => TestServer.StartAsync(_ => OnDisk));

        Assert.Equal(ExitCodes.DatabaseUnusable, refused.ExitCode);
        Assert.Contains("harmonia.db", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_data_directory_that_is_a_file_is_said()
    {
        var file = Path.Combine(_directory, "file");
        await File.WriteAllTextAsync(file, "no directory");

        var refused = await Assert.ThrowsAsync<HostStartException>(() => TestServer.StartAsync(
            _ => OnDisk with { Database = new DatabaseLocation.File(Path.Combine(file, "harmonia.db")) }));

        Assert.Equal(ExitCodes.DatabaseUnusable, refused.ExitCode);
        Assert.Contains("--data-dir", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_database_is_said()
    {
        await File.WriteAllTextAsync(
            Path.Combine(_directory, "harmonia.db"), string.Concat(Enumerable.Repeat("no database ", 1000)));

        var refused = await Assert.ThrowsAsync<HostStartException>(() => TestServer.StartAsync(_ => OnDisk));

        Assert.Equal(ExitCodes.DatabaseUnusable, refused.ExitCode);
    }

    [Fact]
    public async Task Everything_is_there_after_a_restart()
    {
        string id;
        await using (var server = await TestServer.StartAsync(_ => OnDisk))
        {
            await server.SaveAsync(Definitions.Echo);
            id = (await server.PostAsync(
                "/api/executions?wait=10", """{"workflow_id": "echo", "input": {"say": "hi"}}"""))
                .Expect(200).Text("execution_id");
            await EmbeddedEngine.CopyDatabaseAsync(
                Path.Combine(_directory, "harmonia.db"), Path.Combine(_directory, "copy.db"), CancellationToken.None);
        }

        await using var again = await TestServer.StartAsync(_ => OnDisk);

        Assert.Equal("completed", (await again.GetAsync($"/api/executions/{id}")).Expect(200).Text("status"));
        (await again.PostAsync("/api/executions?wait=10", """{"workflow_id": "echo", "input": {"say": "hi"}}"""))
            .Expect(200);
        Assert.True(File.Exists(Path.Combine(_directory, "copy.db")));
    }

    [Fact]
    public async Task A_stop_does_not_wait_for_those_who_wait()
    {
        Task<Reply> waiting;
        await using (var server = await TestServer.StartAsync(_ => OnDisk))
        {
            waiting = server.PostAsync(
                "/api/executions?wait=300", $$"""{"workflow": {{Definitions.Sleeping}}}""", "once");
            while ((await server.GetAsync("/api/executions")).Json.GetProperty("total").GetInt32() == 0)
            {
                await Task.Yield();
            }
        }

        var reply = (await waiting).Expect(202); // As if the time to wait were up: the execution goes on next time.
        Assert.Equal("running", reply.Text("status"));
    }
}
