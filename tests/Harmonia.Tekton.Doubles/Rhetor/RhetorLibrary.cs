using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Harmonia.Tekton.Doubles.Serving;
using Microsoft.AspNetCore.Http;

namespace Harmonia.Tekton.Doubles.Rhetor;

/// <summary>Templates, the registry of prompts, and contexts.</summary>
internal sealed partial class RhetorLibrary
{
    private const int MaxItems = 1000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, JsonObject> _templates = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JsonObject> _prompts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JsonObject> _contexts = new(StringComparer.Ordinal);

    public void Map(Router router, Func<Func<Call, Answer>, Func<Call, Answer>> initialized)
    {
        router.Get("/api/v1/templates", initialized(_ => List("templates", _templates)));
        router.Post("/api/v1/templates", initialized(call => PutTemplate(call, "created")));
        router.Get("/api/v1/templates/{name}", initialized(call => Get(_templates, call["name"], "Template")));
        router.Put("/api/v1/templates/{name}", initialized(call => PutTemplate(call, "updated")));
        router.Delete("/api/v1/templates/{name}", initialized(call => Delete(_templates, call["name"], "Template")));
        router.Post("/api/v1/prompts/render", initialized(Render));
        router.Get("/api/v1/registry", initialized(_ => List("prompts", _prompts)));
        router.Get("/api/v1/registry/{name}", initialized(call => Get(_prompts, call["name"], "Prompt")));
        router.Post("/api/v1/registry", initialized(PutPrompt));
        router.Post("/api/v1/context", initialized(PutContext));
        router.Get("/api/v1/context/{id}", initialized(call => Get(_contexts, call["id"], "Context")));
        router.Delete("/api/v1/context/{id}", initialized(call => Delete(_contexts, call["id"], "Context")));
    }

    public bool HasContext(string id)
    {
        lock (_lock)
        {
            return _contexts.ContainsKey(id);
        }
    }

    private Answer List(string name, Dictionary<string, JsonObject> items)
    {
        lock (_lock)
        {
            return Answer.Ok(new JsonObject { [name] = JsonText.Copies(items.Values) });
        }
    }

    private Answer Get(Dictionary<string, JsonObject> items, string name, string kind)
    {
        lock (_lock)
        {
            return items.TryGetValue(name, out var item)
                ? Answer.Ok(item.DeepClone())
                : Answer.Detail(StatusCodes.Status404NotFound, $"{kind} not found: {name}");
        }
    }

    private Answer Delete(Dictionary<string, JsonObject> items, string name, string kind)
    {
        lock (_lock)
        {
            items.Remove(name);
        }

        return Answer.Ok(new JsonObject { ["message"] = $"{kind} '{name}' deleted successfully" });
    }

    private void Put(Dictionary<string, JsonObject> items, string name, JsonObject item)
    {
        lock (_lock)
        {
            if (items.Count == MaxItems && !items.ContainsKey(name))
            {
                throw RefusedException.Because(StatusCodes.Status400BadRequest, "The double is full");
            }

            items[name] = item;
        }
    }

    private Answer PutTemplate(Call call, string done)
    {
        var fields = call.Read(
            Field.Required("name"),
            Field.Required("content"),
            Field.Optional("description"),
            Field.Optional("category"),
            Field.Optional("tags", Kind.Texts),
            Field.Optional("metadata", Kind.Object));
        var name = call.Places.GetValueOrDefault("name") ?? fields.Text("name");
        Put(_templates, name, new()
        {
            ["name"] = name,
            ["content"] = fields["content"],
            ["category"] = fields["category"],
            ["tags"] = fields.List("tags"),
            ["metadata"] = fields.Object("metadata"),
        });
        return Answer.Ok(new JsonObject { ["message"] = $"Template '{name}' {done} successfully" });
    }

    /// <summary>Names in braces are replaced; one that has no value is a 400.</summary>
    private Answer Render(Call call)
    {
        var fields = call.Read(
            Field.Required("template_name"), Field.Optional("variables", Kind.Object), Field.Optional("context_id"));
        var name = fields.Text("template_name");
        var variables = fields.Object("variables");
        string content;
        lock (_lock)
        {
            content = _templates.TryGetValue(name, out var template)
                ? template["content"]!.ToString()
                : throw RefusedException.Because(StatusCodes.Status400BadRequest, $"Template not found: {name}");
        }

        var prompt = Place().Replace(content, match => variables[match.Groups[1].Value]?.ToString()
            ?? throw RefusedException.Because(
                StatusCodes.Status400BadRequest, $"Missing variable: {match.Groups[1].Value}"));
        return Answer.Ok(new JsonObject { ["prompt"] = prompt });
    }

    private Answer PutPrompt(Call call)
    {
        var fields = call.Read(
            Field.Required("name"), Field.Required("template"), Field.Optional("category"), Field.Optional("version"));
        var name = fields.Text("name");
        Put(_prompts, name, new()
        {
            ["name"] = name,
            ["template"] = fields["template"],
            ["category"] = fields["category"],
            ["version"] = fields.TextOr("version", "1.0.0"),
        });
        return Answer.Ok(new JsonObject { ["message"] = $"Prompt '{name}' registered successfully" });
    }

    private Answer PutContext(Call call)
    {
        var fields = call.Read(
            Field.Optional("context_id"),
            Field.Optional("messages", Kind.List),
            Field.Optional("max_tokens", Kind.Whole),
            Field.Optional("metadata", Kind.Object));
        var id = fields.TextOrNull("context_id") ?? Guid.NewGuid().ToString();
        Put(_contexts, id, new()
        {
            ["context_id"] = id,
            ["messages"] = fields.List("messages"),
            ["metadata"] = fields.Object("metadata"),
        });
        return Answer.Ok(new JsonObject { ["context_id"] = id });
    }

    [GeneratedRegex(@"\{\{?\s*(\w+)\s*\}?\}")]
    private static partial Regex Place();
}
