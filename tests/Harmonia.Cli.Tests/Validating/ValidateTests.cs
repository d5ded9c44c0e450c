namespace Harmonia.Cli.Tests.Validating;

public sealed class ValidateTests : IDisposable
{
    private readonly TestTerminal _terminal = new();

    public void Dispose() => _terminal.Dispose();

    [Fact]
    public async Task A_finding_in_another_dialect_stands_where_it_was_written()
    {
        var file = _terminal.Write("chain.yaml", "name: chain\ntasks:\n- id: a\n  type: setup\n  next: b\n");

        var result = await _terminal.RunAsync("validate", file);

        Assert.Contains($"{file}:5:", result.Out);
        Assert.Contains("error unknown_task", result.Out);
    }

    [Fact]
    public async Task A_good_definition_is_valid()
    {
        var file = _terminal.Write("hello.yaml", Definitions.Hello);

        var result = await _terminal.RunAsync("validate", file);

        Assert.Equal((0, $"{file}: valid\n", ""), (result.Code, result.Out, result.Error));
    }

    [Fact]
    public async Task A_finding_names_file_line_column_code_and_what_was_meant()
    {
        var file = _terminal.Write("hello.yaml", Definitions.Hello.Replace("depends_on", "dependson"));

        var result = await _terminal.RunAsync("validate", file);

        Assert.Equal(1, result.Code);
        Assert.Matches(
            $"^{file}:13:5: error unknown_field: .*depends_on", result.Lines[0]);
        Assert.Single(result.Lines[0].Split("did you mean", StringSplitOptions.None)[1..]);
        Assert.Contains("not valid", result.Lines[^1]);
    }

    [Fact]
    public async Task A_warning_is_shown_and_does_not_fail()
    {
        var file = _terminal.Write(
            "call.yaml", "name: call\ntasks:\n  a:\n    component: elsewhere\n    action: work\n");

        var result = await _terminal.RunAsync("validate", file);

        Assert.Equal(0, result.Code);
        Assert.Contains($"{file}:4:", result.Out);
        Assert.Contains("warning unknown_component:", result.Out);
    }

    [Fact]
    public async Task Components_that_come_with_Harmonia_are_known_with_their_actions()
    {
        var file = _terminal.Write(
            "call.yaml", "name: call\ntasks:\n  a:\n    component: http\n    action: requst\n    input: {}\n");

        var result = await _terminal.RunAsync("validate", file);

        Assert.Equal(1, result.Code);
        Assert.Contains("error unknown_action:", result.Out);
    }

    [Fact]
    public async Task As_JSON_all_findings_of_all_files_are_one_object()
    {
        var good = _terminal.Write("hello.yaml", Definitions.Hello);
        var bad = _terminal.Write("bad.json", """{"name": "bad", "tasks": {}, "colour": 1}""");

        var result = await _terminal.RunAsync("validate", good, bad, "--json");

        Assert.Equal(1, result.Code);
        Assert.False(result.Json.GetProperty("valid").GetBoolean());
        var findings = result.Json.GetProperty("findings").EnumerateArray().ToList();
        Assert.All(findings, finding => Assert.Equal(bad, finding.GetProperty("file").GetString()));
        var unknown = Assert.Single(findings, finding => finding.GetProperty("code").GetString() == "unknown_field");
        Assert.Equal(30, unknown.GetProperty("column").GetInt32());
    }

    [Fact]
    public async Task Standard_input_can_be_validated()
    {
        var result = await _terminal.RunAsync(Definitions.Hello, CancellationToken.None, "validate", "-");

        Assert.Equal((0, "(standard input): valid\n"), (result.Code, result.Out));
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_is_wrong_usage()
    {
        var result = await _terminal.RunAsync("validate", _terminal.PathOf("nothing.yaml"));

        Assert.Equal(2, result.Code);
        Assert.Contains("nothing.yaml' cannot be read", result.Error);
    }

    [Fact]
    public async Task Text_that_is_not_YAML_is_a_finding_at_its_place()
    {
        var file = _terminal.Write("broken.yaml", "name: [a\ntasks: {}\n");

        var result = await _terminal.RunAsync("validate", file);

        Assert.Equal(1, result.Code);
        Assert.Matches($"^{file}:\\d+:\\d+: error invalid_yaml: ", result.Out);
    }

    [Fact]
    public async Task A_wrong_configuration_is_told_before_anything_else()
    {
        var file = _terminal.Write("hello.yaml", Definitions.Hello);
        var configuration = _terminal.Write("config.yaml", "server: { prt: 1 }\n");

        var result = await _terminal.RunAsync("validate", file, "--config", configuration);

        Assert.Equal(2, result.Code);
        Assert.Contains("server.port", result.Error);
    }
}
