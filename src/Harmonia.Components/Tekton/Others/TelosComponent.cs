using Harmonia.Components.Tekton.Calling;

namespace Harmonia.Components.Tekton.Others;

/// <summary>Telos, the family's requirements.</summary>
internal static class TelosComponent
{
    public const string Name = "telos";

    public static FamilyComponent Create() => new(
        Name,
        new RestAction("create_project", "POST", "/api/v1/projects", Field.Need("name", "title"))
        {
            Result = "project_id|id",
        },
        new RestAction("get_project", "GET", "/api/v1/projects/{project_id|id}"),
        new RestAction("list_projects", "GET", "/api/v1/projects") { Result = "projects" },
        new RestAction(
            "create_requirement", "POST", "/api/v1/projects/{project_id}/requirements",
            Field.Need("title", "name"),
            Field.May("description").Or("\"\""),
            Field.May("requirement_type", "type"))
        {
            Result = "requirement_id|id",
        },
        new RestAction(
            "get_requirement", "GET", "/api/v1/projects/{project_id}/requirements/{requirement_id|id}"),
        new RestAction(
            "update_requirement", "PUT", "/api/v1/projects/{project_id}/requirements/{requirement_id|id}"),
        new RestAction("validate_project", "POST", "/api/v1/projects/{project_id|id}/validate"),
        new RestAction("analyze_requirements", "POST", "/api/v1/projects/{project_id|id}/analyze"),
        new RestAction("create_plan", "POST", "/api/v1/projects/{project_id|id}/plan"))
    {
        McpPath = "/api/mcp/v2/api/mcp/v2/process",
    };
}
