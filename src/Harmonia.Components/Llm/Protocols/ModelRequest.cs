using System.Text.Json;
using Harmonia.Components.Llm.Configuration;

namespace Harmonia.Components.Llm.Protocols;

/// <summary>What one model is asked, in nobody's format.</summary>
internal sealed record ModelRequest(LlmModel Model, string System, IReadOnlyList<ModelMessage> Messages)
{
    public double? Temperature { get; init; }

    public int? MaxTokens { get; init; }

    public IReadOnlyList<string> Stop { get; init; } = [];

    public IReadOnlyList<ToolOffer> Tools { get; init; } = [];

    /// <summary>What the answer has to match.</summary>
    public JsonElement? Schema { get; init; }

    public bool Stream { get; init; }
}

/// <summary>One part of a conversation.</summary>
internal abstract record ModelMessage
{
    private ModelMessage()
    {
    }

    public sealed record User(string Text) : ModelMessage;

    public sealed record Assistant(string Text, IReadOnlyList<ToolRequest> Tools) : ModelMessage;

    /// <summary>What came of a tool that the assistant asked for.</summary>
    public sealed record ToolResult(ToolRequest Request, string Text, bool IsError) : ModelMessage;
}

/// <summary>A tool that a model may ask for.</summary>
internal sealed record ToolOffer(string Name, string Description, JsonElement Schema);

/// <summary>A tool that a model asks for.</summary>
/// <param name="Id">By which its result is told.</param>
/// <param name="Name">As the model says it.</param>
/// <param name="Arguments">An object; <see langword="null"/> when what the model wrote is none.</param>
internal sealed record ToolRequest(string Id, string Name, JsonElement? Arguments);

/// <summary>What a model answered.</summary>
internal sealed record ModelAnswer(string Text, IReadOnlyList<ToolRequest> Tools, string FinishReason);

/// <summary>What a call to a model used up.</summary>
/// <param name="Input">Tokens.</param>
/// <param name="Output">Tokens.</param>
/// <param name="IsEstimated">The provider did not say, so that it was computed from the length of the texts.</param>
internal readonly record struct ModelUsage(long Input, long Output, bool IsEstimated);
