using System.Text.Json.Nodes;
using Harmonia.Tekton.Doubles.Serving;
using Microsoft.AspNetCore.Http;

namespace Harmonia.Tekton.Doubles.Ergon;

/// <summary>The registry of solutions.</summary>
internal sealed class ErgonSolutions(TimeProvider time)
{
    private const string Root = "/api/ergon/registry";
    private const int MaxSolutions = 1000;
    private const int UsualLimit = 100;

    private readonly Lock _lock = new();
    private readonly List<JsonObject> _all = [];

    public void Map(Router router)
    {
        router.Post($"{Root}/store", Store);
        router.Get($"{Root}/search", Search);
        router.Get($"{Root}/types", _ => Answer.Ok(Types()));
        router.Get($"{Root}/{{id}}", call => Find(call["id"]) is { } solution
            ? Answer.Ok(solution)
            : Answer.Detail(StatusCodes.Status404NotFound, $"Entry {call["id"]} not found"));
    }

    public JsonNode? Find(string id)
    {
        lock (_lock)
        {
            return _all.Find(one => one["id"]!.ToString() == id)?.DeepClone();
        }
    }

    private Answer Store(Call call)
    {
        var fields = call.Read(
            Field.Required("type"),
            Field.Required("name"),
            Field.Required("version"),
            Field.Required("content", Kind.Object));
        var id = Guid.NewGuid().ToString();
        lock (_lock)
        {
            if (_all.Count == MaxSolutions)
            {
                return Answer.Detail(StatusCodes.Status500InternalServerError, "The double is full");
            }

            _all.Add(new()
            {
                ["id"] = id,
                ["type"] = fields["type"],
                ["version"] = fields["version"],
                ["name"] = fields["name"],
                ["created"] = JsonText.Iso(time.GetUtcNow()),
                ["updated"] = JsonText.Iso(time.GetUtcNow()),
                ["meets_standards"] = false,
                ["lineage"] = new JsonArray(),
                ["source"] = new JsonObject(),
                ["content"] = fields["content"],
                ["metadata"] = new JsonObject(),
            });
        }

        return Answer.Ok(new JsonObject
        {
            ["success"] = true,
            ["id"] = id,
            ["message"] = $"Successfully stored unit: {fields.Text("name")}",
        });
    }

    private Answer Search(Call call)
    {
        var limit = int.TryParse(call.Query("limit"), out var asked) ? asked : UsualLimit;
        lock (_lock)
        {
            var found = _all
                .Where(one => call.Query("type") is not { } type || one["type"]!.ToString() == type)
                .Where(one => call.Query("name") is not { } name
                    || one["name"]!.ToString().Contains(name, StringComparison.OrdinalIgnoreCase))
                .Where(one => !call.Flag("meets_standards") || one["meets_standards"]!.GetValue<bool>())
                .Take(limit);
            var results = JsonText.Copies(found);
            return Answer.Ok(new JsonObject
            {
                ["success"] = true,
                ["count"] = results.Count,
                ["results"] = results,
            });
        }
    }

    private JsonObject Types()
    {
        lock (_lock)
        {
            return new()
            {
                ["success"] = true,
                ["types"] = JsonText.List(
                    _all.Select(one => one["type"]!.ToString()).Distinct().Order(StringComparer.Ordinal)),
            };
        }
    }
}
