using System.Text.Json.Nodes;
using Harmonia.Tekton.Doubles.Serving;
using Microsoft.AspNetCore.Http;

namespace Harmonia.Tekton.Doubles.Synthesis;

/// <summary>Plays Synthesis. Errors come with a 200, and its first answer about an execution is "not found".</summary>
public sealed class SynthesisDouble : TektonDouble
{
    private const int Capacity = 5;
    private const int MaxRuns = 1000;
    private const int MaxEvents = 1000;
    private const int UsualLimit = 100;

    private static readonly Identity Synthesis = new("synthesis", 8009, "Execution and integration engine")
    {
        Spelling = "Synthesis",
        Capabilities = ["code_generation", "integration", "execution", "event_streaming", "metric_tracking"],
        Endpoints =
        [
            ("/api/v1/executions", "POST", "Execute a synthesis plan"),
            ("/api/v1/executions", "GET", "List all executions"),
            ("/api/v1/executions/{execution_id}", "GET", "Get execution details"),
            ("/api/v1/metrics", "GET", "Get execution metrics"),
        ],
        Dependencies = [("hermes", "http://localhost:8001"), ("rhetor", "http://localhost:8003")],
        WorkflowPath = "/workflow",
    };

    private readonly Lock _lock = new();
    private readonly List<PlanRun> _runs = [];
    private readonly List<JsonObject> _events = [];
    private readonly PlanSteps _steps;

    public SynthesisDouble(TimeProvider? time = null)
        : base(Synthesis, time) => _steps = new(Emit, Time);

    /// <summary>Whether every plan fails at once with no result, as was captured.</summary>
    public bool PlansFail { get; set; }

    /// <summary>How many requests for an execution find it in progress before they find its end.</summary>
    public int PollsUntilDone { get; set; } = 1;

    /// <summary>How many requests for an execution find nothing at first, when its task is slow to begin.</summary>
    public int PollsNotFound { get; set; }

    private protected override void Map(Router router)
    {
        MapStandard(router);
        router.Post("/api/v1/executions", Start);
        router.Get("/api/v1/executions", List);
        router.Get("/api/v1/executions/{id}", Get);
        router.Get("/api/v1/executions/{id}/results", Results);
        router.Post("/api/v1/executions/{id}/cancel", Cancel);
        router.Post("/api/v1/executions/{id}/variables", Variables);
        router.Get("/api/v1/functions", _ => Answer.Ok(Success(new JsonObject
        {
            ["functions"] = new JsonArray(),
            ["count"] = 0,
        })));
        router.Post("/api/v1/functions/{name}", _ => Answer.Detail(
            StatusCodes.Status501NotImplemented, "Function registration not implemented"));
        router.Get("/api/v1/events", Events);
        router.Post("/api/v1/events", PostEvent);
        router.Get("/api/v1/metrics", _ => Answer.Ok(Metrics()));
    }

    private protected override JsonObject HealthDetails() => new() { ["message"] = "Synthesis is running" };

    private protected override JsonObject DiscoveryMetadata() => new()
    {
        ["websocket_endpoint"] = "/ws",
        ["documentation"] = "/api/v1/docs",
    };

    private protected override void Release() => _steps.Dispose();

    private Answer Start(Call call)
    {
        var fields = call.Read(
            Field.Required("plan", Kind.Object),
            Field.Optional("context", Kind.Object),
            Field.Optional("priority", Kind.Whole),
            Field.Optional("wait_for_completion", Kind.Flag),
            Field.Optional("timeout", Kind.Number));
        var (plan, context) = (fields.Object("plan"), fields.Object("context"));
        if (plan["steps"] is not (null or JsonArray))
        {
            return Answer.Ok(Execution(
                Guid.NewGuid().ToString(), "error", "Error creating execution", null, "'steps' must be a list"));
        }

        plan["plan_id"] ??= Guid.NewGuid().ToString();
        var id = context["context_id"]?.ToString() ?? Guid.NewGuid().ToString();
        var run = new PlanRun(id, plan, context["variables"]?.DeepClone() as JsonObject ?? [], Time.GetUtcNow());
        if (!PlansFail)
        {
            run.Hide(PollsNotFound, PollsUntilDone);
        }

        Keep(run);
        Begin(run);
        return Answer.Ok(Execution(id, "not_found", "Execution started", new JsonObject
        {
            ["context_id"] = id,
            ["status"] = "not_found",
        }));
    }

    private void Keep(PlanRun run)
    {
        lock (_lock)
        {
            if (_runs.Count == MaxRuns)
            {
                _runs.RemoveAt(0);
            }

            _runs.Add(run);
        }
    }

    /// <summary>Steps that call nobody are done when this returns; nothing needs to wait for the others.</summary>
    private void Begin(PlanRun run)
    {
        if (PlansFail)
        {
            run.End("failed", Time.GetUtcNow());
            return;
        }

        _ = RunAsync();

        async Task RunAsync()
        {
            try
            {
                await _steps.RunAsync(run);
            }
            catch (Exception exception)
                when (exception is InvalidOperationException or FormatException or ArgumentException)
            {
                // A step of a form that the original would trip over as well.
                run.End("failed", Time.GetUtcNow());
            }
        }
    }

    private PlanRun? Find(Call call)
    {
        lock (_lock)
        {
            return _runs.Find(run => run.Id == call["id"]);
        }
    }

    private Answer Get(Call call) => Find(call)?.Poll() is { } state
        ? Answer.Ok(Execution(call["id"], state["status"]!.ToString(), null, state))
        : NotFound(call);

    private Answer Results(Call call)
    {
        if (Find(call) is not { } run)
        {
            return NotFound(call);
        }

        var missing = $"Results not found for execution {run.Id}";
        return run.Results() is var (status, results)
            ? Answer.Ok(Success(new JsonObject
            {
                ["execution_id"] = run.Id,
                ["status"] = status,
                ["results"] = results,
            }))
            : Answer.Ok(Problem(missing, missing));
    }

    private Answer Cancel(Call call)
    {
        if (Find(call) is not { } run)
        {
            return Answer.Ok(Problem(
                $"Failed to cancel execution {call["id"]}",
                $"Execution {call["id"]} not found or already completed"));
        }

        run.Cancel();
        return Answer.Ok(Success(null, $"Execution {run.Id} cancelled successfully"));
    }

    /// <summary>It looks for a list of contexts that nobody has made.</summary>
    private Answer Variables(Call call)
    {
        call.Read(Field.Required("operation"), Field.Required("name"), Field.Optional("value", Kind.Any));
        return Find(call) is null
            ? NotFound(call)
            : Answer.Ok(Problem(
                $"Error updating execution variables for {call["id"]}",
                "'ExecutionEngine' object has no attribute 'active_contexts'"));
    }

    private Answer List(Call call)
    {
        var limit = int.TryParse(call.Query("limit"), out var asked) ? asked : UsualLimit;
        List<JsonObject> found;
        lock (_lock)
        {
            found =
            [
                .. Enumerable.Reverse(_runs).Select(run => run.Summary())
                    .Where(one => call.Query("status") is not { } status || one["status"]!.ToString() == status)
                    .Take(limit),
            ];
        }

        return Answer.Ok(Success(new JsonObject
        {
            ["executions"] = JsonText.Copies(found),
            ["count"] = found.Count,
        }));
    }

    private Answer PostEvent(Call call)
    {
        call.Need(("query", "event_type"));
        var id = Emit(call.Query("event_type")!, call.Body().DeepClone());
        return Answer.Ok(Success(new JsonObject { ["event_id"] = id }));
    }

    private Answer Events(Call call)
    {
        var limit = int.TryParse(call.Query("limit"), out var asked) ? asked : UsualLimit;
        List<JsonObject> found;
        lock (_lock)
        {
            found =
            [
                .. _events
                    .Where(one => call.Query("event_type") is not { } type || one["type"]!.ToString() == type)
                    .TakeLast(limit),
            ];
        }

        return Answer.Ok(Success(new JsonObject { ["events"] = JsonText.Copies(found), ["count"] = found.Count }));
    }

    private string Emit(string type, JsonNode data)
    {
        var id = Guid.NewGuid().ToString();
        lock (_lock)
        {
            if (_events.Count == MaxEvents)
            {
                _events.RemoveAt(0);
            }

            _events.Add(new() { ["id"] = id, ["type"] = type, ["data"] = data, ["timestamp"] = NowEpoch });
        }

        return id;
    }

    private JsonObject Metrics()
    {
        lock (_lock)
        {
            var active = _runs.Count(run => run.IsActive);
            return new()
            {
                ["active_executions"] = active,
                ["execution_capacity"] = Capacity,
                ["execution_load"] = JsonText.Float((double)active / Capacity),
                ["total_executions"] = _runs.Count,
                ["timestamp"] = NowEpoch,
            };
        }
    }

    private static Answer NotFound(Call call) =>
        Answer.Detail(StatusCodes.Status404NotFound, $"Execution {call["id"]} not found");

    private static JsonObject Execution(
        string id, string status, string? message, JsonNode? data, string? error = null) =>
        new()
        {
            ["executionId"] = id,
            ["status"] = status,
            ["message"] = message,
            ["data"] = data,
            ["errors"] = error is null ? null : JsonText.List(error),
        };

    private static JsonObject Success(JsonNode? data, string? message = null) => new()
    {
        ["status"] = "success",
        ["message"] = message,
        ["data"] = data,
        ["errors"] = null,
    };

    private static JsonObject Problem(string message, string error) => new()
    {
        ["status"] = "error",
        ["message"] = message,
        ["data"] = null,
        ["errors"] = JsonText.List(error),
    };
}
