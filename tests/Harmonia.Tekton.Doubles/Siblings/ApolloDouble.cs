using System.Text.Json.Nodes;
using Harmonia.Tekton.Doubles.Serving;
using Microsoft.AspNetCore.Http;

namespace Harmonia.Tekton.Doubles.Siblings;

/// <summary>Plays Apollo. Its <c>/api/actions/…</c> are about contexts, not about actions of a component.</summary>
public sealed class ApolloDouble : TektonDouble
{
    private const double TokensByDefault = 1000;

    private static readonly Identity Apollo = new("apollo", 8012, "Executive coordination and prediction")
    {
        Capabilities = ["context_observation", "prediction", "token_budgeting", "protocol_enforcement"],
        Endpoints = [("/api/contexts", "GET", "Contexts"), ("/api/budget/allocate", "POST", "Allocate tokens")],
    };

    private readonly Shelf _protocols = new("Protocol");

    public ApolloDouble(TimeProvider? time = null)
        : base(Apollo, time)
    {
    }

    private protected override void Map(Router router)
    {
        MapStandard(router);
        router.Get("/api/contexts", _ => Good("0 contexts", new JsonArray()));
        router.Get("/api/contexts/{id}", NoContext);
        router.Get("/api/predictions", _ => Good("0 predictions", new JsonArray()));
        router.Get("/api/actions", _ => Good("0 actions", new JsonArray()));
        router.Get("/api/actions/{context_id}", _ => Good("0 actions", new JsonArray()));
        router.Post("/api/actions/{action_id}/applied", call => Problem(
            StatusCodes.Status404NotFound, $"Action {call["action_id"]} not found"));
        router.Post("/api/budget/allocate", Allocate);
        router.Get("/api/protocols", _ => Good($"{_protocols.Count} protocols", _protocols.All()));
        router.Post("/api/protocols", call => Good(
            "Protocol created", _protocols.Put(Guid.NewGuid().ToString(), (JsonObject)call.Body().DeepClone())));
        router.Post("/api/message", call =>
        {
            var fields = call.Read(Field.Required("message"));
            return Answer.Ok(new JsonObject { ["response"] = $"Apollo has seen: {fields.Text("message")}" });
        });
        router.Post("/api/messages", call =>
        {
            call.Body();
            return Good("Message received", null);
        });
        router.Get("/metrics/health", _ => Good("Health metrics", new JsonObject
        {
            ["total_contexts"] = 0,
            ["healthy"] = 0,
            ["average_score"] = JsonText.Float(1),
        }));
    }

    private static Answer NoContext(Call call) =>
        Problem(StatusCodes.Status404NotFound, $"Context {call["id"]} not found");

    private static Answer Allocate(Call call)
    {
        var fields = call.Read(
            Field.Required("context_id"),
            Field.Required("task_type"),
            Field.Optional("component"),
            Field.Optional("priority", Kind.Whole),
            Field.Optional("token_count", Kind.Whole));
        return Good("Budget allocated", new JsonObject
        {
            ["context_id"] = fields["context_id"],
            ["allocated_tokens"] = fields.Number("token_count", TokensByDefault),
            ["task_type"] = fields["task_type"],
        });
    }

    private static Answer Good(string message, JsonNode? data) => Answer.Ok(new JsonObject
    {
        ["status"] = "success",
        ["message"] = message,
        ["data"] = data,
    });

    private static Answer Problem(int status, string message) => new(status, new JsonObject
    {
        ["status"] = "error",
        ["message"] = message,
        ["data"] = null,
    });
}
