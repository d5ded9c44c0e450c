using System.Text.Json;
using Harmonia.Components.Llm.Configuration;
using Harmonia.Components.Llm.Protocols;
using Harmonia.Components.Llm.Tools;
using Harmonia.Core.Schemas;

namespace Harmonia.Components.Llm;

/// <summary>A checked task for a model.</summary>
/// <param name="Chain">The model, and those that stand in for it.</param>
/// <param name="System">What it is told first; empty for nothing.</param>
/// <param name="Messages">The conversation so far.</param>
internal sealed record LlmCall(IReadOnlyList<LlmModel> Chain, string System, IReadOnlyList<ModelMessage> Messages)
{
    public double? Temperature { get; init; }

    public int? MaxTokens { get; init; }

    public IReadOnlyList<string> Stop { get; init; } = [];

    /// <summary>What the answer has to match; <see langword="null"/> for any text.</summary>
    public JsonSchema? Schema { get; init; }

    /// <summary>How often a bad answer is asked for again, of each model.</summary>
    public int MaxRepairs { get; init; }

    public ToolPolicy Tools { get; init; } = ToolPolicy.None;

    /// <summary>Whether the text is told while it comes.</summary>
    public bool Stream { get; init; }

    /// <summary>What one model of the chain is asked.</summary>
    public ModelRequest RequestFor(LlmModel model, IReadOnlyList<ModelMessage> messages) =>
        new(model, SystemText(), messages)
        {
            Temperature = Temperature,
            MaxTokens = MaxTokens is { } asked && model.MaxOutputTokens is { } most
                ? Math.Min(asked, most)
                : MaxTokens ?? model.MaxOutputTokens,
            Stop = Stop,
            Tools = Tools.Offers,
            Schema = Schema?.Source,
            Stream = Stream,
        };

    private string SystemText()
    {
        if (Schema is null)
        {
            return System;
        }

        var shape = "Answer with one JSON value that matches the JSON Schema below, and with nothing else: no "
            + $"explanation, no Markdown.\n{SchemaText(Schema.Source)}";
        return System.Length is 0 ? shape : $"{System}\n\n{shape}";
    }

    private static string SchemaText(JsonElement schema) => schema.GetRawText();
}
