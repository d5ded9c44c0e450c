using System.Text.Json;
using Harmonia.Core.Failures;

namespace Harmonia.Components.Tests.Commands;

public sealed class CommandArgumentTests : IDisposable
{
    /// <summary>Prints the number of its arguments and each of them, ended by a mark that no payload holds.</summary>
    private const string Echo = """printf '%s\001' "$#" "$@" """;

    private readonly CommandHost _host = new();

    public static TheoryData<string> Payloads =>
    [
        "; id", "| id", "|| id", "& id", "&& id", "$(id)", "`id`", "${IFS}id", "$HOME", "$((1+1))", "$'\\x41'",
        "> /tmp/pwned", "< /etc/passwd", ">> x", "2>&1", "<(id)", "a\nid", "a\r\nid", "\n", "\t", " ", "  two  ",
        "'", "\"", "''", "\"\"", "'; id; '", "\"; id; \"", "\\", "\\\\", "\\n", "\\'", "*", "?", "[a-z]*", "{a,b}",
        "~", "~root", "!", "!!", "#comment", "%s%n", "%PATH%", "^&", "a=b", "../../etc/passwd", "/etc/passwd",
        "file:///etc/passwd", "@/etc/passwd", "\u001b[31m", "\u202etxt", "ü", "\U0001F600", "", "null", "true", "0x41",
        "{value}", "{{value}}", "${value}", "$1", "\u2028", "\ufeff", "`\"'$(\\", "x -oProxyCommand=id",
    ];

    public void Dispose() => _host.Dispose();

    [Theory]
    [MemberData(nameof(Payloads))]
    public async Task A_value_is_one_argument_letter_by_letter(string payload)
    {
        var output = await _host.OutputAsync(
            Echo,
            """ "args": ["first", "{value}", "--with={value}", "{{value}}"], "parameters": {"value": {}} """,
            $$"""{"value": "{{JsonEncodedText.Encode(payload)}}"}""");

        Assert.Equal(
            $"4\u0001first\u0001{payload}\u0001--with={payload}\u0001{{value}}\u0001",
            output.GetProperty("stdout").GetString());
    }

    [Theory]
    [InlineData("-")]
    [InlineData("--")]
    [InlineData("-rf")]
    [InlineData("-oProxyCommand=id")]
    [InlineData("--upload-pack=id")]
    public async Task A_value_that_looks_like_an_option_is_refused_unless_allowed(string value)
    {
        var args = $$"""{"value": "{{value}}"}""";
        const string Refusing = """ "args": ["{value}"], "parameters": {"value": {}} """;
        const string Allowing = """ "args": ["{value}"], "parameters": {"value": {"allow_leading_dash": true}} """;

        var failure = await _host.FailureAsync(Echo, Refusing, args);
        var output = await _host.OutputAsync(Echo, Allowing, args);

        Assert.Equal(FailureCodes.InvalidInput, failure.Code);
        Assert.Contains("dash", failure.Message, StringComparison.Ordinal);
        Assert.Equal($"1\u0001{value}\u0001", output.GetProperty("stdout").GetString());
    }

    [Fact]
    public async Task A_text_for_standard_input_may_begin_with_a_dash()
    {
        var output = await _host.OutputAsync(
            "cat", """ "stdin": "{text}", "parameters": {"text": {}} """, """{"text": "- one\n- grün"}""");

        Assert.Equal("- one\n- grün", output.GetProperty("stdout").GetString());
    }

    [Fact]
    public async Task Without_a_value_the_argument_is_left_out_and_a_default_is_used()
    {
        var output = await _host.OutputAsync(
            Echo,
            """
            "args": ["--a={absent}", "{present}", "{fallback}"],
            "parameters": {"absent": {}, "present": {"type": "integer"}, "fallback": {"default": "f"}}
            """,
            """{"present": 3, "absent": null}""");

        Assert.Equal("2\u00013\u0001f\u0001", output.GetProperty("stdout").GetString());
    }

    [Theory]
    [InlineData("""{"required": true}""", "{}", "required")]
    [InlineData("""{}""", """{"value": 3}""", "string")]
    [InlineData("""{}""", """{"value": ["a"]}""", "string")]
    [InlineData("""{}""", """{"value": "a\u0000b"}""", "NUL")]
    [InlineData("""{}""", """{"vale": "a"}""", "Did you mean \"value\"")]
    [InlineData("""{"type": "integer"}""", """{"value": "3"}""", "integer")]
    [InlineData("""{"type": "integer"}""", """{"value": 3.5}""", "integer")]
    [InlineData("""{"type": "integer"}""", """{"value": -3}""", "dash")]
    [InlineData("""{"type": "number"}""", """{"value": true}""", "number")]
    [InlineData("""{"type": "boolean"}""", """{"value": 1}""", "boolean")]
    [InlineData("""{"max_length": 3}""", """{"value": "abcd"}""", "at most 3")]
    [InlineData("""{"pattern": "[a-z]+"}""", """{"value": "abc\n"}""", "pattern")]
    [InlineData("""{"pattern": "a|b"}""", """{"value": "ax"}""", "pattern")]
    [InlineData("""{"enum": ["a", "b"]}""", """{"value": "c"}""", "a, b")]
    [InlineData("""{"type": "directory"}""", """{"value": ""}""", "does not exist")]
    [InlineData("""{"type": "directory"}""", """{"value": "not/there"}""", "does not exist")]
    [InlineData("""{"type": "directory"}""", """{"value": "/does/not/exist"}""", "does not exist")]
    [InlineData("""{"type": "directory", "within": ["/usr"]}""", """{"value": "/usr/../etc"}""", "within /usr")]
    [InlineData("""{"type": "directory", "within": ["/usr/li"]}""", """{"value": "/usr/lib"}""", "within")]
    public async Task A_value_that_breaks_the_rules_is_refused(string parameter, string args, string named)
    {
        var failure = await _host.FailureAsync(
            Echo, $$""" "args": ["{value}"], "parameters": {"value": {{parameter}}} """, args);

        Assert.Equal(FailureCodes.InvalidInput, failure.Code);
        Assert.False(failure.Retryable);
        Assert.Contains(named, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_does_not_lead_out_of_the_allowed_directories()
    {
        var root = Directory.CreateDirectory(_host.FileOf("root")).FullName;
        File.CreateSymbolicLink(Path.Combine(root, "out"), "/etc");
        var fields = $$$""" "cwd": "{d}", "parameters": {"d": {"type": "directory", "within": ["{{{root}}}"]}} """;

        var failure = await _host.FailureAsync("pwd", fields, $$"""{"d": "{{root}}/out"}""");
        var inside = await _host.OutputAsync("pwd", fields, $$"""{"d": "{{root}}"}""");

        Assert.Contains("within", failure.Message, StringComparison.Ordinal);
        Assert.Equal(root + "\n", inside.GetProperty("stdout").GetString());
    }

    [Theory]
    [InlineData("""{"command": "other"}""", "Declared are: it")]
    [InlineData("""{}""", "command")]
    [InlineData("""{"command": "it", "path": "/bin/sh"}""", "no field \"path\"")]
    [InlineData("""{"command": "it", "args": []}""", "object")]
    [InlineData("""{"command": "../it"}""", "Declared are: it")]
    public async Task Only_declared_commands_can_be_called(string input, string named)
    {
        var executor = _host.Executor("""{"it": {"path": "/bin/true"}}""");

        var failure = await executor.FailureAsync(Calls.Call("run", input));

        Assert.Equal(FailureCodes.InvalidInput, failure.Code);
        Assert.Contains(named, failure.Message, StringComparison.Ordinal);
    }
}
