using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Harmonia.Tekton.Doubles.Serving;

/// <summary>The /workflow message: components are asked whether there is work for them.</summary>
internal sealed class WorkInbox
{
    private const int MaxFiles = 1000;

    private static readonly string[] Members = ["purpose", "dest", "payload"];

    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, JsonObject> _workflows = new(StringComparer.Ordinal);

    public void Add(string workflowId, string json)
    {
        var workflow = JsonText.Parse(json)!.AsObject();
        lock (_lock)
        {
            if (_workflows.Count == MaxFiles && !_workflows.ContainsKey(workflowId))
            {
                throw new InvalidOperationException($"There are {MaxFiles} files already.");
            }

            _workflows[workflowId] = workflow;
        }
    }

    public Answer Take(string component, Call call)
    {
        var message = call.Body();
        var missing = Members.Where(member => !message.ContainsKey(member)).Select(member => $"'{member}'").ToList();
        if (missing.Count > 0)
        {
            return Answer.Detail(
                StatusCodes.Status400BadRequest, $"Missing required fields: [{string.Join(", ", missing)}]");
        }

        var destination = message["dest"]?.ToString();
        if (destination != component)
        {
            return Answer.Ok(new JsonObject
            {
                ["status"] = "error",
                ["message"] = $"Message dest '{destination}' does not match component '{component}'",
                ["component"] = component,
            });
        }

        var purpose = message["purpose"] is JsonObject byComponent ? byComponent[component] : message["purpose"];
        return purpose?.ToString() == "check_work" && message["payload"]?["action"]?.ToString() == "look_for_work"
            ? Answer.Ok(Found(component))
            : Answer.Ok(new JsonObject
            {
                ["status"] = "not_implemented",
                ["component"] = component,
                ["purpose"] = purpose?.DeepClone(),
                ["message"] = $"Purpose '{purpose}' is not implemented",
            });
    }

    private JsonObject Found(string component)
    {
        JsonArray items;
        lock (_lock)
        {
            items = new([.. _workflows.Select(file => Item(component, file.Key, file.Value)).OfType<JsonObject>()]);
        }

        return new()
        {
            ["status"] = "success",
            ["component"] = component,
            ["purpose"] = "check_work",
            ["work_available"] = items.Count > 0,
            ["work_count"] = items.Count,
            ["work_items"] = items,
            ["message"] = $"Checked for work on {component}",
        };
    }

    private static JsonObject? Item(string component, string id, JsonObject workflow)
    {
        var tasks = (workflow["tasks"] as JsonArray ?? [])
            .Where(task => task?["component"]?.ToString() == component).ToList();
        return tasks.Count == 0
            ? null
            : new()
            {
                ["workflow_id"] = id,
                ["workflow_file"] = $"{id}.json",
                ["status"] = workflow["status"]?.DeepClone(),
                ["created"] = workflow["created"]?.DeepClone(),
                ["component_tasks"] = JsonText.Copies(tasks),
            };
    }
}
