using Harmonia.Cli.CommandLine;

namespace Harmonia.Cli.Tests.Running;

public sealed class RemoteRunTests : IAsyncLifetime
{
    private readonly TestTerminal _terminal = new();
    private TestServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await TestServer.StartAsync(_terminal);

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _terminal.Dispose();
    }

    [Fact]
    public async Task A_server_carries_it_out_and_it_looks_the_same()
    {
        var file = _terminal.Write("hello.yaml", Definitions.Hello);

        var result = await _terminal.RunAsync(
            "run", file, "--input", """{"name": "Ada"}""", "--server", _server.Url);
        var list = await _terminal.RunAsync("executions", "list", "--server", _server.Url);

        Assert.Equal((0, "\"HELLO, ADA!\"\n"), (result.Code, result.Out));
        Assert.Contains("shout completed", result.Error);
        Assert.Equal(2, list.Lines.Length);
    }

    [Fact]
    public async Task Findings_of_the_server_lead_to_the_file_and_the_input()
    {
        var good = _terminal.Write("hello.yaml", Definitions.Hello);
        var bad = _terminal.Write("bad.yaml", Definitions.Hello.Replace("depends_on", "dependson"));

        var wrong = await _terminal.RunAsync("run", bad, "--server", _server.Url);
        var input = await _terminal.RunAsync("run", good, "--input", """{"name": 1}""", "--server", _server.Url);

        Assert.Equal((2, 2), (wrong.Code, input.Code));
        Assert.Contains($"{bad}:13:5: error unknown_field: ", wrong.Error);
        Assert.Contains("--input:1:2: error schema_violation: ", input.Error);
    }

    [Fact]
    public async Task An_interruption_cancels_it_on_the_server()
    {
        var file = _terminal.Write("sleeping.yaml", Definitions.Sleeping);
        using var interruption = new CancellationTokenSource();
        using var output = new StringWriter();
        using var error = new MarkedWriter("rest running");
        var running = HarmoniaCommandLine.InvokeAsync(
            ["run", file, "--json", "--server", _server.Url], _terminal.Create(output, error), interruption.Token);
        await error.WrittenAsync("rest running");

        await interruption.CancelAsync();

        Assert.Equal(1, await running);
        Assert.Contains("\"canceled\"", output.ToString());
    }

    [Fact]
    public async Task Without_a_server_nothing_is_started()
    {
        var file = _terminal.Write("sleeping.yaml", Definitions.Sleeping);

        var result = await _terminal.RunAsync("run", file, "--server", "http://127.0.0.1:1");

        Assert.Equal(2, result.Code);
        Assert.Contains("harmonia serve", result.Error);
    }
}
