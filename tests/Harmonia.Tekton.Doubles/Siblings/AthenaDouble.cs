using System.Text.Json.Nodes;
using Harmonia.Tekton.Doubles.Serving;

namespace Harmonia.Tekton.Doubles.Siblings;

/// <summary>Plays Athena: entities and questions. Slashes at the end of its paths matter.</summary>
public sealed class AthenaDouble : TektonDouble
{
    private static readonly Identity Athena = new("athena", 8005, "Knowledge graph")
    {
        Capabilities = ["knowledge_graph", "entity_management", "query_engine"],
        Endpoints = [("/api/v1/entities", "*", "Entities"), ("/api/v1/query", "POST", "Query")],
    };

    private readonly Shelf _entities = new("Entity");
    private readonly Shelf _relationships = new("Relationship");

    public AthenaDouble(TimeProvider? time = null)
        : base(Athena, time)
    {
    }

    private protected override void Map(Router router)
    {
        MapStandard(router);
        router.Post("/api/v1/entities/", Create);
        router.Get("/api/v1/entities/", call => Answer.Ok(_entities.All(entity =>
            Contains(entity, call.Query("query") ?? ""))));
        router.Get("/api/v1/entities/{id}", call => Answer.Ok(_entities.Get(call["id"])));
        router.Put("/api/v1/entities/{id}", Update);
        router.Delete("/api/v1/entities/{id}", call =>
        {
            _entities.Remove(call["id"]);
            return Answer.Ok(new JsonObject { ["success"] = true, ["message"] = $"Entity {call["id"]} deleted" });
        });
        router.Post("/api/v1/query/", Query);
        router.Post("/api/v1/knowledge/relationships", Relate);
        router.Get("/api/v1/knowledge/stats", _ => Answer.Ok(new JsonObject
        {
            ["entity_count"] = _entities.Count,
            ["relationship_count"] = _relationships.Count,
        }));
        router.Post("/api/v1/llm/knowledge/extract_entities", Extract);
    }

    private static bool Contains(JsonObject entity, string text) =>
        entity["name"]!.ToString().Contains(text, StringComparison.OrdinalIgnoreCase);

    private Answer Create(Call call)
    {
        var fields = Read(call);
        var id = Guid.NewGuid().ToString();
        return Answer.Ok(_entities.Put(id, new()
        {
            ["name"] = fields["name"],
            ["entityType"] = fields["entity_type"],
            ["properties"] = fields.Object("properties"),
            ["entityId"] = id,
            ["confidence"] = JsonText.Float(fields.Number("confidence", 1)),
            ["source"] = fields.TextOr("source", "api"),
            ["aliases"] = fields.List("aliases"),
            ["createdAt"] = NowIso,
            ["updatedAt"] = NowIso,
        }));
    }

    private Answer Update(Call call)
    {
        var fields = Read(call);
        return Answer.Ok(_entities.Change(call["id"], new()
        {
            ["name"] = fields["name"],
            ["entityType"] = fields["entity_type"],
            ["properties"] = fields.Object("properties"),
            ["updatedAt"] = NowIso,
        }));
    }

    private static Fields Read(Call call) => call.Read(
        Field.Required("name"),
        Field.Required("entity_type"),
        Field.Optional("properties", Kind.Object),
        Field.Optional("confidence", Kind.Number),
        Field.Optional("source"),
        Field.Optional("aliases", Kind.Texts));

    private Answer Query(Call call)
    {
        var fields = call.Read(
            Field.Required("question"), Field.Optional("mode"), Field.Optional("max_results", Kind.Whole));
        var question = fields.Text("question");
        var words = question.Split([' ', '?'], StringSplitOptions.RemoveEmptyEntries);
        var found = _entities.All(entity => words.Any(word => Contains(entity, word)));
        return Answer.Ok(new JsonObject
        {
            ["question"] = question,
            ["mode"] = fields.TextOr("mode", "hybrid"),
            ["answer"] = $"{found.Count} entities are known about this.",
            ["context"] = "",
            ["resultsCount"] = found.Count,
            ["rawResults"] = found,
        });
    }

    private Answer Relate(Call call)
    {
        var members = call.Body();
        if (members["source_id"] is null || members["target_id"] is null)
        {
            return Answer.Detail(400, "Error creating relationship: source_id and target_id are required");
        }

        var id = Guid.NewGuid().ToString();
        _relationships.Put(id, (JsonObject)members.DeepClone());
        return Answer.Ok(new JsonObject { ["relationship_id"] = id, ["status"] = "created" });
    }

    /// <summary>Words that begin with a capital letter.</summary>
    private static Answer Extract(Call call)
    {
        var fields = call.Read(Field.Required("text"));
        var names = fields.Text("text").Split([' ', '.', ','], StringSplitOptions.RemoveEmptyEntries)
            .Where(word => char.IsUpper(word[0])).Distinct();
        return Answer.Ok(new JsonObject
        {
            ["entities"] = new JsonArray([.. names.Select(name => new JsonObject
            {
                ["name"] = name,
                ["entityType"] = "unknown",
            })]),
        });
    }
}
