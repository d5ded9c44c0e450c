using System.Text.Json;
using Harmonia.Components.Commands;
using Harmonia.Core.Failures;

namespace Harmonia.Components.Tests.Commands;

public sealed class CommandExecutorTests : IDisposable
{
    private readonly CommandHost _host = new();

    public void Dispose() => _host.Dispose();

    [Theory]
    [InlineData("", "stdout", "\"a\\nb\\n\"")]
    [InlineData("\"parse\": \"lines\"", "result", """["a", "b"]""")]
    public async Task Output_is_what_the_operator_declared(string fields, string member, string expected)
    {
        var output = await _host.OutputAsync("echo a; echo b; echo oops >&2", fields);

        Assert.Equal(0, output.GetProperty("exit_code").GetInt32());
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(expected), output.GetProperty(member)));
        Assert.Equal("oops\n", output.GetProperty("stderr").GetString());
        Assert.False(output.GetProperty("truncated").GetBoolean());
    }

    [Fact]
    public async Task Json_becomes_a_value()
    {
        var output = await _host.OutputAsync("""echo '{"a": [1]}'""", "\"parse\": \"json\"");

        Assert.Equal(1, output.GetProperty("result").GetProperty("a")[0].GetInt32());
        Assert.False(output.TryGetProperty("stdout", out _));
    }

    [Fact]
    public async Task What_is_not_json_is_invalid_output()
    {
        var failure = await _host.FailureAsync("echo no", "\"parse\": \"json\"");

        Assert.Equal(FailureCodes.InvalidOutput, failure.Code);
        Assert.False(failure.Retryable);
    }

    [Fact]
    public async Task Another_exit_code_is_a_failure_with_the_end_of_standard_error()
    {
        var failure = await _host.FailureAsync("head -c 100000 /dev/zero | tr '\\0' x >&2; echo last >&2; exit 7");

        Assert.Equal(FailureCodes.CommandFailed, failure.Code);
        Assert.True(failure.Retryable);
        Assert.Equal(7, failure.Details!.Value.GetProperty("exit_code").GetInt32());
        var stderr = failure.Details.Value.GetProperty("stderr").GetString()!;
        Assert.StartsWith("(truncated)", stderr, StringComparison.Ordinal);
        Assert.EndsWith("last\n", stderr, StringComparison.Ordinal);
        Assert.InRange(stderr.Length, 4096, 4200);
    }

    [Fact]
    public async Task The_operator_says_which_exit_codes_are_success()
    {
        var output = await _host.OutputAsync("exit 3", "\"success_exit_codes\": [0, 3]");

        Assert.Equal(3, output.GetProperty("exit_code").GetInt32());
    }

    [Fact]
    public async Task A_command_sees_only_the_environment_that_was_declared()
    {
        Environment.SetEnvironmentVariable("HARMONIA_TEST_SECRET", "canary");
        Environment.SetEnvironmentVariable("COMPONENTS_TEST_PASSED", "passed");
        var output = await _host.OutputAsync(
            "/usr/bin/env",
            """
            "parse": "lines",
            "env": {"pass": ["COMPONENTS_TEST_PASSED", "COMPONENTS_TEST_ABSENT"], "set": {"FIXED": "1"}}
            """);

        // What the shell of the script itself sets is not ours.
        var names = output.GetProperty("result").EnumerateArray()
            .Select(line => line.GetString()!.Split('=')[0])
            .Except(["PWD", "OLDPWD", "SHLVL", "_"])
            .Order(StringComparer.Ordinal);
        Assert.Equal(
            [
                "COMPONENTS_TEST_PASSED", "FIXED", "HARMONIA_ATTEMPT", "HARMONIA_COMMAND_CALL",
                "HARMONIA_COMMAND_MARKER", "HARMONIA_EXECUTION", "HARMONIA_IDEMPOTENCY_KEY", "HARMONIA_TASK",
            ],
            names);
        Assert.DoesNotContain("canary", output.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_declared_directory_it_works_in_a_private_one_that_is_gone_afterwards()
    {
        var output = await _host.OutputAsync(
            "pwd; stat -c %a .; touch file; stat -c %a file; ls -A",
            "\"parse\": \"lines\", \"env\": {\"pass\": [\"PATH\"]}");

        var lines = output.GetProperty("result").EnumerateArray().Select(line => line.GetString()!).ToArray();
        Assert.Equal(["700", "600", "file"], lines[1..]);
        Assert.False(Directory.Exists(lines[0]));
    }

    [Fact]
    public async Task Without_declared_input_standard_input_is_empty()
    {
        var output = await _host.OutputAsync("cat; echo end", "\"env\": {\"pass\": [\"PATH\"]}");

        Assert.Equal("end\n", output.GetProperty("stdout").GetString());
    }

    [Fact]
    public async Task A_program_need_not_read_its_input()
    {
        var output = await _host.OutputAsync(
            "echo done",
            """ "stdin": "{text}", "parameters": {"text": {"max_length": 1000000}} """,
            $$"""{"text": "{{new string('x', 1_000_000)}}"}""");

        Assert.Equal("done\n", output.GetProperty("stdout").GetString());
    }

    [Fact]
    public async Task Only_the_three_standard_files_are_open()
    {
        var output = await _host.OutputAsync("for f in /proc/$$/fd/*; do echo ${f##*/}; done", "\"parse\": \"lines\"");

        // The shell itself has its script open, as 3 or 10 and above.
        var files = output.GetProperty("result").EnumerateArray().Select(line => line.GetString());
        Assert.Empty(files.Except(["0", "1", "2", "3", "10", "255"]));
    }

    [Fact]
    public async Task A_memory_limit_holds()
    {
        // Doubling a text of the shell needs more than the limit soon.
        var failure = await _host.FailureAsync(
            "x=xxxxxxxxxxxxxxxx; while :; do x=$x$x; done", "\"max_memory_bytes\": 50000000, \"timeout\": 50");

        Assert.Equal(FailureCodes.CommandFailed, failure.Code);
    }

    [Fact]
    public async Task A_processor_limit_holds()
    {
        var failure = await _host.FailureAsync("while :; do :; done", "\"max_cpu_seconds\": 1, \"timeout\": 50");

        Assert.Equal(FailureCodes.CommandFailed, failure.Code);
        Assert.InRange(failure.Details!.Value.GetProperty("exit_code").GetInt32(), 129, 160);
    }

    [Fact]
    public async Task A_limit_without_the_tool_for_it_is_refused()
    {
        var executor = _host.Executor(
            """{"it": {"path": "/bin/true", "max_cpu_seconds": 1}}""",
            new CommandOptions { Marker = _host.Marker, PrlimitPath = "/does/not/exist" });

        var failure = await executor.FailureAsync(Calls.Call("run", """{"command": "it"}"""));

        Assert.Equal(FailureCodes.ComponentError, failure.Code);
        Assert.Contains("prlimit", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/does/not/exist")]
    [InlineData("/etc/passwd")]
    [InlineData("/etc")]
    public async Task A_program_that_cannot_be_executed_is_the_operators_affair(string path)
    {
        var executor = _host.Executor($$"""{"it": {"path": "{{path}}"} }""");

        var failure = await executor.FailureAsync(Calls.Call("run", """{"command": "it"}"""));

        Assert.Equal(FailureCodes.ComponentError, failure.Code);
        Assert.Contains(path, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_declaration_nothing_can_be_called()
    {
        var failure = await _host.Executor("{}").FailureAsync(Calls.Call("run", """{"command": "sh"}"""));

        Assert.Equal(FailureCodes.InvalidInput, failure.Code);
        Assert.Contains("none", failure.Message, StringComparison.Ordinal);
    }
}
