using System.Text.Json;
using Harmonia.Components.Llm.Configuration;

namespace Harmonia.Components.Llm.Protocols;

/// <summary>OpenAI's chat completions, which many servers speak.</summary>
internal sealed class OpenAiProtocol : IModelProtocol
{
    private const string OwnHost = "api.openai.com";

    public bool SendsEvents => true;

    public Uri AddressOf(Uri baseUrl) => ModelProtocol.Versioned(baseUrl, "chat/completions");

    public IEnumerable<KeyValuePair<string, string>> HeadersFor(string? key) =>
        key is null ? [] : [new("Authorization", $"Bearer {key}")];

    public void Write(Utf8JsonWriter writer, ModelRequest request)
    {
        writer.WriteString("model", request.Model.Model);
        WriteMessages(writer, request);
        if (request.Temperature is { } temperature)
        {
            writer.WriteNumber("temperature", temperature);
        }

        if (request.MaxTokens is { } maxTokens)
        {
            // OpenAI itself refuses the old name for its newer models; other servers know only that one.
            var isOwn = request.Model.Provider.BaseUrl.Host == OwnHost;
            writer.WriteNumber(isOwn ? "max_completion_tokens" : "max_tokens", maxTokens);
        }

        ModelProtocol.WriteTexts(writer, "stop", request.Stop);
        ModelProtocol.WriteFunctions(writer, request.Tools);
        WriteFormat(writer, request);
        if (request.Stream)
        {
            writer.WriteBoolean("stream", true);
            writer.WriteStartObject("stream_options");
            writer.WriteBoolean("include_usage", true);
            writer.WriteEndObject();
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
        foreach (var choice in answer.Items("choices").Take(1))
        {
            draft.FinishReason = ReasonOf(choice.Text("finish_reason"));
            var message = choice.Member("message") ?? default;
            draft.Refusal = message.Text("refusal");
            draft.AddText(message.Text("content"));
            ReadTools(message, draft, whole: true);
            draft.Complete();
        }
    }

    public void ReadPart(ReadOnlySpan<byte> part, AnswerDraft draft)
    {
        if (part.SequenceEqual("[DONE]"u8))
        {
            draft.Complete();
            return;
        }

        if (ForeignJson.Parse(part) is not { } chunk)
        {
            return; // The end of the answer is missed, or it is not: that decides.
        }

        if (chunk.Member("error") is { } error)
        {
            draft.Fail(error);
            return;
        }

        ReadUsage(chunk, draft);
        foreach (var choice in chunk.Items("choices").Take(1))
        {
            var delta = choice.Member("delta") ?? default;
            draft.AddText(delta.Text("content"));
            draft.Refusal = delta.Text("refusal") is { } refusal ? draft.Refusal + refusal : draft.Refusal;
            ReadTools(delta, draft, whole: false);
            if (choice.Text("finish_reason") is { } reason)
            {
                draft.FinishReason = ReasonOf(reason);
                draft.Complete();
            }
        }
    }

    private static void WriteMessages(Utf8JsonWriter writer, ModelRequest request)
    {
        writer.WriteStartArray("messages");
        if (request.System.Length > 0)
        {
            WriteMessage(writer, "system", request.System);
        }

        foreach (var message in request.Messages)
        {
            switch (message)
            {
                case ModelMessage.User user:
                    WriteMessage(writer, "user", user.Text);
                    break;
                case ModelMessage.Assistant assistant:
                    WriteAssistant(writer, assistant);
                    break;
                case ModelMessage.ToolResult result:
                    writer.WriteStartObject();
                    writer.WriteString("role", "tool");
                    writer.WriteString("tool_call_id", result.Request.Id);
                    writer.WriteString("content", result.Text);
                    writer.WriteEndObject();
                    break;
                default:
                    throw new System.Diagnostics.UnreachableException($"No rule for {message.GetType().Name}.");
            }
        }

        writer.WriteEndArray();
    }

    private static void WriteMessage(Utf8JsonWriter writer, string role, string text)
    {
        writer.WriteStartObject();
        writer.WriteString("role", role);
        writer.WriteString("content", text);
        writer.WriteEndObject();
    }

    private static void WriteAssistant(Utf8JsonWriter writer, ModelMessage.Assistant assistant)
    {
        writer.WriteStartObject();
        writer.WriteString("role", "assistant");
        writer.WriteString("content", assistant.Text);
        if (assistant.Tools.Count > 0)
        {
            writer.WriteStartArray("tool_calls");
            foreach (var tool in assistant.Tools)
            {
                writer.WriteStartObject();
                writer.WriteString("id", tool.Id);
                writer.WriteString("type", "function");
                writer.WriteStartObject("function");
                writer.WriteString("name", tool.Name);
                writer.WriteString("arguments", ModelProtocol.ArgumentsOf(tool).GetRawText());
                writer.WriteEndObject();
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static void WriteFormat(Utf8JsonWriter writer, ModelRequest request)
    {
        if (request.Schema is not { } schema || request.Model.Provider.Structured is StructuredOutput.Prompt)
        {
            return;
        }

        writer.WriteStartObject("response_format");
        if (request.Model.Provider.Structured is StructuredOutput.Json)
        {
            writer.WriteString("type", "json_object");
        }
        else
        {
            writer.WriteString("type", "json_schema");
            writer.WriteStartObject("json_schema");
            writer.WriteString("name", "answer");
            writer.WritePropertyName("schema");
            schema.WriteTo(writer);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void ReadUsage(JsonElement answer, AnswerDraft draft)
    {
        if (answer.Member("usage") is { } usage)
        {
            draft.Used(usage.Count("prompt_tokens"), usage.Count("completion_tokens"));
        }
    }

    private static void ReadTools(JsonElement message, AnswerDraft draft, bool whole)
    {
        foreach (var (place, tool) in message.Items("tool_calls").Index())
        {
            var function = tool.Member("function") ?? default;
            var index = whole ? place : tool.Count("index") ?? place;
            draft.AddTool(index, tool.Text("id"), function.Text("name"), function.Text("arguments"));
        }
    }

    private static string? ReasonOf(string? reason) => reason is "function_call" ? "tool_calls" : reason;
}
