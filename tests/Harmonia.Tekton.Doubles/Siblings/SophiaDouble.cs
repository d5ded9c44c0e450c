using System.Text.Json.Nodes;
using Harmonia.Tekton.Doubles.Serving;

namespace Harmonia.Tekton.Doubles.Siblings;

/// <summary>Plays Sophia: the only component that really takes metrics in.</summary>
public sealed class SophiaDouble : TektonDouble
{
    private static readonly Identity Sophia = new("sophia", 8014, "Measurement and analysis")
    {
        DiscoveryPath = "/discovery",
        Capabilities = ["metrics_collection", "pattern_detection", "prediction"],
        Endpoints = [("/api/v1/metrics", "*", "Metrics"), ("/api/v1/analytics", "*", "Analytics")],
    };

    private readonly Shelf _metrics = new("Metric");

    public SophiaDouble(TimeProvider? time = null)
        : base(Sophia, time)
    {
    }

    private protected override void Map(Router router)
    {
        MapStandard(router);
        router.Post("/api/v1/metrics/", Record);
        router.Get("/api/v1/metrics/", call => Answer.Ok(
            _metrics.All(metric => IsOf(metric, call.Query("metric_id")))));
        router.Post("/api/v1/metrics/aggregate", Aggregate);
        router.Post("/api/v1/analytics/patterns/detect", call => Analysis(call, "patterns"));
        router.Post("/api/v1/analytics/events/detect", call => Analysis(call, "events"));
        router.Post("/api/v1/analytics/causality/analyze", call => Analysis(call, "relationships"));
        router.Post("/api/v1/analytics/predict", call => Analysis(call, "predictions"));
        router.Post("/api/v1/analytics/network/analyze", call => Analysis(call, "network"));
    }

    private static bool IsOf(JsonObject metric, string? id) => id is null || metric["metric_id"]!.ToString() == id;

    private Answer Record(Call call)
    {
        var fields = call.Read(
            Field.Required("metric_id"),
            Field.Required("value", Kind.Any),
            Field.Optional("source"),
            Field.Optional("timestamp"),
            Field.Optional("context", Kind.Object),
            Field.Optional("tags", Kind.Texts));
        _metrics.Put(Guid.NewGuid().ToString(), new()
        {
            ["metric_id"] = fields["metric_id"],
            ["value"] = fields["value"],
            ["source"] = fields["source"],
            ["timestamp"] = fields["timestamp"] ?? NowIso,
            ["context"] = fields.Object("context"),
            ["tags"] = fields.List("tags"),
        });
        return Answer.Ok(new JsonObject
        {
            ["success"] = true,
            ["message"] = "Metric recorded successfully",
            ["data"] = null,
        });
    }

    private Answer Aggregate(Call call)
    {
        var fields = call.Read(Field.Required("metric_id"), Field.Optional("aggregation"), Field.Optional("interval"));
        var values = _metrics.All(metric => IsOf(metric, fields.Text("metric_id")))
            .Select(metric => metric!["value"]?.ToString())
            .Select(text => double.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var value)
                ? value
                : 0)
            .ToList();
        var aggregation = fields.TextOr("aggregation", "avg");
        return Answer.Ok(new JsonObject
        {
            ["metric_id"] = fields["metric_id"],
            ["aggregation"] = aggregation,
            ["count"] = values.Count,
            ["value"] = values.Count == 0 ? null : JsonText.Float(aggregation switch
            {
                "sum" => values.Sum(),
                "min" => values.Min(),
                "max" => values.Max(),
                "count" => values.Count,
                _ => values.Average(),
            }),
        });
    }

    /// <summary>No file is ever looked at; the analyses are of what was recorded.</summary>
    private Answer Analysis(Call call, string name)
    {
        call.Body();
        return Answer.Ok(new JsonObject
        {
            [name] = new JsonArray(),
            ["metrics_seen"] = _metrics.Count,
            ["timestamp"] = NowIso,
        });
    }
}
