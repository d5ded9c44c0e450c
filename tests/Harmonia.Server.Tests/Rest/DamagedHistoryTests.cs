using Harmonia.Server.Hosting;
using SQLitePCL;

namespace Harmonia.Server.Tests.Rest;

/// <summary>What is answered of executions whose stored events cannot be read any more.</summary>
public sealed class DamagedHistoryTests : IAsyncLifetime
{
    private readonly string _directory = Directory.CreateTempSubdirectory("harmonia-damaged-").FullName;
    private TestServer _server = null!;
    private string _ended = null!;
    private string _open = null!;

    private string Database => Path.Combine(_directory, "harmonia.db");

    public async ValueTask InitializeAsync()
    {
        await using (var first = await StartAsync())
        {
            _ended = await first.StartInlineAsync(Definitions.Named("ended"), "?wait=10");
            _open = await first.StartInlineAsync(Definitions.Sleeping);
        }

        DamageEvents();
        _server = await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task An_ended_one_is_told_from_its_head()
    {
        var told = (await _server.GetAsync($"/api/executions/{_ended}")).Expect(200);

        Assert.Equal(
            (_ended, "ended", "completed", "unreadable"),
            (told.Text("execution_id"), told.Text("workflow_name"), told.Text("status"), told.Text("status_reason")));
        Assert.Equal("quarantined", told.Json.GetProperty("error").GetProperty("code").GetString());
        Assert.NotEqual("", told.Json.GetProperty("error").GetProperty("message").GetString());
        Assert.Empty(told.Json.GetProperty("task_statuses").EnumerateObject());
    }

    [Fact]
    public async Task An_open_one_is_parked_and_says_why()
    {
        // A command is answered after the engine has tried to read it, so nothing has to be waited for.
        (await _server.PostAsync($"/api/executions/{_open}/pause"))
            .ExpectError(409, "ConflictError", "EXECUTION_QUARANTINED");

        var told = (await _server.GetAsync($"/api/executions/{_open}")).Expect(200);
        Assert.Equal(("paused", "quarantined"), (told.Text("status"), told.Text("status_reason")));
        Assert.Equal("quarantined", told.Json.GetProperty("error").GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("/api/executions/{0}/history")]
    [InlineData("/api/state/{0}")]
    [InlineData("/events/executions/{0}")]
    [InlineData("/events/executions/{0}?after=1")]
    public async Task What_needs_the_history_is_refused(string path)
    {
        var reply = await _server.GetAsync(path.Replace("{0}", _ended, StringComparison.Ordinal));

        reply.ExpectError(409, "ConflictError", "EXECUTION_QUARANTINED");
    }

    private Task<TestServer> StartAsync() => TestServer.StartAsync(configuration => configuration with
    {
        DataDirectory = _directory,
        Database = new DatabaseLocation.File(Database),
    });

    private void DamageEvents()
    {
        Assert.Equal(raw.SQLITE_OK, raw.sqlite3_open(Database, out var connection));
        using (connection)
        {
            Assert.Equal(
                raw.SQLITE_OK, raw.sqlite3_exec(connection, "update events set checksum = checksum + 1"));
            Assert.NotEqual(0, raw.sqlite3_changes(connection));
        }
    }
}
