using Harmonia.Components.Tekton.Calling;

namespace Harmonia.Components.Tekton.Others;

/// <summary>Metis, the family's board of tasks and sprints.</summary>
internal static class MetisComponent
{
    public const string Name = "metis";

    public static FamilyComponent Create() => new(
        Name,
        new RestAction(
            "create_task", "POST", "/api/v1/tasks",
            Field.Need("title", "name"),
            Field.May("description").Or("\"\""))
        {
            Result = "task|data",
            Also = [("task_id", "task.id|task_id|id")],
        },
        new RestAction("get_task", "GET", "/api/v1/tasks/{task_id|id}") { Result = "task|data" },
        new RestAction("list_tasks", "GET", "/api/v1/tasks") { Result = "tasks|data" },
        new RestAction("update_task", "PUT", "/api/v1/tasks/{task_id|id}") { Result = "task|data" },
        new RestAction("delete_task", "DELETE", "/api/v1/tasks/{task_id|id}"),
        new RestAction("break_down_tasks", "POST", "/api/v1/tasks/{task_id|id}/decompose")
        {
            Aliases = ["decompose_task"],
            Result = "subtasks|data",
        },
        new RestAction("estimate_complexity", "POST", "/api/v1/tasks/{task_id|id}/analyze-complexity")
        {
            Aliases = ["analyze_requirements"],
            Result = "analysis|complexity|data",
        },
        new RestAction("suggest_order", "POST", "/api/v1/tasks/suggest-order") { Result = "order|data" },
        new RestAction("list_sprints", "GET", "/api/v1/sprints", Field.May("status")) { Result = "sprints|data" },
        new RestAction("get_sprint", "GET", "/api/v1/sprints/{sprint_id|id}") { Result = "sprint|data" },
        new RestAction("export_sprint", "POST", "/api/v1/sprints/{sprint_id|id}/export") { Result = "data" })
    {
        McpPath = "/api/v1/mcp/api/mcp/v2/process",
    };
}
