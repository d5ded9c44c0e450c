using System.Text.Json;

namespace Harmonia.Cli.Tests.Running;

public sealed class AllowShellTests : IDisposable
{
    private readonly TestTerminal _terminal = new();

    /// <summary>As the documents have it.</summary>
    private const string FirstExample =
        """
        {
          "name": "first",
          "tasks": {
            "task1": {
              "name": "task1", "component": "ergon", "action": "execute_command",
              "input": {"command": "echo Good morning"}
            },
            "task2": {
              "name": "task2", "component": "prometheus", "action": "analyze_results",
              "input": {"data": "${tasks.task1.output.result}"}, "depends_on": ["task1"]
            }
          }
        }
        """;

    public void Dispose() => _terminal.Dispose();

    [Fact]
    public async Task The_documents_first_example_runs_with_a_shell_and_a_warning()
    {
        var result = await _terminal.RunAsync(
            "run", _terminal.Write("first.json", FirstExample), "--allow-shell", "--json");

        Assert.True(result.Code == 0, result.Error);
        var analysis = result.Json.GetProperty("output").GetProperty("task2");
        Assert.True(analysis.GetProperty("degraded").GetBoolean());
        Assert.Equal("Good morning".Length, analysis.GetProperty("result").GetProperty("characters").GetInt32());
        Assert.Contains("--allow-shell lets every workflow run any command", result.Error);
    }

    [Fact]
    public async Task The_variable_says_the_same()
    {
        _terminal["HARMONIA_ALLOW_SHELL"] = "true";

        var result = await _terminal.RunAsync("run", _terminal.Write("first.json", FirstExample));

        Assert.True(result.Code == 0, result.Error);
        Assert.Contains("HARMONIA_ALLOW_SHELL lets every workflow run any command", result.Error);
    }

    [Fact]
    public async Task Without_it_there_is_no_ergon()
    {
        var result = await _terminal.RunAsync("run", _terminal.Write("first.json", FirstExample));

        Assert.NotEqual(0, result.Code);
        Assert.Contains("component_not_found", result.Out + result.Error);
    }

    [Fact]
    public async Task With_declared_commands_anything_else_is_refused()
    {
        var configuration = _terminal.Write("own.yaml", "commands: {say: {path: /bin/echo, args: [hello]}}");

        var refused = await _terminal.RunAsync(
            "run", _terminal.Write("first.json", FirstExample), "--config", configuration);
        var declared = await _terminal.RunAsync(
            "run",
            _terminal.Write("said.json", FirstExample.Replace("echo Good morning", "say", StringComparison.Ordinal)),
            "--config", configuration, "--json");

        Assert.NotEqual(0, refused.Code);
        Assert.Contains("shell_not_allowed", refused.Out + refused.Error);
        Assert.True(declared.Code == 0, declared.Error);
        var analysis = declared.Json.GetProperty("output").GetProperty("task2");
        Assert.Equal(JsonValueKind.Object, analysis.GetProperty("result").ValueKind);
    }

    [Fact]
    public async Task A_server_has_its_own_permission()
    {
        var result = await _terminal.RunAsync(
            "run", _terminal.Write("first.json", FirstExample), "--allow-shell", "--server", "http://127.0.0.1:1");

        Assert.Contains("--server cannot be combined with --database, --config or --allow-shell", result.Error);
    }
}
