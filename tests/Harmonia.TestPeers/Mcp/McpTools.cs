using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace Harmonia.TestPeers.Mcp;

/// <summary>What a double of an MCP server can do, whatever it speaks over. Written by hand, for the revision
/// 2025-11-25.</summary>
public sealed class McpTools
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _waiting = new();
    private readonly ConcurrentQueue<string> _canceled = new();
    private readonly TaskCompletionSource _tookBack = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ids of requests that were taken back.</summary>
    public IReadOnlyList<string> Canceled => [.. _canceled];

    /// <summary>The tool <c>count</c> waits for it after its reports.</summary>
    public TaskCompletionSource Counted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Whether there is one more tool, <c>late</c>.</summary>
    public bool HasLateTool { get; set; }

    /// <summary>Answers one message.</summary>
    /// <param name="message">A request or notification.</param>
    /// <param name="notify">Sends something before the answer.</param>
    /// <returns><see langword="null"/> when there is nothing to answer.</returns>
    public async Task<JsonObject?> AnswerAsync(JsonNode message, Func<JsonObject, Task> notify)
    {
        var id = message["id"];
        switch ((string?)message["method"])
        {
            case "initialize":
                return Result(id, new JsonObject
                {
                    ["protocolVersion"] = "2025-11-25",
                    ["capabilities"] = new JsonObject { ["tools"] = new JsonObject { ["listChanged"] = true } },
                    ["serverInfo"] = new JsonObject { ["name"] = "double", ["version"] = "1" },
                });
            case "tools/list":
                return Result(id, new JsonObject { ["tools"] = Tools() });
            case "tools/call":
                return await CallAsync(id, message["params"]!, notify);
            case "ping":
                return Result(id, new JsonObject());
            case "notifications/cancelled":
                var request = message["params"]!["requestId"]!.ToJsonString();
                _canceled.Enqueue(request);
                _tookBack.TrySetResult();
                if (_waiting.TryRemove(request, out var waiting))
                {
                    waiting.TrySetCanceled();
                }

                return null;
            default:
                return id is null ? null : Error(id, -32601, "There is no such method.");
        }
    }

    private JsonArray Tools()
    {
        var tools = new JsonArray(
            Tool("add", "Adds two numbers", """{"type": "object", "properties": {"a": {"type": "number"}, "b": {"type": "number"}}, "required": ["a", "b"]}"""),
            Tool("say", "Says something", """{"type": "object"}"""),
            Tool("json", "Says JSON as a text", """{"type": "object"}"""),
            Tool("image", "Sends an image", """{"type": "object"}"""),
            Tool("fail", "Fails", """{"type": "object"}"""),
            Tool("refuse", "Is refused by the protocol", """{"type": "object"}"""),
            Tool("count", "Reports progress", """{"type": "object"}"""),
            Tool("wait", "Waits for ever", """{"type": "object"}"""),
            Tool("flood", "Says too much", """{"type": "object"}"""),
            Tool("grow", "Makes another tool", """{"type": "object"}"""),
            Tool("environment", "Says a variable", """{"type": "object"}"""),
            Tool("canceled", "Waits until a call was taken back, and counts them", """{"type": "object"}"""),
            Tool("die", "Ends the server", """{"type": "object"}"""));
        if (HasLateTool)
        {
            tools.Add(Tool("late", "Came later", """{"type": "object"}"""));
        }

        return tools;
    }

    private async Task<JsonObject> CallAsync(JsonNode? id, JsonNode call, Func<JsonObject, Task> notify)
    {
        var arguments = call["arguments"];
        switch ((string?)call["name"])
        {
            case "add":
                var sum = (double)arguments!["a"]! + (double)arguments["b"]!;
                return Result(id, new JsonObject
                {
                    ["content"] = new JsonArray(Text($"{sum}")),
                    ["structuredContent"] = new JsonObject { ["sum"] = sum },
                });
            case "say":
                return Said(id, $"hello {arguments?["name"]}");
            case "json":
                return Said(id, """{"a": [1, 2]}""");
            case "image":
                return Result(id, new JsonObject
                {
                    ["content"] = new JsonArray(
                        new JsonObject { ["type"] = "image", ["data"] = "aGk=", ["mimeType"] = "image/png" }),
                });
            case "fail":
                return Result(id, new JsonObject
                {
                    ["content"] = new JsonArray(Text("the disk is on fire")),
                    ["isError"] = true,
                });
            case "refuse":
                return Error(id, -32602, "Not like this.");
            case "count":
                await CountAsync(call["_meta"]?["progressToken"], notify);
                await Counted.Task;
                return Said(id, "counted");
            case "wait":
                var waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                _waiting[id!.ToJsonString()] = waiting;
                await waiting.Task;
                return Said(id, "never");
            case "flood":
                return Said(id, new string('x', 17 * 1024 * 1024));
            case "grow":
                HasLateTool = true;
                await notify(Notification("notifications/tools/list_changed", new JsonObject()));
                return Said(id, "grown");
            case "environment":
                return Said(id, Environment.GetEnvironmentVariable((string?)arguments!["name"] ?? "") ?? "(not set)");
            case "canceled":
                await _tookBack.Task;
                return Said(id, $"{_canceled.Count}");
            case "die":
                Environment.Exit(3);
                return Said(id, "dead");
            case "late" when HasLateTool:
                return Said(id, "better late");
            default:
                return Error(id, -32602, "Unknown tool.");
        }
    }

    private static async Task CountAsync(JsonNode? token, Func<JsonObject, Task> notify)
    {
        for (var step = 1; step <= 3 && token is not null; step++)
        {
            await notify(Notification("notifications/progress", new JsonObject
            {
                ["progressToken"] = token.DeepClone(),
                ["progress"] = step,
                ["total"] = 4,
                ["message"] = $"step {step}",
            }));
        }
    }

    private static JsonObject Tool(string name, string description, string schema) => new()
    {
        ["name"] = name,
        ["description"] = description,
        ["inputSchema"] = JsonNode.Parse(schema),
    };

    private static JsonObject Text(string text) => new() { ["type"] = "text", ["text"] = text };

    private static JsonObject Said(JsonNode? id, string text) =>
        Result(id, new JsonObject { ["content"] = new JsonArray(Text(text)) });

    private static JsonObject Result(JsonNode? id, JsonObject result) =>
        new() { ["jsonrpc"] = "2.0", ["id"] = id?.DeepClone(), ["result"] = result };

    private static JsonObject Error(JsonNode? id, int code, string message) => new()
    {
        ["jsonrpc"] = "2.0",
        ["id"] = id?.DeepClone(),
        ["error"] = new JsonObject { ["code"] = code, ["message"] = message },
    };

    private static JsonObject Notification(string method, JsonObject parameters) =>
        new() { ["jsonrpc"] = "2.0", ["method"] = method, ["params"] = parameters };
}
