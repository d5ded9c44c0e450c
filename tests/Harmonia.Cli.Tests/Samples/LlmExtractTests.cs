using System.Text.Json;
using Harmonia.TestPeers.Models;

namespace Harmonia.Cli.Tests.Samples;

public sealed class LlmExtractTests : IDisposable
{
    private const string Order =
        """{"customer": "Ada", "items": [{"name": "lamp", "quantity": 2}, {"name": "chair", "quantity": 1}]}""";

    private const string Answer = "Dear Ada, thank you for your order of 3 pieces. We will write to you soon.";

    private readonly TestTerminal _terminal = new();

    public void Dispose() => _terminal.Dispose();

    [Fact]
    public async Task The_page_tells_what_comes_out()
    {
        await using var model = await ModelServer.StartAsync();
        model.Then(
            new ModelTurn.Says("""{"customer": "Ada", "items": []}"""),
            new ModelTurn.Says($"```json\n{Order}\n```"),
            new ModelTurn.Says("Dear Ada, thank you", Answer["Dear Ada, thank you".Length..]));
        var (words, json) = Assert.Single(SampleFiles.Commands("llm-extract/README.md"));
        var configuration = _terminal.Write(
            "harmonia.yaml",
            (await File.ReadAllTextAsync(SampleFiles.PathOf("llm-extract/harmonia.yaml")))
                .Replace("http://127.0.0.1:11434", model.Address, StringComparison.Ordinal));

        var result = await _terminal.RunAsync([.. words[1..].Select(Here)]);

        Assert.True(result.Code is 0, result.Error);
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(json), result.Json), result.Out);
        Assert.Equal(3, model.Asked.Count);
        Assert.All(model.Asked, asked => Assert.Equal("/api/chat", asked.Path));
        Assert.Contains(
            "for an order of 3 pieces", model.Asked[2].Body.GetRawText(), StringComparison.Ordinal);

        string Here(string word) => word switch
        {
            "samples/llm-extract/harmonia.yaml" => configuration,
            _ when word.StartsWith("samples/", StringComparison.Ordinal) => Path.Combine(SampleFiles.Root, word),
            _ => word,
        };
    }

    [Fact]
    public async Task A_model_of_the_environment_needs_no_file()
    {
        await using var model = await ModelServer.StartAsync();
        model.Then(new ModelTurn.Says(Order), new ModelTurn.Says(Answer));
        _terminal["HARMONIA_LLM_URL"] = model.Address;
        _terminal["HARMONIA_LLM_MODEL"] = "double-1";
        _terminal["HARMONIA_LLM_API_KEY"] = "canary-0123456789";

        var result = await _terminal.RunAsync(
            "run", SampleFiles.PathOf("llm-extract/workflow.yaml"), "--input", """{"letter": "a"}""", "--json");

        Assert.True(result.Code is 0, result.Error);
        Assert.All(model.Asked, asked =>
        {
            Assert.Equal("/v1/chat/completions", asked.Path);
            Assert.Equal("Bearer canary-0123456789", asked.Headers["authorization"]);
        });
        Assert.DoesNotContain("canary", result.Out, StringComparison.Ordinal);
    }
}
