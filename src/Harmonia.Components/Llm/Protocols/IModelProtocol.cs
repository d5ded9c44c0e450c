using System.Diagnostics;
using System.Text.Json;
using Harmonia.Components.Llm.Configuration;

namespace Harmonia.Components.Llm.Protocols;

/// <summary>How one kind of provider is asked, and how it answers.</summary>
/// <remarks>Safe to share. What a provider sends is never trusted to have a shape.</remarks>
internal interface IModelProtocol
{
    /// <summary>Whether parts come as server-sent events, and not as lines.</summary>
    bool SendsEvents { get; }

    Uri AddressOf(Uri baseUrl);

    /// <summary>The headers that this kind of provider wants, with the key if there is one.</summary>
    IEnumerable<KeyValuePair<string, string>> HeadersFor(string? key);

    void Write(Utf8JsonWriter writer, ModelRequest request);

    /// <summary>Reads an answer that came as a whole.</summary>
    void ReadWhole(JsonElement answer, AnswerDraft draft);

    /// <summary>Reads the next part of an answer that comes bit by bit.</summary>
    void ReadPart(ReadOnlySpan<byte> part, AnswerDraft draft);
}

/// <summary>Finds the protocol of a kind, and writes what all of them share.</summary>
internal static class ModelProtocol
{
    private static readonly OpenAiProtocol OpenAi = new();
    private static readonly AnthropicProtocol Anthropic = new();
    private static readonly OllamaProtocol Ollama = new();

    public static IModelProtocol Of(LlmKind kind) => kind switch
    {
        LlmKind.OpenAI => OpenAi,
        LlmKind.Anthropic => Anthropic,
        LlmKind.Ollama => Ollama,
        _ => throw new UnreachableException($"No rule for {kind}."),
    };

    /// <summary>The base URL may end with the version or leave it out: <c>…/v1</c>, <c>…/v1beta/openai</c>.</summary>
    public static Uri Versioned(Uri baseUrl, string path)
    {
        var segments = baseUrl.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var hasVersion = segments.Any(segment => segment is ['v', >= '0' and <= '9', ..]);
        return Below(baseUrl, hasVersion ? path : $"v1/{path}");
    }

    public static Uri Below(Uri baseUrl, string path) =>
        baseUrl.AbsolutePath.EndsWith($"/{path}", StringComparison.Ordinal)
            ? baseUrl
            : new Uri($"{baseUrl.AbsoluteUri.TrimEnd('/')}/{path}");

    public static void WriteTexts(Utf8JsonWriter writer, string name, IReadOnlyList<string> texts)
    {
        if (texts.Count > 0)
        {
            writer.WriteStartArray(name);
            foreach (var text in texts)
            {
                writer.WriteStringValue(text);
            }

            writer.WriteEndArray();
        }
    }

    /// <summary>A tool as OpenAI and Ollama want it.</summary>
    public static void WriteFunctions(Utf8JsonWriter writer, IReadOnlyList<ToolOffer> tools)
    {
        if (tools.Count is 0)
        {
            return;
        }

        writer.WriteStartArray("tools");
        foreach (var tool in tools)
        {
            writer.WriteStartObject();
            writer.WriteString("type", "function");
            writer.WriteStartObject("function");
            writer.WriteString("name", tool.Name);
            writer.WriteString("description", tool.Description);
            writer.WritePropertyName("parameters");
            tool.Schema.WriteTo(writer);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>The arguments of a tool that the model asked for; an empty object for what was none.</summary>
    public static JsonElement ArgumentsOf(ToolRequest tool) => tool.Arguments ?? JsonValue.EmptyObject;
}
