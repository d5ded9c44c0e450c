using System.Text.Json;
using Harmonia.Components.Tekton.Calling;

namespace Harmonia.Components.Tekton.Prometheus;

/// <summary>Prometheus, the family's planner. It has nothing to do with the time series database.</summary>
internal static class PrometheusComponent
{
    public const string Name = "prometheus";

    public const string Unmounted =
        "Prometheus answers 404: it takes its routes into the application before they are added to it, so only its "
        + "health, ready and discovery routes exist.";

    private static readonly KnownDefect NoRoute = KnownDefect.Unmounted(Unmounted);

    public static FamilyComponent Create() => new(
        Name,
        new AnalyzeResults(),
        new DefineMilestones(),
        Action(
            "create_plan", "POST", "/api/v1/plans/",
            Field.Need("name", "title"),
            Field.May("description").Or("\"\""),
            Field.Need("start_date"),
            Field.Need("end_date"),
            Field.May("methodology").Or("\"agile\"")),
        Action("list_plans", "GET", "/api/v1/plans/"),
        Action("get_plan", "GET", "/api/v1/plans/{plan_id|id}"),
        new RestAction("predict_risks", "POST", "/api/v1/llm/risk-analysis", Field.Need("plan_id"))
        {
            Result = "data.results|data",
            Defects = [NoRoute],
            IsPlaceholder = IsInvented,
            Placeholder = InventedReason,
        },
        Track("track_progress"),
        Track("record_metrics"),
        Action("get_metrics", "GET", "/api/v1/tracking/{plan_id}/metrics", Field.May("metrics")),
        new RestAction("critical_path", "GET", "/api/v1/plans/{plan_id|id}/critical-path")
        {
            Aliases = ["analyze_critical_path"],
            Defects = [NoRoute],
            IsPlaceholder = static _ => true,
            Placeholder = "Prometheus computes no critical path: its answer is the same for every plan.",
        })
    {
        McpPath = "/api/v1/mcp/api/mcp/v2/process",
    };

    public const string InventedReason =
        "Prometheus' model did not answer, and its fallback generator invents an analysis that does not look at the "
        + "data.";

    /// <summary>Whether the text was invented because no model answered.</summary>
    public static bool IsInvented(JsonElement body) =>
        AnswerText.TextAt(body, "data.generated_by") is "Fallback Generator";

    private static RestAction Action(string name, string method, string path, params Field[] fields) =>
        new(name, method, path, [.. fields]) { Result = "data", Defects = [NoRoute] };

    private static RestAction Track(string name) => new(
        name, "POST", "/api/v1/tracking/{plan_id}/update",
        Field.Need("plan_id"),
        Field.May("task_updates", "tasks", "progress"),
        Field.May("milestone_updates", "milestones"),
        Field.May("issues"),
        Field.May("notes"))
    {
        Result = "data",
        Defects = [NoRoute],
    };
}
