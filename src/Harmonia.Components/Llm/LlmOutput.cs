using System.Text.Json;
using Harmonia.Components.Llm.Configuration;
using Harmonia.Components.Llm.Tools;
using Harmonia.Core.Executions;

namespace Harmonia.Components.Llm;

/// <summary>What came of a conversation.</summary>
internal sealed record LlmResult(
    LlmModel Model,
    string Text,
    string FinishReason,
    JsonElement? Value,
    LlmTries Tries,
    IReadOnlyList<ToolRecord> Tools,
    TaskUsage Usage);

/// <summary>Writes the output of a task, and the details of its failure.</summary>
internal static class LlmOutput
{
    public static JsonElement Write(LlmResult result) => JsonValue.Object(writer =>
    {
        writer.WriteString("text", result.Text);
        writer.WriteString("content", result.Text);
        writer.WriteString("model", result.Model.Alias);
        writer.WriteString("provider", result.Model.Provider.Name);
        LlmTries.WriteUsage(writer, result.Usage);
        writer.WriteString("finish_reason", result.FinishReason);
        if (result.Tools.Count > 0)
        {
            WriteTools(writer, result.Tools);
        }

        result.Tries.Write(writer);
        if (result.Value is { } value)
        {
            writer.WritePropertyName("object");
            value.WriteTo(writer);
            writer.WritePropertyName("result");
            value.WriteTo(writer);
        }
        else
        {
            writer.WriteString("result", result.Text);
        }
    });

    public static JsonElement WriteTries(LlmTries tries) => JsonValue.Object(writer =>
    {
        LlmTries.WriteUsage(writer, tries.Usage);
        tries.Write(writer);
    });

    private static void WriteTools(Utf8JsonWriter writer, IReadOnlyList<ToolRecord> tools)
    {
        writer.WriteStartArray("tool_calls");
        foreach (var tool in tools)
        {
            writer.WriteStartObject();
            writer.WriteString("name", tool.Name);
            if (tool.Component is not null)
            {
                writer.WriteString("component", tool.Component);
                writer.WriteString("action", tool.Action);
            }

            if (tool.Arguments is { } arguments)
            {
                writer.WritePropertyName("arguments");
                arguments.WriteTo(writer);
            }

            if (tool.Error is not null)
            {
                writer.WriteString("error", tool.Error);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
