using System.Text.Json.Nodes;

namespace Harmonia.TestPeers.Models;

/// <summary>How one kind of provider says things.</summary>
internal abstract class ModelWords
{
    public abstract string StreamType { get; }

    public static ModelWords? Of(string path) => path switch
    {
        _ when path.EndsWith("/chat/completions", StringComparison.Ordinal) => new OpenAiWords(),
        _ when path.EndsWith("/v1/messages", StringComparison.Ordinal) => new AnthropicWords(),
        _ when path.EndsWith("/api/chat", StringComparison.Ordinal) => new OllamaWords(),
        _ => null,
    };

    /// <summary>Whether a request asks for a stream.</summary>
    public virtual bool Streams(JsonNode body) => (bool?)body["stream"] ?? false;

    public abstract string Whole(ModelTurn.Says says);

    public abstract string Whole(ModelTurn.Calls calls);

    /// <summary>What comes before the first piece.</summary>
    public abstract IEnumerable<string> Begin(int inputTokens);

    public abstract string Piece(string text);

    public abstract IEnumerable<string> Tools(ModelTurn.Calls calls);

    public abstract IEnumerable<string> End(string finish, int inputTokens, int outputTokens, bool counts);

    public abstract string Error(string error);

    protected static string Event(JsonNode data, string? name = null) =>
        $"{(name is null ? "" : $"event: {name}\n")}data: {data.ToJsonString()}\n\n";

    /// <summary>Broken arguments cannot stand as a value; then they stand as a text.</summary>
    protected static JsonNode Parsed(string arguments)
    {
        try
        {
            return JsonNode.Parse(arguments)!;
        }
        catch (System.Text.Json.JsonException)
        {
            return JsonValue.Create(arguments);
        }
    }
}

internal sealed class OpenAiWords : ModelWords
{
    public override string StreamType => "text/event-stream";

    public override string Whole(ModelTurn.Says says) => Answer(
        new JsonObject { ["role"] = "assistant", ["content"] = string.Concat(says.Pieces) },
        says.Finish,
        says.Counts ? Usage(says.InputTokens, says.OutputTokens) : null);

    public override string Whole(ModelTurn.Calls calls) => Answer(
        new JsonObject
        {
            ["role"] = "assistant",
            ["content"] = calls.Text.Length > 0 ? calls.Text : null,
            ["tool_calls"] = new JsonArray([.. calls.Tools.Select(tool => Tool(tool, null))]),
        },
        "tool_calls",
        Usage(calls.InputTokens, calls.OutputTokens));

    public override IEnumerable<string> Begin(int inputTokens) =>
        [Chunk(new JsonObject { ["role"] = "assistant", ["content"] = "" }, null)];

    public override string Piece(string text) => Chunk(new JsonObject { ["content"] = text }, null);

    public override IEnumerable<string> Tools(ModelTurn.Calls calls)
    {
        foreach (var (index, tool) in calls.Tools.Index())
        {
            var half = tool.Arguments.Length / 2;
            yield return Chunk(
                new JsonObject { ["tool_calls"] = new JsonArray(Tool(tool with { Arguments = "" }, index)) }, null);
            foreach (var part in (string[])[tool.Arguments[..half], tool.Arguments[half..]])
            {
                var rest = new JsonObject
                {
                    ["index"] = index,
                    ["function"] = new JsonObject { ["arguments"] = part },
                };
                yield return Chunk(new JsonObject { ["tool_calls"] = new JsonArray(rest) }, null);
            }
        }
    }

    public override IEnumerable<string> End(string finish, int inputTokens, int outputTokens, bool counts)
    {
        yield return Chunk(new JsonObject(), finish);
        if (counts)
        {
            yield return Event(new JsonObject
            {
                ["choices"] = new JsonArray(),
                ["usage"] = Usage(inputTokens, outputTokens),
            });
        }

        yield return "data: [DONE]\n\n";
    }

    public override string Error(string error) =>
        Event(new JsonObject { ["error"] = new JsonObject { ["message"] = error, ["type"] = "server_error" } });

    private static string Answer(JsonObject message, string finish, JsonObject? usage) => new JsonObject
    {
        ["object"] = "chat.completion",
        ["model"] = "double-1",
        ["choices"] = new JsonArray(
            new JsonObject { ["index"] = 0, ["message"] = message, ["finish_reason"] = finish }),
        ["usage"] = usage,
    }.ToJsonString();

    private static string Chunk(JsonObject delta, string? finish) => Event(new JsonObject
    {
        ["object"] = "chat.completion.chunk",
        ["model"] = "double-1",
        ["choices"] = new JsonArray(new JsonObject { ["index"] = 0, ["delta"] = delta, ["finish_reason"] = finish }),
    });

    private static JsonObject Usage(int input, int output) =>
        new() { ["prompt_tokens"] = input, ["completion_tokens"] = output, ["total_tokens"] = input + output };

    private static JsonObject Tool(AskedTool tool, int? index)
    {
        var call = new JsonObject
        {
            ["id"] = tool.Id,
            ["type"] = "function",
            ["function"] = new JsonObject { ["name"] = tool.Name, ["arguments"] = tool.Arguments },
        };
        if (index is { } number)
        {
            call["index"] = number;
        }

        return call;
    }
}
