using System.Text.Json;

namespace Harmonia.Components.Llm.Protocols;

/// <summary>Anthropic's messages.</summary>
internal sealed class AnthropicProtocol : IModelProtocol
{
    private const string Version = "2023-06-01";

    /// <summary>The interface wants a limit always.</summary>
    private const int UsualMaxTokens = 4096;

    public bool SendsEvents => true;

    public Uri AddressOf(Uri baseUrl) => ModelProtocol.Versioned(baseUrl, "messages");

    public IEnumerable<KeyValuePair<string, string>> HeadersFor(string? key)
    {
        yield return new("anthropic-version", Version);
        if (key is not null)
        {
            yield return new("x-api-key", key);
        }
    }

    public void Write(Utf8JsonWriter writer, ModelRequest request)
    {
        writer.WriteString("model", request.Model.Model);
        writer.WriteNumber("max_tokens", request.MaxTokens ?? UsualMaxTokens);
        if (request.System.Length > 0)
        {
            writer.WriteString("system", request.System);
        }

        WriteMessages(writer, request.Messages);
        if (request.Temperature is { } temperature)
        {
            writer.WriteNumber("temperature", temperature);
        }

        ModelProtocol.WriteTexts(writer, "stop_sequences", request.Stop);
        WriteTools(writer, request.Tools);
        if (request.Stream)
        {
            writer.WriteBoolean("stream", true);
        }
    }

    public void ReadWhole(JsonElement answer, AnswerDraft draft)
    {
        if (answer.Member("error") is { } error)
        {
            draft.Fail(error);
            return;
        }

        ReadUsage(answer, draft);
        foreach (var (place, block) in answer.Items("content").Index())
        {
            ReadBlock(place, block, draft, block.Member("input")?.GetRawText());
        }

        if (answer.Text("stop_reason") is { } reason)
        {
            Finish(reason, draft);
            draft.Complete();
        }
    }

    public void ReadPart(ReadOnlySpan<byte> part, AnswerDraft draft)
    {
        if (ForeignJson.Parse(part) is not { } happening)
        {
            return; // The end of the answer is missed, or it is not: that decides.
        }

        var index = happening.Count("index") ?? 0;
        switch (happening.Text("type"))
        {
            case "message_start":
                ReadUsage(happening.Member("message") ?? default, draft);
                break;
            case "content_block_start":
                ReadBlock(index, happening.Member("content_block") ?? default, draft, arguments: null);
                break;
            case "content_block_delta":
                ReadDelta(index, happening.Member("delta") ?? default, draft);
                break;
            case "message_delta":
                ReadUsage(happening, draft);
                Finish(happening.Member("delta")?.Text("stop_reason"), draft);
                break;
            case "message_stop":
                draft.Complete();
                break;
            case "error":
                draft.Fail(happening.Member("error") ?? happening);
                break;
            default:
                break; // Pings, ends of blocks, and what will be invented.
        }
    }

    private static void ReadBlock(long index, JsonElement block, AnswerDraft draft, string? arguments)
    {
        switch (block.Text("type"))
        {
            case "text":
                draft.AddText(block.Text("text"));
                break;
            case "tool_use":
                draft.AddTool(index, block.Text("id"), block.Text("name"), arguments);
                break;
            default:
                break; // Thoughts are not answers.
        }
    }

    private static void ReadDelta(long index, JsonElement delta, AnswerDraft draft)
    {
        switch (delta.Text("type"))
        {
            case "text_delta":
                draft.AddText(delta.Text("text"));
                break;
            case "input_json_delta":
                draft.AddTool(index, null, null, delta.Text("partial_json"));
                break;
            default:
                break; // Thoughts are not answers.
        }
    }

    /// <summary>What was read from the provider's cache was input too.</summary>
    private static void ReadUsage(JsonElement holder, AnswerDraft draft)
    {
        if (holder.Member("usage") is { } usage)
        {
            var input = usage.Count("input_tokens") is { } fresh
                ? fresh + (usage.Count("cache_creation_input_tokens") ?? 0)
                    + (usage.Count("cache_read_input_tokens") ?? 0)
                : (long?)null;
            draft.Used(input, usage.Count("output_tokens"));
        }
    }

    private static void Finish(string? reason, AnswerDraft draft)
    {
        draft.FinishReason = reason switch
        {
            "end_turn" or "stop_sequence" => "stop",
            "max_tokens" or "model_context_window_exceeded" => "length",
            "tool_use" => "tool_calls",
            "refusal" => "content_filter",
            _ => reason ?? draft.FinishReason,
        };
    }

    private static void WriteMessages(Utf8JsonWriter writer, IReadOnlyList<ModelMessage> messages)
    {
        writer.WriteStartArray("messages");
        for (var at = 0; at < messages.Count; at++)
        {
            writer.WriteStartObject();
            writer.WriteString("role", messages[at] is ModelMessage.Assistant ? "assistant" : "user");
            writer.WriteStartArray("content");
            switch (messages[at])
            {
                case ModelMessage.User user:
                    WriteText(writer, user.Text);
                    break;
                case ModelMessage.Assistant assistant:
                    WriteAssistant(writer, assistant);
                    break;
                case ModelMessage.ToolResult:
                    // The results of one answer have to come as one message.
                    for (; at < messages.Count && messages[at] is ModelMessage.ToolResult result; at++)
                    {
                        WriteResult(writer, result);
                    }

                    at--;
                    break;
                default:
                    throw new System.Diagnostics.UnreachableException($"No rule for {messages[at].GetType().Name}.");
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>Empty texts are refused by the interface.</summary>
    private static void WriteText(Utf8JsonWriter writer, string text)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "text");
        writer.WriteString("text", text.Length is 0 ? "(nothing)" : text);
        writer.WriteEndObject();
    }

    private static void WriteAssistant(Utf8JsonWriter writer, ModelMessage.Assistant assistant)
    {
        if (assistant.Text.Length > 0 || assistant.Tools.Count is 0)
        {
            WriteText(writer, assistant.Text);
        }

        foreach (var tool in assistant.Tools)
        {
            writer.WriteStartObject();
            writer.WriteString("type", "tool_use");
            writer.WriteString("id", tool.Id);
            writer.WriteString("name", tool.Name);
            writer.WritePropertyName("input");
            ModelProtocol.ArgumentsOf(tool).WriteTo(writer);
            writer.WriteEndObject();
        }
    }

    private static void WriteResult(Utf8JsonWriter writer, ModelMessage.ToolResult result)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "tool_result");
        writer.WriteString("tool_use_id", result.Request.Id);
        writer.WriteString("content", result.Text);
        if (result.IsError)
        {
            writer.WriteBoolean("is_error", true);
        }

        writer.WriteEndObject();
    }

    private static void WriteTools(Utf8JsonWriter writer, IReadOnlyList<ToolOffer> tools)
    {
        if (tools.Count is 0)
        {
            return;
        }

        writer.WriteStartArray("tools");
        foreach (var tool in tools)
        {
            writer.WriteStartObject();
            writer.WriteString("name", tool.Name);
            writer.WriteString("description", tool.Description);
            writer.WritePropertyName("input_schema");
            tool.Schema.WriteTo(writer);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
