using Harmonia.Components.Tekton.Calling;

namespace Harmonia.Components.Tekton.Others;

/// <summary>Budget, also called Penia: what models cost. Its routes are not served, its MCP tools are.</summary>
internal static class BudgetComponent
{
    public const string Name = "budget";

    private static readonly KnownDefect NoRoute = KnownDefect.Unmounted(
        "Budget answers 404: it takes its /api/v1 routes into the application before they are added to it.");

    public static FamilyComponent Create(string name) => new(
        name,
        new RestAction("list_budgets", "GET", "/api/v1/budgets") { Result = "data|items", Defects = [NoRoute] },
        new RestAction(
            "allocate_budget", "POST", "/api/v1/allocations",
            Field.Need("context_id"),
            Field.Need("component"),
            Field.Need("task_type"),
            Field.Need("tokens_allocated", "tokens"))
        {
            Result = "allocation_id|data",
            Defects = [NoRoute],
        },
        new RestAction(
            "record_usage", "POST", "/api/v1/usage",
            Field.Need("component"),
            Field.Need("provider"),
            Field.Need("model"),
            Field.Need("task_type"),
            Field.Need("input_tokens"),
            Field.Need("output_tokens"))
        {
            Result = "record_id|data",
            Defects = [NoRoute],
        })
    {
        McpPath = "/api/mcp/process",
    };
}
