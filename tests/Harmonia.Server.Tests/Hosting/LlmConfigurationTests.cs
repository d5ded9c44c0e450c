using System.Collections.Immutable;
using Harmonia.Components.Llm.Configuration;
using Harmonia.Core.Failures;
using Harmonia.Server.Hosting;
using Harmonia.Server.Hosting.Configuration;

namespace Harmonia.Server.Tests.Hosting;

public sealed class LlmConfigurationTests : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("harmonia-configuration-").FullName;

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [Fact]
    public void Models_and_servers_are_read_with_what_their_secrets_need()
    {
        WriteFile(
            """
            llm:
              providers:
                one: {kind: openai, base_url: "https://api.example.com/v1", api_key: "${env.ONE_KEY}", timeout: 30}
                two: {kind: ollama, base_url: "http://127.0.0.1:11434", headers: {X-Key: "${env.TWO_KEY}"}}
              models:
                small: {provider: two, model: llama3, fallback: big}
                big: {provider: one, model: gpt, input_price_per_million: 2.5, max_output_tokens: 100}
              default_model: small
            mcp:
              servers:
                files: {command: [/usr/bin/files, --root, /srv], env: {pass: [PATH], set: {TOKEN: "${env.FILES}"}}}
                web: {url: "http://127.0.0.1:9000/mcp", authentication: {type: bearer, token: "secret://web"}}
            """);

        var configuration = Assert.IsType<ConfigurationResult.Valid>(Read(new()
        {
            ["ONE_KEY"] = "1",
            ["TWO_KEY"] = "2",
            ["FILES"] = "3",
            ["OTHER"] = "4",
        })).Configuration;

        var big = configuration.Llm.Models["big"];
        Assert.Equal("small", configuration.Llm.DefaultModel);
        Assert.Equal(("gpt", 2.5m, 100), (big.Model, big.InputPrice, big.MaxOutputTokens));
        Assert.Equal(TimeSpan.FromSeconds(30), big.Provider.Timeout);
        Assert.Equal(["FILES", "ONE_KEY", "TWO_KEY"], configuration.OperatorVariables.Keys.Order());
        Assert.Empty(configuration.SecretVariables);
        Assert.Equal(["files", "web"], configuration.Mcp.Components.Select(component => component.Name));
        Assert.Equal("/srv", Assert.Single(configuration.Mcp.Programs).Command[2]);


    }

    [Fact]
    public void All_mistakes_are_said_at_once_and_no_key_is_repeated()
    {
        WriteFile(
            """
            llm:
              providers:
                one: {kind: opnai, base_url: "ftp://a", api_key: sk-canary, prices: 1}
                two: {kind: anthropic, base_url: "http://127.0.0.1:1", structured_output: schema}
              models:
                a: {provider: three}
                b: {provider: two, fallback: c}
                c: {provider: two, fallback: b, input_price_per_million: -1}
              default_model: d
              tool_components: [shell]
            mcp:
              servers:
                one: {command: [relative]}
                two: {url: "nonsense"}
                three: {command: [/bin/a], env: {set: {HARMONIA_X: "1"}}}
            """);

        var findings = Assert.IsType<ConfigurationResult.Invalid>(Read([])).Findings;

        string[] pointers =
        [
            "/llm/providers/one/kind", "/llm/providers/one/base_url", "/llm/providers/one/api_key",
            "/llm/providers/one/prices", "/llm/providers/two/structured_output", "/llm/models/a/provider",
            "/llm/models/c/input_price_per_million", "/llm/default_model", "/llm/tool_components",
            "/mcp/servers/one/command", "/mcp/servers/two/url", "/mcp/servers/three/env/set",
        ];
        foreach (var pointer in pointers)
        {
            Assert.True(findings.Any(finding => finding.Pointer == pointer), $"{pointer}: {Shown(findings)}");
        }

        Assert.DoesNotContain("canary", Shown(findings), StringComparison.Ordinal);
    }

    [Fact]
    public void Fallbacks_that_lead_in_a_circle_are_refused()
    {
        WriteFile(
            """
            llm:
              providers: {p: {kind: ollama, base_url: "http://127.0.0.1:1"}}
              models: {b: {provider: p, fallback: c}, c: {provider: p, fallback: b}}
            """);

        var findings = Assert.IsType<ConfigurationResult.Invalid>(Read([])).Findings;

        Assert.Contains(findings, finding => finding is { Code: FindingCodes.Cycle, Pointer: "/llm/models/b/fallback" });
    }

    [Fact]
    public void Variables_make_a_provider_and_show_no_key()
    {
        var configuration = Assert.IsType<ConfigurationResult.Valid>(Read(new()
        {
            ["HARMONIA_LLM_URL"] = "http://127.0.0.1:11434",
            ["HARMONIA_LLM_KIND"] = "ollama",
            ["HARMONIA_LLM_MODEL"] = "llama3",
            ["HARMONIA_LLM_API_KEY"] = "canary",
        })).Configuration;

        Assert.Equal("llama3", configuration.Llm.DefaultModel);
        Assert.Equal(LlmKind.Ollama, configuration.Llm.Models["llama3"].Provider.Kind);
        Assert.Equal(["HARMONIA_LLM_API_KEY"], configuration.OperatorVariables.Keys);
        Assert.DoesNotContain(configuration.Settings, setting => setting.Value.Contains("canary", StringComparison.Ordinal));
        Assert.Empty(configuration.Warnings);
    }

    [Fact]
    public void Variables_without_a_model_are_refused()
    {
        var findings = Assert.IsType<ConfigurationResult.Invalid>(Read(new()
        {
            ["HARMONIA_LLM_URL"] = "http://127.0.0.1:11434",
            ["HARMONIA_LLM_KIND"] = "telepathy",
        })).Findings;

        Assert.Equal(2, findings.Length);
    }

    private static string Shown(ImmutableArray<Finding> findings) =>
        string.Join("\n", findings.Select(finding => $"{finding.Pointer} {finding.Message}"));

    private ConfigurationResult Read(Dictionary<string, string> environment) =>
        ConfigurationReader.Read(new ConfigurationSources { Environment = environment, HomeDirectory = _home });

    private void WriteFile(string text)
    {
        Directory.CreateDirectory(Path.Combine(_home, ".harmonia"));
        File.WriteAllText(Path.Combine(_home, ".harmonia", "config.yaml"), text);
    }
}
