using System.Text.Json.Nodes;
using Harmonia.Tekton.Doubles.Serving;
using Microsoft.AspNetCore.Http;

namespace Harmonia.Tekton.Doubles.Engram;

/// <summary>Plays Engram: its ESR memory works, its v1 memory fails or pretends.</summary>
public sealed class EngramDouble : TektonDouble
{
    private static readonly Identity Engram = new("engram", 8000, "Memory and context for AI components")
    {
        Capabilities = ["memory_storage", "vector_search", "context_management", "semantic_retrieval"],
        Endpoints = [("/api/v1/memory", "POST", "Store memory"), ("/api/v1/search", "POST", "Search memories")],
        WorkflowPath = "/workflow",
    };

    private readonly Thoughts _thoughts = new();

    public EngramDouble(TimeProvider? time = null)
        : base(Engram, time)
    {
    }

    /// <summary>Whether a search finds anything; what was captured had found nothing.</summary>
    public bool SearchFinds { get; set; } = true;

    /// <summary>Whether ESR is there; its routes answer 503 otherwise.</summary>
    public bool HasEsr { get; set; } = true;

    /// <summary>How many thoughts are stored.</summary>
    public int Count => _thoughts.Count;

    private protected override void Map(Router router)
    {
        MapStandard(router);
        MapEsr(router);
        MapVersion1(router);
    }

    private protected override JsonObject HealthDetails() => new()
    {
        ["memory_manager_initialized"] = true,
        ["storage_mode"] = "vector",
        ["vector_available"] = true,
        ["hermes_integration"] = false,
        ["default_client_id"] = "default",
    };

    private void MapEsr(Router router)
    {
        router.Post("/api/esr/store", Esr(Store));
        router.Get("/api/esr/recall/{id}", Esr(Recall));
        router.Post("/api/esr/search", Esr(Search));
        router.Post("/api/esr/context", Esr(BuildContext));
        router.Post("/api/esr/associate", Esr(Associate));
        router.Post("/api/esr/reflect", Esr(Reflect));
        router.Get("/api/esr/metabolism/status", Esr(Metabolism));
        router.Get("/api/esr/namespaces", Esr(_ => Answer.Ok(new JsonObject
        {
            ["status"] = "success",
            ["namespaces"] = JsonText.List(_thoughts.Owners),
            ["timestamp"] = NowIso,
        })));
        router.Get("/api/esr/status", _ => Answer.Ok(new JsonObject
        {
            ["status"] = HasEsr ? "available" : "unavailable",
            ["timestamp"] = NowIso,
            ["endpoints"] = JsonText.List(
                "/store", "/recall/{memory_id}", "/search", "/context", "/associate", "/metabolism/status",
                "/reflect", "/namespaces"),
        }));
    }

    private void MapVersion1(Router router)
    {
        router.Post("/api/v1/memory", AddMemory);
        router.Get("/api/v1/memory/{id}", GetMemory);
        router.Put("/api/v1/memory/{id}", call => Answer.Ok(new JsonObject
        {
            ["id"] = call["id"],
            ["status"] = "updated",
            ["updated_at"] = NowIso,
        }));
        router.Delete("/api/v1/memory/{id}", call => Answer.Ok(new JsonObject
        {
            ["id"] = call["id"],
            ["status"] = "deleted",
        }));
        router.Post("/api/v1/search", _ => Answer.Error(
            StatusCodes.Status500InternalServerError,
            "Error searching memory: 'StorageService' object has no attribute 'search'"));
        router.Post("/api/v1/context", call => call.Body().ContainsKey("query")
            ? Answer.Ok(new JsonObject { ["context"] = new JsonArray() })
            : Answer.Error(StatusCodes.Status400BadRequest, "Missing required parameter: query"));
        router.Get("/api/v1/namespaces", _ => Answer.Ok(new JsonArray()));
    }

    private Func<Call, Answer> Esr(Func<Call, Answer> answer) => call => HasEsr
        ? answer(call)
        : Answer.Detail(StatusCodes.Status503ServiceUnavailable, "ESR system not available");

    private Answer Store(Call call)
    {
        var fields = call.Read(
            Field.Required("content"),
            Field.Optional("thought_type"),
            Field.Optional("context", Kind.Object),
            Field.Optional("associations", Kind.Texts),
            Field.Optional("confidence", Kind.Number) with { Range = (0, 1) },
            Field.Optional("ci_id"));
        var id = _thoughts.Add(
            fields.TextOr("ci_id", "system"),
            new JsonObject
            {
                ["content"] = fields["content"],
                ["type"] = Thoughts.TypeOf(fields.TextOr("thought_type", "IDEA")),
                ["context"] = fields.Object("context"),
                ["associations"] = fields.List("associations"),
                ["confidence"] = JsonText.Float(fields.Number("confidence", 1)),
                ["source_ci"] = fields.TextOr("ci_id", "system"),
                ["timestamp"] = NowIso,
            });
        return Answer.Ok(new JsonObject { ["status"] = "success", ["memory_id"] = id, ["timestamp"] = NowIso });
    }

    private Answer Recall(Call call) => _thoughts.Find(Owner(call), call["id"]) is { } thought
        ? Answer.Ok(new JsonObject { ["status"] = "success", ["memory"] = thought, ["timestamp"] = NowIso })
        : Answer.Detail(StatusCodes.Status404NotFound, $"Memory {call["id"]} not found");

    /// <summary>Types in lower case are compared with a filter in upper case, so any filter leaves nothing.</summary>
    private Answer Search(Call call)
    {
        var fields = call.Read(
            Field.Required("query"),
            Field.Optional("limit", Kind.Whole) with { Range = (1, 100) },
            Field.Optional("thought_type"),
            Field.Optional("min_confidence", Kind.Number) with { Range = (0, 1) },
            Field.Optional("ci_id"));
        var found = SearchFinds && fields.TextOrNull("thought_type") is null
            ? _thoughts.Search(
                fields.TextOr("ci_id", "system"), fields.Text("query"), fields.Number("min_confidence", 0.5))
            : [];
        var results = JsonText.Copies(found.Take((int)fields.Number("limit", 10)));
        return Answer.Ok(new JsonObject
        {
            ["status"] = "success",
            ["results"] = results,
            ["count"] = results.Count,
            ["timestamp"] = NowIso,
        });
    }

    private Answer BuildContext(Call call)
    {
        var fields = call.Read(
            Field.Required("topic"),
            Field.Optional("depth", Kind.Whole) with { Range = (1, 10) },
            Field.Optional("max_items", Kind.Whole) with { Range = (1, 100) },
            Field.Optional("ci_id"));
        var topic = fields.Text("topic");
        var found = _thoughts.Search(fields.TextOr("ci_id", "system"), topic, 0)
            .Take((int)fields.Number("max_items", 20));
        return Answer.Ok(new JsonObject
        {
            ["status"] = "success",
            ["context"] = new JsonObject { ["topic"] = topic, ["memories"] = JsonText.Copies(found) },
            ["topic"] = topic,
            ["depth"] = fields.Number("depth", 3),
            ["timestamp"] = NowIso,
        });
    }

    private Answer Associate(Call call)
    {
        var fields = call.Read(
            Field.Required("from_memory"),
            Field.Required("to_memory"),
            Field.Optional("association_type"),
            Field.Optional("strength", Kind.Number) with { Range = (0, 1) },
            Field.Optional("ci_id"));
        var (from, to) = (fields.Text("from_memory"), fields.Text("to_memory"));
        var type = fields.TextOr("association_type", "related");
        _thoughts.Associate(fields.TextOr("ci_id", "system"), from, to);
        return Answer.Ok(new JsonObject
        {
            ["status"] = "success",
            ["association_id"] = $"{from}_{type}_{to}",
            ["from"] = from,
            ["to"] = to,
            ["type"] = type,
            ["timestamp"] = NowIso,
        });
    }

    private Answer Reflect(Call call)
    {
        var fields = call.Read(Field.Optional("ci_id"), Field.Optional("reason"));
        return Answer.Ok(new JsonObject
        {
            ["status"] = "success",
            ["action"] = "reflection_triggered",
            ["ci_id"] = fields.TextOr("ci_id", "system"),
            ["reason"] = fields.TextOr("reason", "explicit_request"),
            ["timestamp"] = NowIso,
        });
    }

    private Answer Metabolism(Call call) => Answer.Ok(new JsonObject
    {
        ["status"] = "success",
        ["metabolism"] = new JsonObject
        {
            ["total_memories"] = _thoughts.Count,
            ["promoted"] = 0,
            ["forgotten"] = 0,
            ["last_metabolism"] = null,
        },
        ["ci_id"] = Owner(call),
        ["timestamp"] = NowIso,
    });

    private static string Owner(Call call) => call.Query("ci_id") ?? "system";

    private static Answer AddMemory(Call call) => call.Body()["content"] is { } content && content.ToString().Length > 0
        ? Answer.Error(
            StatusCodes.Status500InternalServerError,
            "Error adding memory: 'StorageService' object has no attribute 'add'")
        : Answer.Error(StatusCodes.Status400BadRequest, "Missing required parameter: content");

    /// <summary>Two ids have something to show; nothing else was ever stored.</summary>
    private Answer GetMemory(Call call) => call["id"] is "1" or "2"
        ? Answer.Ok(new JsonObject
        {
            ["id"] = call["id"],
            ["content"] = $"Sample memory {call["id"]}",
            ["namespace"] = call.Query("namespace") ?? "conversations",
            ["metadata"] = new JsonObject(),
        })
        : Answer.Error(StatusCodes.Status404NotFound, $"Memory {call["id"]} not found");
}
