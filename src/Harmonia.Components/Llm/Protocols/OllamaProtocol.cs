using System.Text.Json;
using Harmonia.Components.Llm.Configuration;

namespace Harmonia.Components.Llm.Protocols;

/// <summary>Ollama's own chat.</summary>
internal sealed class OllamaProtocol : IModelProtocol
{
    public bool SendsEvents => false;

    public Uri AddressOf(Uri baseUrl) => ModelProtocol.Below(
        baseUrl, baseUrl.AbsolutePath.TrimEnd('/').EndsWith("/api", StringComparison.Ordinal) ? "chat" : "api/chat");

    public IEnumerable<KeyValuePair<string, string>> HeadersFor(string? key) =>
        key is null ? [] : [new("Authorization", $"Bearer {key}")];

    public void Write(Utf8JsonWriter writer, ModelRequest request)
    {
        writer.WriteString("model", request.Model.Model);
        WriteMessages(writer, request);
        ModelProtocol.WriteFunctions(writer, request.Tools);
        if (request.Schema is { } schema && request.Model.Provider.Structured is not StructuredOutput.Prompt)
        {
            writer.WritePropertyName("format");
            if (request.Model.Provider.Structured is StructuredOutput.Schema)
            {
                schema.WriteTo(writer);
            }
            else
            {
                writer.WriteStringValue("json");
            }
        }

        writer.WriteStartObject("options");
        if (request.Temperature is { } temperature)
        {
            writer.WriteNumber("temperature", temperature);
        }

        if (request.MaxTokens is { } maxTokens)
        {
            writer.WriteNumber("num_predict", maxTokens);
        }

        ModelProtocol.WriteTexts(writer, "stop", request.Stop);
        writer.WriteEndObject();
        writer.WriteBoolean("stream", request.Stream); // It streams unless it is told not to.
    }

    public void ReadWhole(JsonElement answer, AnswerDraft draft) => Read(answer, draft, whole: true);

    public void ReadPart(ReadOnlySpan<byte> part, AnswerDraft draft)
    {
        if (ForeignJson.Parse(part) is { } line)
        {
            Read(line, draft, whole: false);
        }
    }

    private static void Read(JsonElement answer, AnswerDraft draft, bool whole)
    {
        if (answer.Member("error") is { } error)
        {
            draft.Fail(error);
            return;
        }

        var message = answer.Member("message") ?? default;
        draft.AddText(message.Text("content"));
        foreach (var tool in message.Items("tool_calls"))
        {
            // Each comes as a whole, without an id, and always as another one.
            var function = tool.Member("function") ?? default;
            draft.AddTool(draft.NextTool, tool.Text("id"), function.Text("name"), ArgumentsOf(function));
        }

        if (answer.IsTrue("done") || (whole && answer.Member("message") is not null))
        {
            draft.Used(answer.Count("prompt_eval_count"), answer.Count("eval_count"));
            draft.FinishReason = answer.Text("done_reason");
            draft.Complete();
        }
    }

    private static string? ArgumentsOf(JsonElement function) => function.Member("arguments") switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { } arguments => arguments.GetRawText(),
        null => null,
    };

    private static void WriteMessages(Utf8JsonWriter writer, ModelRequest request)
    {
        writer.WriteStartArray("messages");
        if (request.System.Length > 0)
        {
            Write(writer, "system", request.System);
        }

        foreach (var message in request.Messages)
        {
            switch (message)
            {
                case ModelMessage.User user:
                    Write(writer, "user", user.Text);
                    break;
                case ModelMessage.Assistant assistant:
                    Write(writer, "assistant", assistant.Text, assistant.Tools);
                    break;
                case ModelMessage.ToolResult result:
                    Write(writer, "tool", result.Text, toolName: result.Request.Name);
                    break;
                default:
                    throw new System.Diagnostics.UnreachableException($"No rule for {message.GetType().Name}.");
            }
        }

        writer.WriteEndArray();
    }

    private static void Write(
        Utf8JsonWriter writer,
        string role,
        string text,
        IReadOnlyList<ToolRequest>? tools = null,
        string? toolName = null)
    {
        writer.WriteStartObject();
        writer.WriteString("role", role);
        writer.WriteString("content", text);
        if (toolName is not null)
        {
            writer.WriteString("tool_name", toolName);
        }

        if (tools is { Count: > 0 })
        {
            writer.WriteStartArray("tool_calls");
            foreach (var tool in tools)
            {
                writer.WriteStartObject();
                writer.WriteStartObject("function");
                writer.WriteString("name", tool.Name);
                writer.WritePropertyName("arguments");
                ModelProtocol.ArgumentsOf(tool).WriteTo(writer);
                writer.WriteEndObject();
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }
}
