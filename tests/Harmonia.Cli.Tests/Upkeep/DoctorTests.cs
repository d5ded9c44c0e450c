using System.Net;
using System.Net.Sockets;

namespace Harmonia.Cli.Tests.Upkeep;

public sealed class DoctorTests : IDisposable
{
    private readonly TestTerminal _terminal = new();

    public void Dispose() => _terminal.Dispose();

    [Fact]
    public async Task Where_nothing_is_wrong_every_check_is_ok()
    {
        var result = await _terminal.RunAsync("doctor", "--port", "0", "--json");

        Assert.Equal(0, result.Code);
        Assert.DoesNotContain(Checks(result), check => check.Status == "fail");
        Assert.Contains(Checks(result), check => check is ("ok", "data directory"));
        Assert.Contains(Checks(result), check => check is ("ok", "database"));
        Assert.False(Directory.Exists(_terminal.PathOf(".harmonia")));
    }

    [Fact]
    public async Task A_data_directory_that_is_a_file_fails_with_a_remedy()
    {
        var file = _terminal.Write("data", "");

        var result = await _terminal.RunAsync("doctor", "--data-dir", file, "--port", "0");

        Assert.Equal(1, result.Code);
        Assert.Contains($"data directory: '{file}' is a file", result.Out);
        Assert.Contains("--data-dir", result.Out);
    }

    [Fact]
    public async Task A_damaged_database_fails_with_a_remedy()
    {
        var file = _terminal.Write("harmonia.db", new string('x', 10_000));

        var result = await _terminal.RunAsync("doctor", "--database", file, "--port", "0", "--json");

        Assert.Equal(1, result.Code);
        Assert.Contains(Checks(result), check => check is ("fail", "database"));
        Assert.Contains("put a backup in its place", result.Out);
    }

    [Fact]
    public async Task A_server_that_runs_is_recognized_by_its_lock_and_on_its_port()
    {
        await using var server = await TestServer.StartAsync(_terminal);

        var result = await _terminal.RunAsync(
            "doctor", "--database", server.Database, "--port", $"{server.Address.Port}");

        Assert.Equal(0, result.Code);
        Assert.Contains($"process {Environment.ProcessId} serves the database", result.Out);
        Assert.Contains("Harmonia 0.", result.Out);
    }

    [Fact]
    public async Task Somebody_else_on_the_port_fails()
    {
        using var stranger = new TcpListener(IPAddress.Loopback, 0);
        stranger.Start();
        var answering = AnswerAsync(stranger);

        var result = await _terminal.RunAsync(
            "doctor", "--port", $"{((IPEndPoint)stranger.LocalEndpoint).Port}", "--json");

        Assert.Equal(1, result.Code);
        Assert.Contains(Checks(result), check => check is ("fail", "port"));
        stranger.Stop();
        await answering;
    }

    [Fact]
    public async Task Declared_commands_that_are_not_there_fail()
    {
        var configuration = _terminal.Write(
            "config.yaml",
            "commands:\n  here: { path: /bin/echo }\n  gone: { path: /no/such/program }\n");

        var result = await _terminal.RunAsync("doctor", "--config", configuration, "--port", "0", "--json");

        Assert.Equal(1, result.Code);
        Assert.Contains(Checks(result), check => check is ("ok", "command here"));
        Assert.Contains(Checks(result), check => check is ("fail", "command gone"));
    }

    [Fact]
    public async Task A_wrong_configuration_fails_and_names_the_setting()
    {
        _terminal["HARMONIA_OUTBOUND_ALLOW"] = "10.0.0.0/99";

        var result = await _terminal.RunAsync("doctor");

        Assert.Equal(1, result.Code);
        Assert.Contains("HARMONIA_OUTBOUND_ALLOW", result.Out);
    }

    private static async Task AnswerAsync(TcpListener stranger)
    {
        try
        {
            while (true)
            {
                using var caller = await stranger.AcceptTcpClientAsync();
            }
        }
        catch (SocketException)
        {
            // Stopped.
        }
    }

    private static List<(string Status, string Check)> Checks(CommandResult result) =>
    [
        .. result.Json.GetProperty("checks").EnumerateArray().Select(check =>
            (check.GetProperty("status").GetString()!, check.GetProperty("check").GetString()!)),
    ];
}
