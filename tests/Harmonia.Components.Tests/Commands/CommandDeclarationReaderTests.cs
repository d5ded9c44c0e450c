using System.Text.Json;
using Harmonia.Components.Commands;
using Harmonia.Core.Failures;

namespace Harmonia.Components.Tests.Commands;

public sealed class CommandDeclarationReaderTests
{
    [Fact]
    public void A_full_declaration_is_read()
    {
        var declaration = Assert.Single(CommandHost.Declare("""
            {
              "git-log": {
                "path": "/usr/bin/git", "args": ["log", "--since={since}"], "cwd": "{repository}", "stdin": "{since}",
                "parameters": {
                  "since": {"type": "string", "pattern": "[0-9-]+", "max_length": 10, "default": "2026-01-01"},
                  "repository": {"type": "directory", "required": true, "within": ["/srv"]}
                },
                "env": {"pass": ["PATH"], "set": {"GIT_PAGER": "cat"}},
                "timeout": 2.5, "max_output_bytes": 10, "max_memory_bytes": 1073741824, "max_cpu_seconds": 3,
                "max_processes": 4, "success_exit_codes": [0, 1], "parse": "lines"
              }
            }
            """));

        Assert.Equal("git-log", declaration.Name);
        Assert.Equal("/usr/bin/git", declaration.Path);
        Assert.Equal(["PATH"], declaration.PassedEnvironment);
        Assert.Equal("cat", declaration.Environment["GIT_PAGER"]);
        Assert.Equal([0, 1], declaration.SuccessExitCodes);
        Assert.Equal(CommandOutputFormat.Lines, declaration.Parse);
        Assert.Equal(
            new CommandLimits
            {
                Timeout = TimeSpan.FromSeconds(2.5),
                MaxOutputBytes = 10,
                MaxMemoryBytes = 1 << 30,
                MaxCpuSeconds = 3,
                MaxProcesses = 4,
            },
            declaration.Limits);
        Assert.Equal(["since", "repository"], declaration.Parameters.Select(parameter => parameter.Name));
    }

    [Theory]
    [InlineData("""{}""", "missing_field", "/commands/it/path")]
    [InlineData("""{"path": "bin/x"}""", "invalid_value", "/commands/it/path")]
    [InlineData("""{"path": "/x", "shell": true}""", "unknown_field", "/commands/it/shell")]
    [InlineData("""{"path": "/x", "args": "a"}""", "wrong_type", "/commands/it/args")]
    [InlineData("""{"path": "/x", "args": [1]}""", "wrong_type", "/commands/it/args")]
    [InlineData("""{"path": "/x", "args": ["{a"]}""", "invalid_value", "/commands/it/args")]
    [InlineData("""{"path": "/x", "args": ["a}"]}""", "invalid_value", "/commands/it/args")]
    [InlineData("""{"path": "/x", "args": ["{a b}"]}""", "invalid_value", "/commands/it/args")]
    [InlineData("""{"path": "/x", "args": ["{a}"]}""", "unknown_reference", "/commands/it/args")]
    [InlineData("""{"path": "/x", "stdin": "{a}"}""", "unknown_reference", "/commands/it/stdin")]
    [InlineData("""{"path": "/x", "cwd": "relative"}""", "invalid_value", "/commands/it/cwd")]
    [InlineData("""{"path": "/x", "cwd": "{d}", "parameters": {"d": {}}}""", "invalid_value", "/commands/it/cwd")]
    [InlineData("""{"path": "/x", "env": {"pass": ["HARMONIA_KEY"]}}""", "invalid_value", "/commands/it/env/pass")]
    [InlineData("""{"path": "/x", "env": {"set": {"A=B": "c"}}}""", "invalid_value", "/commands/it/env/set")]
    [InlineData("""{"path": "/x", "env": {"set": {"A": 1}}}""", "wrong_type", "/commands/it/env/set")]
    [InlineData("""{"path": "/x", "timeout": -1}""", "invalid_value", "/commands/it/timeout")]
    [InlineData("""{"path": "/x", "max_output_bytes": 0}""", "invalid_value", "/commands/it/max_output_bytes")]
    [InlineData("""{"path": "/x", "success_exit_codes": [256]}""", "invalid_value", "/commands/it/success_exit_codes")]
    [InlineData("""{"path": "/x", "parse": "yaml"}""", "invalid_value", "/commands/it/parse")]
    [InlineData("""{"path": "/x", "parameters": {"a b": {}}}""", "invalid_value", "/commands/it/parameters/a b")]
    [InlineData(
        """{"path": "/x", "parameters": {"a": {"type": "path"}}}""",
        "invalid_value",
        "/commands/it/parameters/a/type")]
    [InlineData(
        """{"path": "/x", "parameters": {"a": {"pattern": "("}}}""",
        "invalid_value",
        "/commands/it/parameters/a/pattern")]
    [InlineData(
        """{"path": "/x", "parameters": {"a": {"pattern": "(?=a)"}}}""",
        "invalid_value",
        "/commands/it/parameters/a/pattern")]
    [InlineData(
        """{"path": "/x", "parameters": {"a": {"default": "b", "enum": ["c"]}}}""",
        "invalid_value",
        "/commands/it/parameters/a/default")]
    [InlineData(
        """{"path": "/x", "parameters": {"a": {"within": ["/"]}}}""",
        "invalid_value",
        "/commands/it/parameters/a/within")]
    [InlineData("""{"path": "/x", "parameters": {"a": {}, "a": {}}}""", "duplicate_key", "/commands/it/parameters")]
    public void A_mistake_is_found_where_it_is(string declaration, string code, string pointer)
    {
        List<Finding> findings = [];
        var read = CommandDeclarationReader.Read(
            JsonElement.Parse($$"""{"it": {{declaration}} }"""), "/commands", findings);

        Assert.Contains((code, pointer), findings.Select(finding => (finding.Code, finding.Pointer)));
        Assert.Empty(read);
    }

    [Theory]
    [InlineData("[]", "wrong_type")]
    [InlineData("""{"a b": {"path": "/x"}}""", "invalid_value")]
    [InlineData("""{"a": "/x"}""", "wrong_type")]
    [InlineData("""{"a": {"path": "/x"}, "a": {"path": "/y"}}""", "duplicate_key")]
    public void Declarations_are_an_object_of_names(string commands, string code)
    {
        List<Finding> findings = [];
        CommandDeclarationReader.Read(JsonElement.Parse(commands), "", findings);

        Assert.Contains(code, findings.Select(finding => finding.Code));
    }
}
