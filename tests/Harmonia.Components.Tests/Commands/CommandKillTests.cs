using System.Diagnostics;
using Harmonia.Components.Commands;
using Harmonia.Core.Failures;
using Harmonia.Engine.Ports;

namespace Harmonia.Components.Tests.Commands;

/// <summary>Whatever a command starts, nothing of it is left.</summary>
public sealed class CommandKillTests : IDisposable
{
    private const string Path = "\"env\": {\"pass\": [\"PATH\"]}";

    private readonly CommandHost _host = new();

    public void Dispose() => _host.Dispose();

    [Theory]
    [InlineData("sleep 300")]
    [InlineData("sleep 300 & sleep 300 & wait")]
    [InlineData("(sleep 300 &) ; sleep 300")]
    [InlineData("setsid sleep 300 & sleep 300")]
    [InlineData("(setsid sh -c 'sleep 300 & sleep 300' &) ; sleep 300")]
    [InlineData("trap '' TERM; sleep 300; sleep 300")]
    [InlineData("env -i sleep 300 & sleep 300")]
    public async Task At_its_timeout_all_of_it_is_ended(string script)
    {
        var failure = await _host.FailureAsync($"{script}", $"{Path}, \"timeout\": 0.5");

        Assert.Equal(FailureCodes.Timeout, failure.Code);
        Assert.True(failure.Retryable);
        Assert.Empty(Leftovers());
    }

    [Theory]
    [InlineData("sleep 300 & echo done")]
    [InlineData("setsid sleep 300 & echo done")]
    [InlineData("(setsid sleep 300 >/dev/null 2>&1 &) ; echo done")]
    public async Task What_it_leaves_behind_is_ended_with_it(string script)
    {
        var output = await _host.OutputAsync(script, Path);

        Assert.Equal("done\n", output.GetProperty("stdout").GetString());
        Assert.Empty(Leftovers());
    }

    [Theory]
    [InlineData("while :; do echo yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy; done")]
    [InlineData("while :; do echo yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy >&2; done")]
    [InlineData("trap '' TERM PIPE; while :; do echo yyyyyyyyyyyyyyyyyyyyyyyyy; done")]
    public async Task A_command_that_says_too_much_is_ended(string script)
    {
        var failure = await _host.FailureAsync(script, $"{Path}, \"max_output_bytes\": 100000");

        Assert.Equal(FailureCodes.OutputTooLarge, failure.Code);
        Assert.False(failure.Retryable);
        Assert.Empty(Leftovers());
    }

    [Fact]
    public async Task An_escaped_process_that_holds_the_output_open_is_not_waited_for()
    {
        var file = _host.FileOf("escaped");
        var output = await _host.OutputAsync(
            $"""
            env -i /usr/bin/setsid /bin/sh -c 'echo > {file}; exec /bin/sleep 20' &
            while [ ! -e {file} ]; do :; done
            echo done
            """,
            Path);

        Assert.Equal("done\n", output.GetProperty("stdout").GetString());
        Assert.True(output.GetProperty("truncated").GetBoolean());
    }

    [Fact]
    public async Task The_deadline_of_the_attempt_ends_it_too()
    {
        var failure = await _host.FailureAsync("sleep 300", Path, within: TimeSpan.FromSeconds(0.5));

        Assert.Equal(FailureCodes.Timeout, failure.Code);
        Assert.Empty(Leftovers());
    }

    [Fact]
    public async Task A_program_may_clean_up_when_it_is_asked_to_end()
    {
        var file = _host.FileOf("cleaned");

        await _host.FailureAsync($"trap 'echo x > {file}; exit 1' TERM; sleep 300 & wait", $"{Path}, \"timeout\": 1");

        Assert.True(File.Exists(file));
    }

    [Fact]
    public async Task The_engine_cancels_it()
    {
        var script = _host.Script("waits", "sleep 300");
        var executor = _host.Executor($$"""{"it": {"path": "{{script}}", {{Path}} } }""");
        using var cancel = new CancellationTokenSource(TimeSpan.FromSeconds(0.5));

        var outcome = await executor.ExecuteAsync(Calls.Call("run", """{"command": "it"}"""), cancel.Token);

        Assert.Equal(FailureCodes.Timeout, Assert.IsType<TaskOutcome.Failed>(outcome).Failure.Code);
        Assert.Empty(Leftovers());
    }

    [Fact]
    public async Task Children_of_a_crashed_engine_are_found_by_its_mark()
    {
        using var ours = StartMarked(_host.Marker);
        using var others = StartMarked($"{_host.Marker}-not");
        try
        {
            var killed = CommandReaper.KillLeftovers(_host.Marker);

            await ours.WaitForExitAsync(Calls.Token).WaitAsync(CommandHost.Patience, Calls.Token);
            Assert.Equal(1, killed);
            Assert.False(others.HasExited);
            Assert.Equal(0, CommandReaper.KillLeftovers(_host.Marker));
        }
        finally
        {
            others.Kill();
        }
    }

    private static Process StartMarked(string marker)
    {
        var start = new ProcessStartInfo("/bin/sleep", ["300"]);
        start.Environment["HARMONIA_COMMAND_MARKER"] = marker;
        return Process.Start(start)!;
    }

    private List<int> Leftovers() => [.. ProcessTable.WithVariable("HARMONIA_COMMAND_MARKER", _host.Marker)];
}
