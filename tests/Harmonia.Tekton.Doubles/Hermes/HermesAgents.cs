using System.Text.Json;
using System.Text.Json.Nodes;
using Harmonia.Tekton.Doubles.Serving;
using Microsoft.AspNetCore.Http;

namespace Harmonia.Tekton.Doubles.Hermes;

/// <summary>A2A over JSON-RPC 2.0: agents register freely, all else asks for a header that it cannot read.</summary>
internal sealed class HermesAgents(TimeProvider time)
{
    private const string Root = "/api/a2a/v1/";
    private const int MaxKept = 1000;
    private const int NotAuthorized = -32002, NoMethod = -32601, BadParameters = -32602, Internal = -32603;
    private const int NotJson = -32700, NoRequest = -32600;

    private static readonly string[] Free = ["agent.register", "auth.login", "auth.refresh", "discovery.list"];

    private static readonly Dictionary<string, string> StateOf = new(StringComparer.Ordinal)
    {
        ["task.complete"] = "completed",
        ["task.fail"] = "failed",
        ["task.cancel"] = "cancelled",
    };

    private readonly Lock _lock = new();
    private readonly Dictionary<string, JsonNode> _agents = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JsonObject> _tasks = new(StringComparer.Ordinal);
    private readonly Queue<(string, string)> _published = new();

    public bool IsOpen { get; set; }

    public IReadOnlyList<(string Channel, string Message)> Published
    {
        get
        {
            lock (_lock)
            {
                return [.. _published];
            }
        }
    }

    public void Map(Router router)
    {
        router.Post(Root, Serve);
        router.Get($"{Root}.well-known/agent.json", _ => Answer.Ok(new JsonObject
        {
            ["name"] = "Hermes A2A Service",
            ["description"] = "Agent registry and task management",
            ["version"] = "0.2.1",
            ["capabilities"] = JsonText.List("agent_registration", "task_management", "channels"),
        }));
    }

    public void Clear()
    {
        lock (_lock)
        {
            _agents.Clear();
            _tasks.Clear();
            _published.Clear();
        }
    }

    private Answer Serve(Call call)
    {
        JsonNode? body;
        try
        {
            body = JsonText.Parse(call.Request.Body);
        }
        catch (JsonException)
        {
            return Answer.Ok(Response(null, Problem(NotJson, "Parse error"), null));
        }

        if (body is JsonArray batch)
        {
            var answers = batch.OfType<JsonObject>().Select(One).Where(one => one is not null);
            return Answer.Ok(new JsonArray([.. answers]));
        }

        if (body is not JsonObject request)
        {
            return Answer.Ok(Response(null, Problem(NoRequest, "Invalid Request"), null));
        }

        return One(request) is { } answer
            ? Answer.Ok(answer)
            : new Answer(StatusCodes.Status204NoContent, null) { IsEmpty = true };
    }

    private static JsonObject Response(JsonNode? result, JsonNode? error, JsonNode? id) =>
        new() { ["jsonrpc"] = "2.0", ["result"] = result, ["error"] = error, ["id"] = id };

    /// <returns>Nothing for a notification.</returns>
    private JsonObject? One(JsonObject request)
    {
        var method = request["method"]?.ToString() ?? "";
        var (result, error) = IsOpen || Free.Contains(method)
            ? Invoke(method, request["params"] as JsonObject ?? [])
            : (null, Problem(NotAuthorized, "Invalid authorization header format"));
        return request["id"] is { } id ? Response(result, error, id.DeepClone()) : null;
    }

    private (JsonNode? Result, JsonNode? Error) Invoke(string method, JsonObject parameters)
    {
        lock (_lock)
        {
            return method switch
            {
                "agent.register" => Register(parameters),
                "agent.list" or "discovery.list" => (new JsonObject
                {
                    ["agents"] = JsonText.Copies(_agents.Values),
                }, null),
                "task.create" => Create(parameters),
                "task.list" => (new JsonObject { ["tasks"] = JsonText.Copies(_tasks.Values) }, null),
                "channel.publish" => Publish(parameters),
                _ when method.StartsWith("task.", StringComparison.Ordinal) => OfTask(method, parameters),
                _ => (null, Problem(NoMethod, $"Method not found: {method}")),
            };
        }
    }

    private (JsonNode? Result, JsonNode? Error) Register(JsonObject parameters)
    {
        if (parameters["agent_card"] is not JsonObject card || card["id"]?.ToString() is not { } id)
        {
            return (null, Problem(BadParameters, "agent_card is required"));
        }

        if (_agents.Count < MaxKept)
        {
            _agents[id] = card.DeepClone();
        }

        return (new JsonObject { ["success"] = true, ["agent_id"] = id }, null);
    }

    private (JsonNode? Result, JsonNode? Error) Create(JsonObject parameters)
    {
        if (parameters["name"]?.ToString() is not { } name)
        {
            return (null, Problem(BadParameters, "name is required"));
        }

        if (_tasks.Count == MaxKept)
        {
            return (null, Problem(Internal, "Too many tasks"));
        }

        var now = JsonText.Iso(time.GetUtcNow());
        var id = $"task-{Guid.NewGuid()}";
        _tasks[id] = new()
        {
            ["id"] = id,
            ["name"] = name,
            ["description"] = parameters["description"]?.DeepClone(),
            ["agent_id"] = parameters["agent_id"]?.DeepClone(),
            ["created_by"] = (parameters["created_by"] ?? parameters["agent_id"] ?? "system").DeepClone(),
            ["state"] = "pending",
            ["priority"] = (parameters["priority"] ?? "normal").DeepClone(),
            ["input_data"] = parameters["input_data"]?.DeepClone() ?? new JsonObject(),
            ["output_data"] = null,
            ["error_data"] = null,
            ["progress"] = 0,
            ["updates"] = new JsonArray(),
            ["created_at"] = now,
            ["started_at"] = null,
            ["completed_at"] = null,
            ["tags"] = parameters["tags"]?.DeepClone() ?? new JsonArray(),
        };
        return (new JsonObject { ["task_id"] = id, ["task"] = _tasks[id].DeepClone() }, null);
    }

    private (JsonNode? Result, JsonNode? Error) OfTask(string method, JsonObject parameters)
    {
        var id = parameters["task_id"]?.ToString() ?? "";
        if (!_tasks.TryGetValue(id, out var task))
        {
            return (null, Problem(BadParameters, $"Task not found: {id}"));
        }

        switch (method)
        {
            case "task.get":
                break;
            case "task.assign":
                task["agent_id"] = parameters["agent_id"]?.DeepClone();
                break;
            case "task.update_state":
                task["state"] = parameters["state"]?.DeepClone();
                break;
            case "task.update_progress":
                task["progress"] = parameters["progress"]?.DeepClone();
                break;
            case "task.complete" or "task.fail" or "task.cancel":
                task["state"] = StateOf[method];
                task["output_data"] = parameters["output_data"]?.DeepClone();
                task["error_data"] = parameters["error_data"]?.DeepClone();
                task["completed_at"] = JsonText.Iso(time.GetUtcNow());
                break;
            default:
                return (null, Problem(NoMethod, $"Method not found: {method}"));
        }

        return (new JsonObject { ["success"] = true, ["task"] = task.DeepClone() }, null);
    }

    /// <summary>The message is delivered; then the answer fails.</summary>
    private (JsonNode? Result, JsonNode? Error) Publish(JsonObject parameters)
    {
        _published.Enqueue((parameters["channel"]?.ToString() ?? "", JsonText.Write(parameters["message"])));
        if (_published.Count > MaxKept)
        {
            _published.Dequeue();
        }

        return (null, Problem(Internal, "Internal error: object bool can't be used in 'await' expression"));
    }

    private static JsonObject Problem(int code, string message) => new() { ["code"] = code, ["message"] = message };
}
