namespace Harmonia.Cli.Tests.Upkeep;

public sealed class ConfigTests : IDisposable
{
    private readonly TestTerminal _terminal = new();

    public void Dispose() => _terminal.Dispose();

    [Fact]
    public async Task Every_value_is_shown_with_where_it_comes_from()
    {
        var file = _terminal.Write("config.yaml", "performance: { max_concurrent_tasks: 3 }\n");
        _terminal["HARMONIA_MAX_TASK_COUNT"] = "77";

        var result = await _terminal.RunAsync("config", "--config", file, "--port", "8007");

        Assert.Equal(0, result.Code);
        Assert.Matches(@"(?m)^server\.port +8007 +--port$", result.Out);
        Assert.Matches(@"(?m)^limits\.max_task_count +77 +HARMONIA_MAX_TASK_COUNT$", result.Out);
        Assert.Matches($@"(?m)^performance\.max_concurrent_tasks +3 +{file}$", result.Out);
        Assert.Matches(@"(?m)^server\.host +127\.0\.0\.1 +default$", result.Out);
    }

    [Fact]
    public async Task As_JSON_it_is_the_same()
    {
        var result = await _terminal.RunAsync("config", "--port", "8007", "--json");

        var port = Assert.Single(
            result.Json.GetProperty("settings").EnumerateArray(),
            setting => setting.GetProperty("key").GetString() == "server.port");
        Assert.Equal("8007", port.GetProperty("value").GetString());
        Assert.Equal("command_line", port.GetProperty("source").GetString());
    }

    [Fact]
    public async Task What_cannot_be_used_fails_with_all_reasons()
    {
        var result = await _terminal.RunAsync("config", "--port", "much", "--log-level", "LOUD");

        Assert.Equal((1, ""), (result.Code, result.Out));
        Assert.Contains("--port", result.Error);
        Assert.Contains("--log-level", result.Error);
    }

    [Fact]
    public async Task A_server_refuses_a_wrong_configuration_with_its_own_code()
    {
        var result = await _terminal.RunAsync("serve", "--port", "much");

        Assert.Equal((78, ""), (result.Code, result.Out));
        Assert.Contains("--port", result.Error);
    }

    [Fact]
    public async Task A_server_refuses_a_host_that_others_can_reach()
    {
        var result = await _terminal.RunAsync("serve", "--host", "0.0.0.0", "--database", "memory:");

        Assert.Equal(78, result.Code);
    }
}
