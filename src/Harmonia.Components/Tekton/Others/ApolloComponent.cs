using Harmonia.Components.Tekton.Calling;

namespace Harmonia.Components.Tekton.Others;

/// <summary>Apollo, which watches contexts and budgets of models. Its <c>/api/actions</c> is something else.</summary>
internal static class ApolloComponent
{
    public const string Name = "apollo";

    public static FamilyComponent Create() => new(
        Name,
        new AnalyzeBy(
            "analyze_metrics",
            new RestAction("analyze_metrics", "GET", "/metrics/health"),
            "Apollo has no endpoint that analyzes metrics."),
        new RestAction("list_contexts", "GET", "/api/contexts") { Result = "data" },
        new RestAction("get_predictions", "GET", "/api/predictions") { Result = "data" },
        new RestAction("get_actions", "GET", "/api/actions/{context_id}") { Result = "data" },
        new RestAction(
            "allocate_budget", "POST", "/api/budget/allocate",
            Field.Need("context_id"),
            Field.Need("task_type"),
            Field.May("priority"))
        {
            Result = "data",
        },
        new RestAction("send_message", "POST", "/api/message", Field.Need("message")) { Result = "data" },
        new RestAction("list_protocols", "GET", "/api/protocols") { Result = "data" })
    {
        McpPath = "/mcp/mcp/process",
    };
}
