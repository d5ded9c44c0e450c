namespace Harmonia.Cli.Tests.Running;

public sealed class RunTests : IDisposable
{
    private readonly TestTerminal _terminal = new();

    public void Dispose() => _terminal.Dispose();

    [Fact]
    public async Task A_workflow_of_another_dialect_is_carried_out_too()
    {
        var file = _terminal.Write(
            "chain.yaml",
            "name: chain\ntasks:\n- {id: a, type: setup, config: {n: 4}, next: b}\n- {id: b, type: data_output}\n");

        var result = await _terminal.RunAsync("run", file, "--json");

        Assert.Equal(0, result.Code);
        Assert.Equal(4, result.Json.GetProperty("output").GetProperty("b").GetProperty("n").GetInt32());
    }

    [Fact]
    public async Task The_output_is_on_standard_output_and_progress_beside_it()
    {
        var file = _terminal.Write("hello.yaml", Definitions.Hello);

        var result = await _terminal.RunAsync("run", file, "--input", """{"name": "Ada"}""");

        Assert.Equal((0, "\"HELLO, ADA!\"\n"), (result.Code, result.Out));
        Assert.Matches(@"(?m)^\d\d:\d\d:\d\d\.\d\d\d workflow started$", result.Error);
        Assert.Matches(@"(?m)^\d\d:\d\d:\d\d\.\d\d\d greet completed", result.Error);
        Assert.Matches(@"(?m)^\d\d:\d\d:\d\d\.\d\d\d shout completed", result.Error);
    }

    [Fact]
    public async Task As_JSON_there_is_one_object_and_nothing_else_on_standard_output()
    {
        var file = _terminal.Write("hello.yaml", Definitions.Hello);

        var result = await _terminal.RunAsync("run", file, "--input", """{"name": "Ada"}""", "--json");

        Assert.Equal(0, result.Code);
        Assert.True(Guid.TryParse(result.Json.GetProperty("execution_id").GetString(), out _));
        Assert.Equal("completed", result.Json.GetProperty("status").GetString());
        Assert.Equal("HELLO, ADA!", result.Json.GetProperty("output").GetString());
        Assert.Equal(0, result.Json.GetProperty("warnings").GetArrayLength());
        Assert.Equal(
            ["greet", "shout"], result.Json.GetProperty("tasks").EnumerateObject().Select(task => task.Name));
    }

    [Fact]
    public async Task A_failed_execution_says_why_and_ends_with_1()
    {
        var file = _terminal.Write("failing.yaml", Definitions.Failing);

        var people = await _terminal.RunAsync("run", file);
        var programs = await _terminal.RunAsync("run", file, "--json");

        Assert.Equal((1, ""), (people.Code, people.Out));
        Assert.Contains("stop failed", people.Error);
        Assert.Contains("There is no more paper.", people.Error);
        Assert.Equal(1, programs.Code);
        Assert.Equal("stop", programs.Json.GetProperty("error").GetProperty("task").GetString());
        Assert.Contains(
            "no more paper", programs.Json.GetProperty("error").GetProperty("message").GetString());
    }

    [Fact]
    public async Task The_input_can_be_a_file_of_JSON_or_YAML_or_standard_input()
    {
        var file = _terminal.Write("hello.yaml", Definitions.Hello);
        var json = _terminal.Write("input.json", """{"name": "Ada"}""");
        var yaml = _terminal.Write("input.yaml", "name: Grace\n");

        var fromJson = await _terminal.RunAsync("run", file, "--input", $"@{json}");
        var fromYaml = await _terminal.RunAsync("run", file, "--input", $"@{yaml}");
        var fromStdin = await _terminal.RunAsync(
            """{"name": "Edsger"}""", CancellationToken.None, "run", file, "--input", "-");

        Assert.Equal(
            ["\"HELLO, ADA!\"\n", "\"HELLO, GRACE!\"\n", "\"HELLO, EDSGER!\"\n"],
            [fromJson.Out, fromYaml.Out, fromStdin.Out]);
    }

    [Theory]
    [InlineData("{name: Ada}", "--input:1:2: error invalid_json: ")]
    [InlineData("""{"name": 1}""", "--input:1:2: error schema_violation: ")]
    [InlineData("[]", "--input:1:1: error wrong_type: ")]
    [InlineData(null, "--input: error schema_violation: ")]
    public async Task A_wrong_input_is_told_with_its_place_and_nothing_is_started(string? input, string expected)
    {
        var file = _terminal.Write("hello.yaml", Definitions.Hello);

        var result = await _terminal.RunAsync(["run", file, .. input is null ? [] : (string[])["--input", input]]);

        Assert.Equal((2, ""), (result.Code, result.Out));
        Assert.Contains(expected, result.Error);
        Assert.DoesNotContain("workflow started", result.Error);
    }

    [Fact]
    public async Task An_invalid_definition_is_told_with_all_places_and_nothing_is_started()
    {
        var file = _terminal.Write("hello.yaml", Definitions.Hello.Replace("depends_on", "dependson"));

        var result = await _terminal.RunAsync("run", file, "--input", """{"name": "Ada"}""");

        Assert.Equal((2, ""), (result.Code, result.Out));
        Assert.Contains($"{file}:13:5: error unknown_field: ", result.Error);
        Assert.Contains("error not_upstream: ", result.Error);
    }

    [Fact]
    public async Task Standard_input_cannot_be_both()
    {
        var result = await _terminal.RunAsync("run", "-", "--input", "-");

        Assert.Equal(2, result.Code);
        Assert.Contains("not both", result.Error);
    }

    [Fact]
    public async Task A_timeout_cancels_the_execution()
    {
        var file = _terminal.Write("sleeping.yaml", Definitions.Sleeping);

        var result = await _terminal.RunAsync("run", file, "--timeout", "0.2", "--json");

        Assert.Equal(1, result.Code);
        Assert.Equal("canceled", result.Json.GetProperty("status").GetString());
        Assert.Contains("the time given on the command line is over", result.Error);
    }

    [Fact]
    public async Task An_interruption_cancels_the_execution_and_its_end_is_told()
    {
        var file = _terminal.Write("sleeping.yaml", Definitions.Sleeping);
        using var interruption = new CancellationTokenSource();
        using var output = new StringWriter();
        using var error = new MarkedWriter("rest running");
        var running = Cli.CommandLine.HarmoniaCommandLine.InvokeAsync(
            ["run", file, "--json"], _terminal.Create(output, error), interruption.Token);
        await error.WrittenAsync("rest running");

        await interruption.CancelAsync();
        var code = await running;

        Assert.Equal(1, code);
        Assert.Contains("\"canceled\"", output.ToString());
        Assert.Contains("interrupted at the command line", error.ToString());
    }

    [Fact]
    public async Task With_a_database_the_execution_is_kept()
    {
        var file = _terminal.Write("hello.yaml", Definitions.Hello);
        var database = _terminal.PathOf("kept/harmonia.db");

        var result = await _terminal.RunAsync("run", file, "--input", """{"name": "Ada"}""", "--database", database);

        Assert.Equal(0, result.Code);
        Assert.True(File.Exists(database));
    }

    [Fact]
    public async Task Declared_commands_and_failures_they_cause_are_at_hand()
    {
        var configuration = _terminal.Write(
            "config.yaml", "commands:\n  hello:\n    path: /bin/echo\n    args: [hello]\n");
        var file = _terminal.Write(
            "call.yaml",
            """
            name: call
            tasks:
              say: { component: command, action: run, input: { command: hello } }
            result: "${tasks.say.output.stdout}"
            """);

        var result = await _terminal.RunAsync("run", file, "--config", configuration);

        Assert.Equal((0, "\"hello\\n\"\n"), (result.Code, result.Out));
        Assert.Matches(@"(?m)^\S+ say running$", result.Error);
        Assert.Matches(@"(?m)^\S+ say completed \(\d+\.\d{3} s\)$", result.Error);
    }

    [Fact]
    public async Task A_terminal_that_can_draw_gets_a_table_of_tasks()
    {
        var file = _terminal.Write("hello.yaml", Definitions.Hello);
        using var output = new StringWriter();
        using var error = new StringWriter();
        var terminal = _terminal.Create(output, error) with { IsErrorInteractive = true };

        var code = await Cli.CommandLine.HarmoniaCommandLine.InvokeAsync(
            ["run", file, "--input", """{"name": "Ada"}"""], terminal, CancellationToken.None);

        Assert.Equal((0, "\"HELLO, ADA!\"\n"), (code, output.ToString()));
        Assert.Contains("\u001b[", error.ToString());
        Assert.Contains("greet", error.ToString());
    }
}
