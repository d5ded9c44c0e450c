using Harmonia.Components.Commands;
using Harmonia.Core.Failures;

namespace Harmonia.Components.Tests.Tekton;

/// <summary>Commands that Ergon is asked for and that are run on this machine.</summary>
public sealed class LocalCommandTests
{
    private static readonly CommandDeclaration Echo = new()
    {
        Name = "say",
        Path = "/bin/echo",
        Args = [CommandText.Parse("{words}")!],
        Parameters = [new CommandParameter { Name = "words", Default = "nothing" }],
    };

    [Theory]
    [InlineData("""{"command": "echo Good morning"}""", "Good morning")]
    [InlineData("""{"command": ["printf", "%s|%s", "a b", "it's $HOME"]}""", "a b|it's $HOME")]
    [InlineData("""{"command": "echo $GREETING", "env": {"GREETING": "hello"}}""", "hello")]
    [InlineData("""{"command": "pwd", "cwd": "/"}""", "/")]
    [InlineData("""{"command": "- nothing 2>/dev/null || echo recovered"}""", "recovered")]
    public async Task A_shell_runs_what_the_task_says(string input, string expected)
    {
        await using var nobody = await ScriptedFamily.StartAsync();
        using var host = new FamilyHost(nobody, allowShell: true);

        var output = await host.Of("ergon").OutputAsync(Calls.Call("execute_command", input));

        Assert.Equal(expected, output.GetProperty("result").GetString());
        Assert.Equal(expected, output.GetProperty("output").GetString());
        Assert.Equal(expected, output.GetProperty("stdout").GetString()!.Trim());
        Assert.Equal(0, output.GetProperty("exit_code").GetInt32());
        Assert.True(output.GetProperty("success").GetBoolean());
        Assert.Equal("shell", output.GetProperty("executed_by").GetString());
    }

    [Fact]
    public async Task Its_environment_is_not_that_of_the_server()
    {
        Environment.SetEnvironmentVariable("HARMONIA_TEST_SECRET_OF_SERVER", "hidden");
        await using var nobody = await ScriptedFamily.StartAsync();
        using var host = new FamilyHost(nobody, allowShell: true);

        var output = await host.Of("ergon").OutputAsync(Calls.Call("run_command", """{"command": "env"}"""));

        Assert.DoesNotContain("hidden", output.GetProperty("stdout").GetString(), StringComparison.Ordinal);
        Assert.Contains("HARMONIA_TASK=ship", output.GetProperty("stdout").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_that_fails_fails_the_task()
    {
        await using var nobody = await ScriptedFamily.StartAsync();
        using var host = new FamilyHost(nobody, allowShell: true);

        var failure = await host.Of("ergon").FailureAsync(
            Calls.Call("execute_command", """{"command": "echo no >&2; exit 3"}"""));

        Assert.Equal(FailureCodes.CommandFailed, failure.Code);
        Assert.Equal(3, failure.Details!.Value.GetProperty("exit_code").GetInt32());
        Assert.Equal("no\n", failure.Details!.Value.GetProperty("stderr").GetString());
    }

    [Fact]
    public async Task A_command_is_killed_when_its_time_is_over()
    {
        await using var nobody = await ScriptedFamily.StartAsync();
        using var host = new FamilyHost(nobody, allowShell: true);

        var failure = await host.Of("ergon").FailureAsync(
            Calls.Call("execute_command", """{"command": "sleep 600", "timeout": 0.2}"""));

        Assert.Equal(FailureCodes.Timeout, failure.Code);
    }

    [Theory]
    [InlineData("""{"command": "say", "args": {"words": "hi; echo no"}}""", "hi; echo no")]
    [InlineData("""{"command": ["say"]}""", "nothing")]
    public async Task A_declared_command_of_the_name_needs_no_shell(string input, string expected)
    {
        await using var nobody = await ScriptedFamily.StartAsync();
        using var host = new FamilyHost(nobody, commands: [Echo]);

        var output = await host.Of("ergon").OutputAsync(Calls.Call("execute_command", input));

        Assert.Equal(expected, output.GetProperty("result").GetString());
        Assert.Equal("command", output.GetProperty("executed_by").GetString());
    }

    [Theory]
    [InlineData("""{"command": "say hi"}""")]
    [InlineData("""{"command": "say; reboot"}""")]
    [InlineData("""{"command": ["say", "hi"]}""")]
    [InlineData("""{"command": "SAY"}""")]
    public async Task Anything_else_is_refused(string input)
    {
        await using var nobody = await ScriptedFamily.StartAsync();
        using var host = new FamilyHost(nobody, commands: [Echo]);

        var failure = await host.Of("ergon").FailureAsync(Calls.Call("execute_command", input));

        Assert.Equal((FailureCodes.ShellNotAllowed, false), (failure.Code, failure.Retryable));
        Assert.Contains("--allow-shell", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_Synthesis_did_not_run_is_run_here_if_it_may()
    {
        await using var family = await ScriptedFamily.StartAsync("synthesis", "ergon");
        family.Answer(200, """{"executionId": "e1", "status": "not_found", "message": "Execution started"}""");
        family.Answer(200, """{"executionId": "e1", "status": "failed"}""");
        family.Answer(200, """{"data": {"execution_id": "e1", "status": "failed", "results": []}}""");
        using var host = new FamilyHost(family, allowShell: true);

        var output = await host.Of("ergon").OutputAsync(Calls.Call("execute_command", """{"command": "echo here"}"""));

        Assert.Equal("here", output.GetProperty("result").GetString());
        Assert.Equal("shell", output.GetProperty("executed_by").GetString());
    }
}
