using System.Text.Json.Nodes;
using Harmonia.Tekton.Doubles.Serving;
using Microsoft.AspNetCore.Http;

namespace Harmonia.Tekton.Doubles.Prometheus;

/// <summary>Plans, their milestones, tasks and tracking, in memory.</summary>
internal sealed class PrometheusPlans(TimeProvider time)
{
    private const int MaxPlans = 1000;
    private const int UsualPage = 20;

    private static readonly string[] Methodologies = ["agile", "waterfall", "hybrid", "kanban", "custom"];

    private readonly Lock _lock = new();
    private readonly Dictionary<string, JsonObject> _plans = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<JsonObject>> _records = new(StringComparer.Ordinal);

    public void Map(Router router)
    {
        router.Get("/api/v1/plans/", List);
        router.Post("/api/v1/plans/", Create);
        router.Get("/api/v1/plans/{plan}", call => OfPlan(call, plan => Copy("Plan retrieved successfully", plan)));
        router.Delete("/api/v1/plans/{plan}", call => OfPlan(call, plan =>
        {
            _plans.Remove(call["plan"]);
            return Copy("Plan deleted successfully", null);
        }));
        router.Post("/api/v1/plans/{plan}/milestones", call => OfPlan(call, plan => AddMilestone(plan, call)));
        router.Get("/api/v1/plans/{plan}/critical-path", call => OfPlan(call, _ =>
            Copy("Critical path calculated successfully", new JsonObject { ["critical_path"] = new JsonArray() })));
        router.Post("/api/v1/plans/{plan}/tasks/", call => OfPlan(call, plan => AddTask(plan, call)));
        router.Get("/api/v1/tracking/{plan}", call => OfPlan(call, _ => Copy(
            "Tracking data retrieved successfully",
            new JsonObject { ["plan_id"] = call["plan"], ["records"] = JsonText.Copies(Records(call)) })));
        router.Post("/api/v1/tracking/{plan}/update", call => OfPlan(call, _ => Track(call)));
        router.Get("/api/v1/tracking/{plan}/metrics", call => OfPlan(call, _ => Metrics(call)));
    }

    public bool Has(string id)
    {
        lock (_lock)
        {
            return _plans.ContainsKey(id);
        }
    }

    private static Answer Copy(string message, JsonNode? data) => Answer.Ok(Envelope.Of(message, data?.DeepClone()));

    /// <summary>Nothing else changes a plan meanwhile.</summary>
    private Answer OfPlan(Call call, Func<JsonObject, Answer> answer)
    {
        lock (_lock)
        {
            return _plans.TryGetValue(call["plan"], out var plan)
                ? answer(plan)
                : Envelope.Error(StatusCodes.Status404NotFound, $"Plan {call["plan"]} not found");
        }
    }

    private Answer List(Call call)
    {
        var page = int.TryParse(call.Query("page"), out var asked) ? Math.Max(asked, 1) : 1;
        var size = int.TryParse(call.Query("page_size"), out var wanted) ? Math.Clamp(wanted, 1, 100) : UsualPage;
        lock (_lock)
        {
            var shown = _plans.Values.Skip((page - 1) * size).Take(size).ToList();
            return Answer.Ok(new JsonObject
            {
                ["status"] = "success",
                ["message"] = $"Retrieved {shown.Count} plans",
                ["data"] = JsonText.Copies(shown),
                ["page"] = page,
                ["pageSize"] = size,
                ["totalItems"] = _plans.Count,
                ["totalPages"] = Math.Max(1, (_plans.Count + size - 1) / size),
                ["metadata"] = null,
            });
        }
    }

    private Answer Create(Call call)
    {
        var fields = call.Read(
            Field.Required("name"),
            Field.Required("description"),
            Field.Required("start_date"),
            Field.Required("end_date"),
            Field.Required("methodology"),
            Field.Optional("requirements", Kind.Texts),
            Field.Optional("metadata", Kind.Object));
        var methodology = fields.Text("methodology");
        if (!Methodologies.Contains(methodology))
        {
            throw Call.Invalid(Missing.Wrong(
                "value_error", "Value error, methodology must be one of: " + string.Join(", ", Methodologies),
                methodology, "body", "methodology"));
        }

        var id = $"plan-{Guid.NewGuid()}";
        var plan = new JsonObject
        {
            ["plan_id"] = id,
            ["name"] = fields["name"],
            ["description"] = fields["description"],
            ["start_date"] = fields["start_date"],
            ["end_date"] = fields["end_date"],
            ["methodology"] = methodology,
            ["requirements"] = fields.List("requirements"),
            ["tasks"] = new JsonObject(),
            ["milestones"] = new JsonArray(),
            ["metadata"] = fields.Object("metadata"),
            ["created_at"] = JsonText.Epoch(time.GetUtcNow()),
            ["updated_at"] = JsonText.Epoch(time.GetUtcNow()),
            ["version"] = 1,
        };
        lock (_lock)
        {
            if (_plans.Count == MaxPlans)
            {
                return Envelope.Error(StatusCodes.Status500InternalServerError, "The double is full");
            }

            _plans[id] = plan;
            return Copy("Plan created successfully", plan);
        }
    }

    private Answer AddMilestone(JsonObject plan, Call call)
    {
        var fields = call.Read(
            Field.Required("name"), Field.Optional("description"), Field.Optional("target_date"));
        var milestone = new JsonObject
        {
            ["milestone_id"] = $"milestone-{Guid.NewGuid()}",
            ["name"] = fields["name"],
            ["description"] = fields["description"],
            ["target_date"] = fields["target_date"],
            ["status"] = "not_started",
        };
        plan["milestones"]!.AsArray().Add((JsonNode)milestone.DeepClone());
        Touch(plan);
        return Copy("Milestone added successfully", milestone);
    }

    private Answer AddTask(JsonObject plan, Call call)
    {
        var fields = call.Read(
            Field.Required("name"),
            Field.Required("description"),
            Field.Required("priority"),
            Field.Required("estimated_effort", Kind.Number));
        var id = $"task-{Guid.NewGuid()}";
        var task = new JsonObject
        {
            ["task_id"] = id,
            ["name"] = fields["name"],
            ["description"] = fields["description"],
            ["priority"] = fields["priority"],
            ["estimated_effort"] = fields["estimated_effort"],
            ["status"] = "not_started",
            ["progress"] = JsonText.Float(0),
        };
        plan["tasks"]![id] = task.DeepClone();
        Touch(plan);
        return Copy("Task created successfully", task);
    }

    private void Touch(JsonObject plan)
    {
        plan["version"] = plan["version"]!.GetValue<int>() + 1;
        plan["updated_at"] = JsonText.Epoch(time.GetUtcNow());
    }

    private List<JsonObject> Records(Call call) =>
        _records.TryGetValue(call["plan"], out var known) ? known : _records[call["plan"]] = [];

    private Answer Track(Call call)
    {
        var fields = call.Read(
            Field.Required("plan_id"),
            Field.Optional("task_updates", Kind.Object),
            Field.Optional("milestone_updates", Kind.Object),
            Field.Optional("issues", Kind.List),
            Field.Optional("notes"));
        var records = Records(call);
        if (records.Count == MaxPlans)
        {
            records.RemoveAt(0);
        }

        var record = new JsonObject
        {
            ["record_id"] = $"record-{Guid.NewGuid()}",
            ["record_date"] = JsonText.Iso(time.GetUtcNow()),
            ["task_updates"] = fields.Object("task_updates"),
            ["notes"] = fields["notes"],
        };
        records.Add(record);
        return Copy("Tracking data updated successfully", new JsonObject
        {
            ["plan_id"] = call["plan"],
            ["record_id"] = record["record_id"]!.DeepClone(),
            ["record_date"] = record["record_date"]!.DeepClone(),
        });
    }

    private Answer Metrics(Call call)
    {
        var asked = call.QueryAll("metrics");
        if (asked.Count == 0)
        {
            call.Need(("query", "metrics"));
        }

        var progress = Records(call).LastOrDefault()?["task_updates"]?.AsObject()
            .Select(task => task.Value!.GetValue<double>()).ToList() ?? [];
        var data = new JsonObject();
        foreach (var metric in asked)
        {
            data[metric] = metric switch
            {
                "completion_rate" => JsonText.Float(
                    progress.Count == 0 ? 0 : (double)progress.Count(done => done >= 1) / progress.Count),
                "velocity" or "effort_variance" => JsonText.Float(0),
                "progress_over_time" => new JsonArray(),
                _ => null,
            };
        }

        return Copy("Tracking metrics retrieved successfully", data);
    }
}
