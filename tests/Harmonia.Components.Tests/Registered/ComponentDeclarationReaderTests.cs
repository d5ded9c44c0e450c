using System.Text.Json;
using Harmonia.Components.Registered;
using Harmonia.Components.Secrets;
using Harmonia.Core.Failures;

namespace Harmonia.Components.Tests.Registered;

public sealed class ComponentDeclarationReaderTests
{
    /// <summary>As the documents have it.</summary>
    private const string Documented = """
        {
          "name": "custom_analyzer",
          "description": "Analyzes things",
          "base_url": "http://localhost:9000",
          "actions": [
            {
              "name": "analyze_text",
              "description": "Analyzes a text",
              "path": "/analyze",
              "method": "POST",
              "parameters": [
                {"name": "text", "type": "string", "required": true},
                {"name": "options", "type": "object", "required": false}
              ],
              "result_path": "$.result"
            }
          ],
          "authentication": {"type": "bearer", "token": "${env.ANALYZER_TOKEN}"}
        }
        """;

    [Fact]
    public void The_component_of_the_documents_is_read_as_it_is_written()
    {
        var declaration = Read(Documented);

        Assert.Equal("custom_analyzer", declaration.Name);
        Assert.Equal(ProtocolNames.Http, declaration.Protocol);
        Assert.Equal(new Uri("http://localhost:9000"), declaration.BaseUrl);
        Assert.Equal(
            new ComponentAuthentication.Bearer(new SecretReference.Environment("ANALYZER_TOKEN")),
            declaration.Authentication);
        var action = Assert.Single(declaration.Actions);
        Assert.Equal(("analyze_text", "/analyze", HttpMethod.Post), (action.Name, action.Path, action.Method));
        Assert.Equal("$.result", action.ResultPath?.Text);
        Assert.True(action.Input!.IsValid(JsonElement.Parse("""{"text": "a"}""")));
        Assert.False(action.Input.IsValid(JsonElement.Parse("""{"options": {}}""")));
    }

    [Fact]
    public void A_name_and_an_address_are_enough_for_an_adapter()
    {
        var declaration = Read("""{"name": "a", "base_url": "https://a.example/base/"}""");

        Assert.Equal(ProtocolNames.Adapter, declaration.Protocol);
        Assert.Empty(declaration.Actions);
        Assert.Equal(ComponentAuthentication.Nobody, declaration.Authentication);
        Assert.False(declaration.Health.IsDeclared);
        Assert.Equal(
            new BreakerDeclaration { Failures = 5, OpenFor = TimeSpan.FromSeconds(30) }, declaration.CircuitBreaker);
    }

    [Fact]
    public void Everything_that_can_be_said_is_read()
    {
        var declaration = Read("""
            {
              "name": "all", "protocol": "tasks", "base_url": "http://all.example",
              "actions": [{"name": "run", "input": {"n": "integer"}, "timeout": 3, "headers": {"X-A": "b"}}],
              "authentication": {"type": "api_key", "key": "secret://all-key", "header": "X-Key"},
              "headers": {"X-Tenant": "t", "X-Auth-Token": "secret://other"},
              "timeout": 20, "health": {"path": "/ready", "interval": 5, "timeout": 2},
              "circuit_breaker": {"failures": 2, "open_for": 7},
              "fallbacks": ["one", "two"], "max_concurrent": 4, "metadata": {"owner": "me"}
            }
            """);

        Assert.Equal(
            new ComponentAuthentication.ApiKeyHeader("X-Key", new SecretReference.File("all-key")),
            declaration.Authentication);
        Assert.Equal(new DeclaredValue.Secret(new SecretReference.File("other")), declaration.Headers[1].Value);
        Assert.Equal(
            new HealthDeclaration
            {
                Path = "/ready",
                IsDeclared = true,
                Interval = TimeSpan.FromSeconds(5),
                Timeout = TimeSpan.FromSeconds(2),
            },
            declaration.Health);
        Assert.Equal(["one", "two"], declaration.Fallbacks);
        Assert.Equal(4, declaration.MaxConcurrent);
        Assert.Equal("me", declaration.Metadata!.Value.GetProperty("owner").GetString());
        Assert.Equal(TimeSpan.FromSeconds(3), declaration.Actions[0].Timeout);
        Assert.False(declaration.Actions[0].Input!.IsValid(JsonElement.Parse("""{"n": "x"}""")));
    }

    [Theory]
    [InlineData("""{"name": "m", "protocol": "mcp", "url": "https://m.example/mcp"}""", "mcp")]
    [InlineData("""{"name": "m", "protocol": "mcp", "transport": "stdio", "server": "files"}""", "mcp")]
    [InlineData(
        """{"name": "w", "protocol": "worker", "actions": [{"name": "run"}], "max_concurrent": 9}""",
        "worker")]
    public void Components_that_are_not_called_at_an_address_of_actions_are_read(string text, string protocol) =>
        Assert.Equal(protocol, Read(text).Protocol);

    [Theory]
    [InlineData("""[]""", "", FindingCodes.WrongType, "object")]
    [InlineData("""{…, "fallbacks": ["\ud800"]}""", "", FindingCodes.InvalidValue, "surrogate")]
    [InlineData("""{"base_url": "http://a.example"}""", "/name", FindingCodes.MissingField, "required")]
    [InlineData("""{"name": "a b", "base_url": "http://a.example"}""", "/name", FindingCodes.InvalidValue, "64")]
    [InlineData("""{"name": "a"}""", "/base_url", FindingCodes.MissingField, "required")]
    [InlineData("""{"name": "a", "base_url": "ftp://a.example"}""", "/base_url", FindingCodes.InvalidValue, "http")]
    [InlineData(
        """{"name": "a", "base_url": "http://u:p@a.example"}""",
        "/base_url", FindingCodes.InvalidValue, "authentication")]
    [InlineData(
        """{"name": "a", "base_url": "http://a.example/?q=1"}""",
        "/base_url", FindingCodes.InvalidValue, "query")]
    [InlineData("""{…, "protocol": "htp"}""", "/protocol", FindingCodes.InvalidValue, "Did you mean \"http\"")]
    [InlineData("""{…, "protocol": "http"}""", "/actions", FindingCodes.MissingField, "declares")]
    [InlineData("""{…, "time_out": 3}""", "/time_out", FindingCodes.UnknownField, "Did you mean \"timeout\"")]
    [InlineData("""{…, "fallbacks": ["a"]}""", "/fallbacks", FindingCodes.InvalidValue, "other")]
    [InlineData("""{…, "max_concurrent": 0}""", "/max_concurrent", FindingCodes.InvalidValue, "1 to 10000")]
    [InlineData("""{…, "health": {"interval": 0.5}}""", "/health/interval", FindingCodes.InvalidValue, "1 second")]
    [InlineData("""{…, "health": {"path": "x"}}""", "/health/path", FindingCodes.InvalidValue, "begins")]
    [InlineData(
        """{…, "circuit_breaker": {"failures": 101}}""",
        "/circuit_breaker/failures", FindingCodes.InvalidValue, "100")]
    [InlineData(
        """{…, "authentication": {"type": "bearer", "token": "abcdef"}}""",
        "/authentication/token", FindingCodes.InvalidValue, "secret://name")]
    [InlineData(
        """{…, "authentication": {"type": "basic", "username": "u", "password": "pw"}}""",
        "/authentication/password", FindingCodes.InvalidValue, "${env.NAME}")]
    [InlineData(
        """{…, "authentication": {"type": "api_key", "key": "${env.X} "}}""",
        "/authentication/key", FindingCodes.InvalidValue, "secret")]
    [InlineData(
        """{…, "authentication": {"type": "oauth"}}""",
        "/authentication/type", FindingCodes.InvalidValue, "bearer")]
    [InlineData("""{…, "headers": {"Authorization": "Bearer x"}}""", "/headers", FindingCodes.InvalidValue, "secret")]
    [InlineData("""{…, "headers": {"X-A": "b ${env.X}"}}""", "/headers", FindingCodes.InvalidValue, "whole value")]
    [InlineData("""{…, "headers": {"Host": "b"}}""", "/headers", FindingCodes.InvalidValue, "client")]
    [InlineData("""{…, "headers": {"Content-Type": "b"}}""", "/headers", FindingCodes.InvalidValue, "body")]
    [InlineData("""{…, "metadata": []}""", "/metadata", FindingCodes.WrongType, "object")]
    [InlineData("""{…, "server": "x"}""", "/server", FindingCodes.UnknownField, "adapter")]
    [InlineData("""{"name": "a", "protocol": "mcp"}""", "/url", FindingCodes.MissingField, "either")]
    [InlineData(
        """{"name": "a", "protocol": "mcp", "transport": "stdio", "url": "http://a.example"}""",
        "/transport", FindingCodes.InvalidValue, "stdio needs")]
    [InlineData(
        """{"name": "a", "protocol": "worker", "base_url": "http://a.example"}""",
        "/base_url", FindingCodes.UnknownField, "worker")]
    [InlineData(
        """{"name": "a", "protocol": "worker", "health": {}}""",
        "/health", FindingCodes.UnknownField, "worker")]
    public void What_is_wrong_is_named(string text, string pointer, string code, string named)
    {
        var finding = Assert.Single(Findings(
            text.Replace("{…", "{\"name\": \"a\", \"base_url\": \"http://a.example\"", StringComparison.Ordinal)));

        Assert.Equal((pointer, code), (finding.Pointer, finding.Code));
        Assert.Contains(named, finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"name": "x"}""", "/path", FindingCodes.MissingField, "needs a path")]
    [InlineData("""{"name": "x", "path": "x"}""", "/path", FindingCodes.InvalidValue, "begins")]
    [InlineData("""{"name": "x", "path": "//evil.example"}""", "/path", FindingCodes.InvalidValue, "//")]
    [InlineData("""{"name": "x", "path": "/a/../b"}""", "/path", FindingCodes.InvalidValue, "..")]
    [InlineData("""{"name": "x", "path": "/a/%2E%2e/b"}""", "/path", FindingCodes.InvalidValue, "..")]
    [InlineData("""{"name": "x", "path": "/a/{b"}""", "/path", FindingCodes.InvalidValue, "{name}")]
    [InlineData(
        """{"name": "x", "path": "/a/{b}", "parameters": [{"name": "c"}]}""",
        "/path", FindingCodes.UnknownReference, "\"b\"")]
    [InlineData("""{"name": "x", "path": "/", "method": "post"}""", "/method", FindingCodes.InvalidValue, "POST")]
    [InlineData(
        """{"name": "x", "path": "/", "result_path": "result"}""",
        "/result_path", FindingCodes.InvalidValue, "$")]
    [InlineData(
        """{"name": "x", "path": "/", "result_path": "$..a"}""",
        "/result_path", FindingCodes.InvalidValue, "character 1")]
    [InlineData(
        """{"name": "x", "path": "/", "parameters": [{"name": "a"}, {"name": "a"}]}""",
        "/parameters", FindingCodes.DuplicateKey, "twice")]
    [InlineData(
        """{"name": "x", "path": "/", "parameters": [{"name": "a", "type": "str"}]}""",
        "/parameters/0/type", FindingCodes.InvalidValue, "string")]
    [InlineData(
        """{"name": "x", "path": "/", "parameters": [{"name": "a", "type": "integer", "default": "1"}]}""",
        "/parameters/0/default", FindingCodes.WrongType, "integer")]
    [InlineData(
        """{"name": "x", "path": "/", "parameters": [{"name": "a", "defualt": 1}]}""",
        "/parameters/0/defualt", FindingCodes.UnknownField, "default")]
    [InlineData(
        """{"name": "x", "path": "/", "parameters": [], "input": {"type": "object"}}""",
        "/input", FindingCodes.InvalidValue, "Either")]
    [InlineData("""{"name": "x", "path": "/", "timeout": 0}""", "/timeout", FindingCodes.InvalidValue, "seconds")]
    [InlineData("""{"name": "x y", "path": "/"}""", "/name", FindingCodes.InvalidValue, "128")]
    public void What_is_wrong_with_an_action_is_named(string action, string pointer, string code, string named)
    {
        var good = """{"name": "good", "path": "/good"}""";

        var finding = Assert.Single(Findings(
            $$"""{"name": "a", "base_url": "http://a.example", "actions": [{{good}}, {{action}}]}"""));

        Assert.Equal(("/actions/1" + pointer, code), (finding.Pointer, finding.Code));
        Assert.Contains(named, finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_findings_come_at_once_below_the_pointer_of_the_caller()
    {
        List<Finding> findings = [];

        var declaration = ComponentDeclarationReader.Read(
            JsonElement.Parse("""{"name": "", "timeout": -1, "nmae": 1, "actions": [{"path": "/"}]}"""),
            "/components/0",
            findings);

        Assert.Null(declaration);
        Assert.Equal(
            ["/actions/0/name", "/base_url", "/name", "/nmae", "/timeout"],
            findings.Select(finding => finding.Pointer["/components/0".Length..]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_secret_that_was_written_into_a_declaration_is_not_shown_again()
    {
        const string Secret = "hunter2-hunter2";
        var findings = Findings($$"""
            {"name": "a", "base_url": "http://a.example", "headers": {"X-Api-Key": "{{Secret}}"},
             "authentication": {"type": "bearer", "token": "{{Secret}}"} }
            """);

        Assert.Equal(2, findings.Count);
        Assert.All(findings, finding => Assert.DoesNotContain(Secret, finding.Message, StringComparison.Ordinal));
    }

    private static ComponentDeclaration Read(string text)
    {
        List<Finding> findings = [];
        var declaration = ComponentDeclarationReader.Read(JsonElement.Parse(text), "", findings);
        Assert.Empty(findings);
        return declaration!;
    }

    private static List<Finding> Findings(string text)
    {
        List<Finding> findings = [];
        Assert.Null(ComponentDeclarationReader.Read(JsonElement.Parse(text), "", findings));
        return findings;
    }
}
