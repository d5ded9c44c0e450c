using System.Text.Json.Nodes;
using Harmonia.Tekton.Doubles.Serving;
using Microsoft.AspNetCore.Http;

namespace Harmonia.Tekton.Doubles.Prometheus;

/// <summary>Plays Prometheus: as shipped, its business routes are mounted too late and answer 404.</summary>
public sealed class PrometheusDouble : TektonDouble
{
    private static readonly Identity Prometheus = new("prometheus", 8006, "Strategic planning and analysis")
    {
        Capabilities = ["planning", "retrospective_analysis", "resource_management", "improvement_suggestions"],
        Endpoints = [("/api/v1/plans", "*", "Plan management"), ("/api/v1/tracking", "*", "Tracking")],
        WritesSnakeHealth = true,
    };

    private readonly PrometheusPlans _plans;

    public PrometheusDouble(TimeProvider? time = null)
        : base(Prometheus, time) => _plans = new(Time);

    /// <summary>Whether the business routes are mounted, as in a checkout that was mended.</summary>
    public bool Repaired { get; set; }

    /// <summary>What the model says of a text; nothing stands for a model that cannot be reached.</summary>
    public Func<string, string>? Analyst { get; set; }

    private protected override void Map(Router router)
    {
        MapStandard(router);
        var business = new Router();
        _plans.Map(business);
        business.Post("/api/v1/llm/analyze", Analyze);
        business.Post("/api/v1/llm/plan-analysis", OfPlan("Placeholder LLM"));
        business.Post("/api/v1/llm/risk-analysis", OfPlan("Fallback Generator"));
        business.Post("/api/v1/llm/retrospective-analysis", OfPlan("Fallback Generator"));
        business.Post("/api/v1/llm/improvement-suggestions", OfPlan("Fallback Generator"));
        router.Include(business, () => Repaired);
    }

    /// <summary>Without a model the answer is made up, and still a success.</summary>
    private Answer Analyze(Call call)
    {
        var fields = call.Read(
            Field.Required("content"),
            Field.Required("analysis_type"),
            Field.Optional("context", Kind.Object),
            Field.Optional("max_tokens", Kind.Whole));
        var (content, type) = (fields.Text("content"), fields.Text("analysis_type"));
        return Answer.Ok(Envelope.Of($"Analysis of type '{type}' completed successfully", new JsonObject
        {
            ["content_summary"] = content.Length > 100 ? $"{content[..100]}..." : content,
            ["analysis_type"] = type,
            ["timestamp"] = Analyst is null ? null : NowIso,
            ["generated_by"] = Analyst is null ? "Fallback Generator" : "rhetor",
            ["results"] = Analyst is null ? MadeUp() : new JsonObject
            {
                ["main_points"] = JsonText.List(Analyst(content)),
                ["insights"] = new JsonArray(),
                ["recommendations"] = new JsonArray(),
            },
        }));
    }

    private static JsonObject MadeUp() => new()
    {
        ["main_points"] = JsonText.List(
            "Point 1: This is the first main point extracted from the content.",
            "Point 2: This is the second main point extracted from the content.",
            "Point 3: This is the third main point extracted from the content."),
        ["insights"] = JsonText.List(
            "Insight 1: This is an insight derived from the content.",
            "Insight 2: This is another insight derived from the content."),
        ["recommendations"] = JsonText.List(
            "Recommendation 1: This is a recommendation based on the analysis.",
            "Recommendation 2: This is another recommendation based on the analysis."),
    };

    private Func<Call, Answer> OfPlan(string author) => call =>
    {
        var fields = call.Read(Field.Required("plan_id"), Field.Optional("analysis_type"));
        var id = fields.Text("plan_id");
        if (!_plans.Has(id))
        {
            return Envelope.Error(StatusCodes.Status404NotFound, $"Plan {id} not found");
        }

        var type = fields.TextOr("analysis_type", "risk");
        return Answer.Ok(Envelope.Of($"Plan {type} analysis completed successfully", new JsonObject
        {
            ["plan_id"] = id,
            ["analysis_type"] = type,
            ["timestamp"] = null,
            ["generated_by"] = author,
            ["results"] = new JsonArray(new JsonObject
            {
                ["risk"] = "Timeline Risk",
                ["description"] = "The timeline may be too short.",
                ["probability"] = "medium",
                ["impact"] = "high",
                ["mitigation"] = "Adjust the timeline.",
            }),
        }));
    };
}

/// <summary>How Prometheus wraps what it answers.</summary>
internal static class Envelope
{
    public static JsonObject Of(string message, JsonNode? data) => new()
    {
        ["status"] = "success",
        ["message"] = message,
        ["data"] = data,
        ["metadata"] = null,
    };

    public static Answer Error(int status, string message) => new(status, new JsonObject
    {
        ["status"] = "error",
        ["message"] = message,
        ["error_code"] = $"HTTP_{status}",
    });
}
