using Harmonia.Components.Tekton.Calling;
using Microsoft.Extensions.Logging;

namespace Harmonia.Components.Tekton.Ergon;

/// <summary>Ergon, the family's agents and solutions.</summary>
internal static class ErgonComponent
{
    public const string Name = "ergon";

    private static readonly KnownDefect NoAgent = new(500, "is not defined", "Ergon's POST /api/v1/agents");

    /// <param name="commands">Runs commands on this machine, as far as the operator allows.</param>
    /// <param name="http">Fetches from addresses that the operator allows.</param>
    /// <param name="tasks">Keeps tasks for people when nobody else does.</param>
    /// <param name="logger">Takes outcomes and notifications.</param>
    public static FamilyComponent Create(
        LocalCommands commands, FetchFromApi http, LocalTasks tasks, ILogger logger) => new(
        Name,
        [
            new ExecuteCommand(commands),
            http,
            new CreateTask(tasks),
            new ChangeTask("get_task", tasks),
            new ChangeTask("update_task", tasks),
            new ChangeTask("assign_task", tasks),
            new ChangeTask("complete_task", tasks),
            new LogLine("log_outcome", LogLevel.Information, logger),
            new LogLine("log_error", LogLevel.Error, logger),
            new FormatText(),
            new CombineData(),
            new SendNotification(logger),
            .. ((string[])["process_data", "process_approval", "process_rejection", "process_timeout"])
                .Select(name => new RunAgent(name, needsAgent: false)),
            new RunAgent("run_agent", needsAgent: true),
            .. Rest(),
        ])
        {
            McpPath = "/api/mcp/v2/mcp/process",
        };

    private static IEnumerable<IFamilyAction> Rest() =>
    [
        new RestAction(
            "create_agent", "POST", "/api/v1/agents",
            Field.Need("name"),
            Field.Need("description"),
            Field.May("model_name", "model"))
        {
            Defects = [NoAgent],
            Also = [("agent_id", "id")],
        },
        new RestAction("list_agents", "GET", "/api/v1/agents"),
        new RestAction("get_agent", "GET", "/api/v1/agents/{agent_id|id}"),
        new RestAction("delete_agent", "DELETE", "/api/v1/agents/{agent_id|id}"),
        new RestAction(
            "store_solution", "POST", "/api/ergon/registry/store",
            Field.Need("name"),
            Field.May("type").Or("\"solution\""),
            Field.May("version").Or("\"1.0.0\""),
            Field.Need("content", "solution", "data"))
        {
            Result = "id",
            Also = [("solution_id", "id")],
        },
        new RestAction("search_solutions", "GET", "/api/ergon/registry/search") { Result = "results" },
        new RestAction("get_solution", "GET", "/api/ergon/registry/{solution_id|id}"),
        new RestAction(
            "test_solution", "POST", "/api/ergon/sandbox/test", Field.Need("solution_id", "id"))
        {
            Result = "sandbox_id",
        },
        new RestAction("get_sandbox_results", "GET", "/api/ergon/sandbox/results/{sandbox_id}") { Result = "stdout" },
        new RestAction("delete_sandbox", "DELETE", "/api/ergon/sandbox/{sandbox_id}"),
        new RestAction("search_docs", "GET", "/api/v1/docs/search", Field.Need("query")),
        new RestAction(
            "send_message", "POST", "/api/v1/terminal/message",
            Field.Need("message", "content", "prompt"),
            Field.Fixed("streaming", "false"))
        {
            Aliases = ["ask"],
            Result = "message",
        },
        new RestAction("construct", "POST", "/api/ergon/construct/process", Field.Need("message", "content"))
        {
            Result = "response",
        },
        new RestAction("get_status", "GET", "/api/v1/status"),
        new RestAction("analyze", "POST", "/api/v1/analyze")
        {
            Defects =
            [
                KnownDefect.Unmounted(
                    "Ergon answers 404: it takes its /api/v1 routes into the application before this one is added."),
            ],
            IsPlaceholder = static _ => true,
            Placeholder = "Ergon analyzes nothing: its answer is the same for every input.",
        },
    ];
}
