using System.Text.Json.Nodes;
using Harmonia.Tekton.Doubles.Serving;

namespace Harmonia.Tekton.Doubles.Siblings;

/// <summary>Plays Budget (Penia): its business routes are mounted too late, its MCP messages work.</summary>
public sealed class BudgetDouble : TektonDouble
{
    private static readonly Identity Budget = new("budget", 8013, "Token budgets and costs")
    {
        Capabilities = ["budget_management", "usage_tracking", "price_monitoring"],
        Endpoints = [("/api/v1/budgets", "*", "Budgets")],
    };

    private static readonly string[] Tools =
        ["AllocateBudget", "CheckBudget", "RecordUsage", "GetBudgetStatus", "GetModelRecommendations"];

    private readonly Shelf _usage = new("Usage");

    public BudgetDouble(TimeProvider? time = null)
        : base(Budget, time)
    {
    }

    private protected override void Map(Router router)
    {
        MapStandard(router);
        router.Get("/api/mcp/tools", _ => Answer.Ok(new JsonObject
        {
            ["tools"] = JsonText.List(Tools),
            ["count"] = Tools.Length,
        }));
        router.Post("/api/mcp/process", Process);
        router.Post("/api/mcp/message", call => Answer.Ok(new JsonObject
        {
            ["status"] = "success",
            ["message"] = "Message received",
            ["data"] = call.Body().DeepClone(),
        }));
    }

    private Answer Process(Call call)
    {
        var fields = call.Read(Field.Required("tool_name"), Field.Optional("arguments", Kind.Object));
        var name = fields.Text("tool_name");
        if (!Tools.Contains(name))
        {
            return Answer.Ok(new JsonObject
            {
                ["status"] = "error",
                ["error"] = $"Unknown tool: {name}",
                ["result"] = null,
            });
        }

        if (name == "RecordUsage")
        {
            _usage.Put(Guid.NewGuid().ToString(), fields.Object("arguments"));
        }

        return Answer.Ok(new JsonObject
        {
            ["status"] = "success",
            ["error"] = null,
            ["result"] = new JsonObject { ["tool"] = name, ["records"] = _usage.Count },
        });
    }
}
