using Harmonia.Components.Tekton.Calling;

namespace Harmonia.Components.Tekton.Others;

/// <summary>Sophia, the family's metrics and analytics.</summary>
internal static class SophiaComponent
{
    public const string Name = "sophia";

    public static FamilyComponent Create() => new(
        Name,
        new RestAction(
            "submit_metric", "POST", "/api/v1/metrics/",
            Field.Need("metric_id", "name", "metric"),
            Field.Need("value"),
            Field.May("source").Or("\"harmonia\""))
        {
            Aliases = ["record_metric"],
            Result = "data",
        },
        new RestAction("aggregate_metrics", "POST", "/api/v1/metrics/aggregate") { Result = "data" },
        new RestAction("predict", "POST", "/api/v1/analytics/predict") { Result = "data" },
        new RestAction("detect_patterns", "POST", "/api/v1/analytics/patterns/detect") { Result = "data" },
        new RestAction("analyze_causality", "POST", "/api/v1/analytics/causality/analyze") { Result = "data" },
        new RestAction("detect_events", "POST", "/api/v1/analytics/events/detect") { Result = "data" },
        new AnalyzeBy(
            "analyze_data",
            new RestAction("analyze_data", "POST", "/api/v1/analytics/patterns/detect") { Result = "data|patterns" },
            "Sophia looks for patterns in its metrics, and cannot read a file."));
}
