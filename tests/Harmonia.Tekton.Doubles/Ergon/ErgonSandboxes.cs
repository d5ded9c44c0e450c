using System.Text.Json.Nodes;
using Harmonia.Tekton.Doubles.Serving;
using Harmonia.Tekton.Doubles.Synthesis;
using Microsoft.AspNetCore.Http;

namespace Harmonia.Tekton.Doubles.Ergon;

/// <summary>Sandboxes for registered solutions. They play commands, and never run any.</summary>
internal sealed class ErgonSandboxes(ErgonSolutions solutions)
{
    private const string Root = "/api/ergon/sandbox";
    private const int MaxConcurrent = 10;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Sandbox> _active = new(StringComparer.Ordinal);

    public bool IsAvailable { get; set; } = true;

    public void Map(Router router)
    {
        router.Post($"{Root}/test", Test);
        router.Post($"{Root}/execute", Execute);
        router.Get($"{Root}/results/{{id}}", Results);
        router.Get($"{Root}/active", _ => Answer.Ok(Active()));
        router.Get($"{Root}/providers", _ => Answer.Ok(new JsonObject { ["docker"] = IsAvailable }));
        router.Get($"{Root}/health", _ => Answer.Ok(new JsonObject
        {
            ["status"] = IsAvailable ? "healthy" : "unhealthy",
            ["providers"] = new JsonObject { ["docker"] = IsAvailable },
        }));
        router.Delete($"{Root}/{{id}}", Delete);
    }

    private Answer Test(Call call)
    {
        var fields = call.Read(
            Field.Required("solution_id"),
            Field.Optional("provider"),
            Field.Optional("timeout", Kind.Whole),
            Field.Optional("memory_limit"),
            Field.Optional("cpu_limit", Kind.Number),
            Field.Optional("environment", Kind.Object));
        var solution = fields.Text("solution_id");
        if (!IsAvailable)
        {
            return Answer.Detail(StatusCodes.Status503ServiceUnavailable, "No sandbox provider available");
        }

        if (solutions.Find(solution) is null)
        {
            return Answer.Detail(StatusCodes.Status404NotFound, $"Solution {solution} not found in Registry");
        }

        lock (_lock)
        {
            if (_active.Count == MaxConcurrent)
            {
                return Answer.Detail(
                    StatusCodes.Status429TooManyRequests, $"Maximum concurrent sandboxes ({MaxConcurrent}) reached");
            }

            var id = $"sandbox-{Guid.NewGuid().ToString("N")[..8]}";
            _active[id] = new(solution);
            return Answer.Ok(new JsonObject { ["sandbox_id"] = id });
        }
    }

    /// <summary>A stream of lines, whatever goes wrong.</summary>
    private Answer Execute(Call call)
    {
        var fields = call.Read(Field.Required("sandbox_id"), Field.Optional("command", Kind.Texts));
        var id = fields.Text("sandbox_id");
        lock (_lock)
        {
            if (!_active.TryGetValue(id, out var sandbox))
            {
                return Answer.Stream(Event("error", $"Sandbox {id} not found"), """{"done": true}""");
            }

            var output = CommandLanguage.Run(
                string.Join(' ', fields.List("command").Select(word => word!.GetValue<string>())));
            sandbox.Last = output;
            var lines = $"{output.Out}\n{output.Error}".Split('\n', StringSplitOptions.RemoveEmptyEntries);
            return Answer.Stream([.. lines.Select(line => Event("line", line)), """{"done": true}"""]);
        }
    }

    private Answer Results(Call call)
    {
        lock (_lock)
        {
            return _active.TryGetValue(call["id"], out var sandbox)
                ? Answer.Ok(new JsonObject
                {
                    ["sandbox_id"] = call["id"],
                    ["solution_id"] = sandbox.Solution,
                    ["status"] = sandbox.Status,
                    ["exit_code"] = sandbox.Last?.Code,
                    ["execution_time"] = JsonText.Float(0),
                    ["stdout"] = sandbox.Last?.Out ?? "",
                    ["stderr"] = sandbox.Last?.Error ?? "",
                    ["metrics"] = new JsonObject(),
                    ["errors"] = new JsonArray(),
                })
                : NotFound(call["id"]);
        }
    }

    private JsonArray Active()
    {
        lock (_lock)
        {
            return new([.. _active.Select(one => new JsonObject
            {
                ["sandbox_id"] = one.Key,
                ["solution_id"] = one.Value.Solution,
                ["status"] = one.Value.Status,
                ["provider"] = "docker",
            })]);
        }
    }

    private Answer Delete(Call call)
    {
        lock (_lock)
        {
            return _active.Remove(call["id"])
                ? Answer.Ok(new JsonObject { ["success"] = true })
                : NotFound(call["id"]);
        }
    }

    private static Answer NotFound(string id) =>
        Answer.Detail(StatusCodes.Status404NotFound, $"Sandbox {id} not found");

    private static string Event(string name, string text) => JsonText.Spaced(new JsonObject { [name] = text });

    private sealed class Sandbox(string solution)
    {
        public string Solution => solution;

        public CommandOutput? Last { get; set; }

        public string Status => Last switch { null => "ready", { Code: 0 } => "completed", _ => "failed" };
    }
}
