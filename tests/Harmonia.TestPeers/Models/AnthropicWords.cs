using System.Text.Json.Nodes;

namespace Harmonia.TestPeers.Models;

internal sealed class AnthropicWords : ModelWords
{
    public override string StreamType => "text/event-stream";

    public override string Whole(ModelTurn.Says says) => Answer(
        new JsonArray(Text(string.Concat(says.Pieces))), Reason(says.Finish), says.InputTokens, says.OutputTokens);

    public override string Whole(ModelTurn.Calls calls) => Answer(
        new JsonArray([.. Blocks(calls)]), "tool_use", calls.InputTokens, calls.OutputTokens);

    public override IEnumerable<string> Begin(int inputTokens) =>
    [
        Event(
            new JsonObject
            {
                ["type"] = "message_start",
                ["message"] = new JsonObject
                {
                    ["model"] = "double-1",
                    ["usage"] = new JsonObject { ["input_tokens"] = inputTokens, ["output_tokens"] = 1 },
                },
            },
            "message_start"),
        Event(
            new JsonObject { ["type"] = "content_block_start", ["index"] = 0, ["content_block"] = Text("") },
            "content_block_start"),
        Event(new JsonObject { ["type"] = "ping" }, "ping"),
    ];

    public override string Piece(string text) => Delta(0, new JsonObject { ["type"] = "text_delta", ["text"] = text });

    public override IEnumerable<string> Tools(ModelTurn.Calls calls)
    {
        foreach (var (place, tool) in calls.Tools.Index())
        {
            var block = new JsonObject
            {
                ["type"] = "tool_use",
                ["id"] = tool.Id,
                ["name"] = tool.Name,
                ["input"] = new JsonObject(),
            };
            yield return Event(
                new JsonObject { ["type"] = "content_block_start", ["index"] = place + 1, ["content_block"] = block },
                "content_block_start");
            var half = tool.Arguments.Length / 2;
            foreach (var part in (string[])[tool.Arguments[..half], tool.Arguments[half..]])
            {
                yield return Delta(
                    place + 1, new JsonObject { ["type"] = "input_json_delta", ["partial_json"] = part });
            }

            yield return Event(
                new JsonObject { ["type"] = "content_block_stop", ["index"] = place + 1 }, "content_block_stop");
        }
    }

    public override IEnumerable<string> End(string finish, int inputTokens, int outputTokens, bool counts) =>
    [
        Event(new JsonObject { ["type"] = "content_block_stop", ["index"] = 0 }, "content_block_stop"),
        Event(
            new JsonObject
            {
                ["type"] = "message_delta",
                ["delta"] = new JsonObject { ["stop_reason"] = Reason(finish) },
                ["usage"] = new JsonObject { ["output_tokens"] = outputTokens },
            },
            "message_delta"),
        Event(new JsonObject { ["type"] = "message_stop" }, "message_stop"),
    ];

    public override string Error(string error) => Event(
        new JsonObject
        {
            ["type"] = "error",
            ["error"] = new JsonObject { ["type"] = "overloaded_error", ["message"] = error },
        },
        "error");

    private static string Answer(JsonArray content, string reason, int input, int output) => new JsonObject
    {
        ["type"] = "message",
        ["role"] = "assistant",
        ["model"] = "double-1",
        ["content"] = content,
        ["stop_reason"] = reason,
        ["usage"] = new JsonObject { ["input_tokens"] = input, ["output_tokens"] = output },
    }.ToJsonString();

    private static IEnumerable<JsonNode> Blocks(ModelTurn.Calls calls)
    {
        if (calls.Text.Length > 0)
        {
            yield return Text(calls.Text);
        }

        foreach (var tool in calls.Tools)
        {
            yield return new JsonObject
            {
                ["type"] = "tool_use",
                ["id"] = tool.Id,
                ["name"] = tool.Name,
                ["input"] = Parsed(tool.Arguments),
            };
        }
    }

    private static JsonObject Text(string text) => new() { ["type"] = "text", ["text"] = text };

    private static string Delta(int index, JsonObject delta) => Event(
        new JsonObject { ["type"] = "content_block_delta", ["index"] = index, ["delta"] = delta },
        "content_block_delta");

    private static string Reason(string finish) => finish switch
    {
        "stop" => "end_turn",
        "length" => "max_tokens",
        "tool_calls" => "tool_use",
        "content_filter" => "refusal",
        _ => finish,
    };
}

internal sealed class OllamaWords : ModelWords
{
    public override string StreamType => "application/x-ndjson";

    public override bool Streams(JsonNode body) => (bool?)body["stream"] ?? true;

    public override string Whole(ModelTurn.Says says) => Line(
        new JsonObject { ["role"] = "assistant", ["content"] = string.Concat(says.Pieces) },
        says.Finish,
        says.InputTokens,
        says.OutputTokens);

    public override string Whole(ModelTurn.Calls calls) =>
        Line(Asking(calls), "stop", calls.InputTokens, calls.OutputTokens);

    public override IEnumerable<string> Begin(int inputTokens) => [];

    public override string Piece(string text) =>
        Line(new JsonObject { ["role"] = "assistant", ["content"] = text }, null, 0, 0) + "\n";

    public override IEnumerable<string> Tools(ModelTurn.Calls calls) => [Line(Asking(calls), null, 0, 0) + "\n"];

    public override IEnumerable<string> End(string finish, int inputTokens, int outputTokens, bool counts) =>
        [Line(new JsonObject { ["role"] = "assistant", ["content"] = "" }, finish, inputTokens, outputTokens) + "\n"];

    public override string Error(string error) => new JsonObject { ["error"] = error }.ToJsonString() + "\n";

    private static JsonObject Asking(ModelTurn.Calls calls) => new()
    {
        ["role"] = "assistant",
        ["content"] = calls.Text,
        ["tool_calls"] = new JsonArray(
        [
            .. calls.Tools.Select(tool => new JsonObject
            {
                ["function"] = new JsonObject { ["name"] = tool.Name, ["arguments"] = Parsed(tool.Arguments) },
            }),
        ]),
    };

    private static string Line(JsonObject message, string? finish, int input, int output)
    {
        var line = new JsonObject { ["model"] = "double-1", ["message"] = message, ["done"] = finish is not null };
        if (finish is not null)
        {
            line["done_reason"] = finish;
            line["prompt_eval_count"] = input;
            line["eval_count"] = output;
        }

        return line.ToJsonString();
    }
}
