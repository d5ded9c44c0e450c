using System.Text.Json.Nodes;
using Harmonia.Tekton.Doubles.Serving;

namespace Harmonia.Tekton.Doubles.Synthesis;

/// <summary>What a step came to.</summary>
internal sealed record StepResult(bool Success, JsonNode? Data, string Message)
{
    public static StepResult Done(JsonNode? data, string message = "") => new(true, data, message);

    public static StepResult Failed(string message, JsonNode? data = null) => new(false, data, message);
}

/// <summary>One execution of a plan. What it has come to is shown only after it was asked for often enough.</summary>
internal sealed class PlanRun(string id, JsonObject plan, JsonObject variables, DateTimeOffset started)
{
    private const int MaxResults = 1000;

    private readonly Lock _lock = new();
    private readonly JsonArray _results = [];
    private string _status = "in_progress";
    private int _hidden;
    private int _polls;
    private DateTimeOffset? _ended;

    public string Id => id;

    public JsonObject Variables => variables;

    public IEnumerable<JsonObject> Steps => (plan["steps"] as JsonArray ?? []).OfType<JsonObject>();

    public bool StopsAtFailure => variables["continue_on_failure"]?.ToString() is not ("true" or "True");

    /// <param name="hidden">How many requests find nothing.</param>
    /// <param name="polls">How many requests after these find it in progress.</param>
    public void Hide(int hidden, int polls) => (_hidden, _polls) = (hidden, polls);

    public void Add(int index, string step, StepResult result, DateTimeOffset at)
    {
        lock (_lock)
        {
            if (_results.Count < MaxResults)
            {
                _results.Add((JsonNode)new JsonObject
                {
                    ["step_index"] = index,
                    ["step_id"] = step,
                    ["success"] = result.Success,
                    ["data"] = result.Data?.DeepClone(),
                    ["timestamp"] = JsonText.Epoch(at),
                });
            }
        }
    }

    public void End(string status, DateTimeOffset at)
    {
        lock (_lock)
        {
            _ended = at;
            _status = _status == "cancelled" ? _status : status;
        }
    }

    /// <summary>Only a flag: whatever runs goes on, and whatever has ended is called cancelled from now on.</summary>
    public void Cancel()
    {
        lock (_lock)
        {
            _status = "cancelled";
        }
    }

    /// <summary>The state as one more request finds it; nothing as long as it is hidden.</summary>
    public JsonObject? Poll()
    {
        lock (_lock)
        {
            if (_hidden > 0)
            {
                _hidden--;
                return null;
            }

            if (_polls > 0 && _status != "cancelled")
            {
                _polls--;
                return State("in_progress", null);
            }

            return State(_status, _ended);
        }
    }

    /// <summary>As lists show it; it does not count as a request for it.</summary>
    public JsonObject Summary()
    {
        lock (_lock)
        {
            return IsShown ? State(_status, _ended) : State("in_progress", null);
        }
    }

    /// <summary>The status and the results; nothing before the end.</summary>
    public (string Status, JsonNode Results)? Results()
    {
        lock (_lock)
        {
            return _ended is not null && IsShown ? (_status, _results.DeepClone()) : null;
        }
    }

    public bool IsActive
    {
        get
        {
            lock (_lock)
            {
                return _ended is null || !IsShown;
            }
        }
    }

    private bool IsShown => (_hidden == 0 && _polls == 0) || _status == "cancelled";

    private JsonObject State(string status, DateTimeOffset? ended)
    {
        var state = new JsonObject
        {
            ["plan_id"] = plan["plan_id"]?.DeepClone(),
            ["context_id"] = id,
            ["status"] = status,
            ["start_time"] = JsonText.Epoch(started),
        };
        if (ended is { } end)
        {
            state["end_time"] = JsonText.Epoch(end);
        }

        return state;
    }
}
