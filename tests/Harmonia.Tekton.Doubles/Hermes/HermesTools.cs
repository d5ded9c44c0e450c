using System.Text.Json.Nodes;
using Harmonia.Tekton.Doubles.Serving;
using Microsoft.AspNetCore.Http;

namespace Harmonia.Tekton.Doubles.Hermes;

/// <summary>The catalogue of tools. Tools with an endpoint are said to be executed, and never are.</summary>
internal sealed class HermesTools(TimeProvider time)
{
    private const string Root = "/api/mcp/v2";
    private const int MaxTools = 1000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, JsonObject> _tools = new(StringComparer.Ordinal);

    public void Map(Router router)
    {
        router.Get($"{Root}/health", _ => Health());
        router.Get($"{Root}/capabilities", _ => Answer.Ok(new JsonObject
        {
            ["version"] = "mcp/1.0",
            ["modalities"] = JsonText.List("text"),
            ["supported_formats"] = new JsonObject(),
            ["processing_capabilities"] = new JsonArray(),
        }));
        router.Post($"{Root}/tools", Register);
        router.Get($"{Root}/tools", _ => Answer.Ok(JsonText.Copies(All())));
        router.Get($"{Root}/tools/{{id}}", call => Find(call["id"]) is { } tool ? Answer.Ok(tool) : NotFound());
        router.Delete($"{Root}/tools/{{id}}", Unregister);
        router.Post($"{Root}/tools/{{id}}/execute", Execute);
    }

    public void Clear()
    {
        lock (_lock)
        {
            _tools.Clear();
        }
    }

    private List<JsonObject> All()
    {
        lock (_lock)
        {
            return [.. _tools.Values];
        }
    }

    private JsonNode? Find(string id)
    {
        lock (_lock)
        {
            return _tools.GetValueOrDefault(id)?.DeepClone();
        }
    }

    private Answer Health() => Answer.Ok(new JsonObject
    {
        ["status"] = "healthy",
        ["channels_initialized"] = true,
        ["tool_count"] = All().Count,
        ["processor_count"] = 0,
        ["context_count"] = 0,
        ["timestamp"] = JsonText.Epoch(time.GetUtcNow()),
    });

    private Answer Register(Call call)
    {
        var fields = call.Read(
            Field.Optional("id"),
            Field.Required("name"),
            Field.Required("description"),
            Field.Required("schema", Kind.Object, "input_schema"),
            Field.Optional("tags", Kind.Texts),
            Field.Optional("version"),
            Field.Optional("endpoint"),
            Field.Optional("metadata", Kind.Object));
        var id = fields.TextOrNull("id") ?? $"tool-{Guid.NewGuid()}";
        lock (_lock)
        {
            if (_tools.Count == MaxTools && !_tools.ContainsKey(id))
            {
                return Answer.Detail(StatusCodes.Status400BadRequest, "Tool registration failed");
            }

            _tools[id] = new()
            {
                ["id"] = id,
                ["name"] = fields["name"],
                ["description"] = fields["description"],
                ["schema"] = fields["schema", "input_schema"],
                ["tags"] = fields.List("tags"),
                ["version"] = fields.TextOr("version", "1.0.0"),
                ["endpoint"] = fields["endpoint"],
                ["metadata"] = fields.Object("metadata"),
                ["registered_at"] = JsonText.Epoch(time.GetUtcNow()),
            };
        }

        return Answer.Ok(new JsonObject
        {
            ["success"] = true,
            ["toolId"] = id,
            ["message"] = "Tool registered successfully",
        });
    }

    /// <summary>By id only: by name, as the family's own client tries, nothing is found.</summary>
    private Answer Unregister(Call call)
    {
        lock (_lock)
        {
            return _tools.Remove(call["id"])
                ? Answer.Ok(new JsonObject { ["success"] = true, ["message"] = "Tool unregistered successfully" })
                : NotFound();
        }
    }

    private Answer Execute(Call call)
    {
        var fields = call.Read(
            Field.Required("parameters", Kind.Object), Field.Optional("context", Kind.Object));
        var id = call["id"];
        if (Find(id) is not { } tool)
        {
            return Answer.Detail(StatusCodes.Status400BadRequest, $"Tool not found: {id}");
        }

        return tool["endpoint"] is not { } endpoint
            ? Answer.Detail(
                StatusCodes.Status400BadRequest, $"Tool {id} has no endpoint and no local handler")
            : Answer.Ok(new JsonObject
            {
                ["success"] = true,
                ["tool_id"] = id,
                ["tool_name"] = tool["name"]?.DeepClone(),
                ["result"] = new JsonObject
                {
                    ["message"] = $"Remote tool {id} would be executed via {endpoint}",
                    ["parameters"] = fields["parameters"],
                },
                ["execution_time"] = 0.1,
            });
    }

    private static Answer NotFound() => Answer.Detail(StatusCodes.Status404NotFound, "Tool not found");
}
