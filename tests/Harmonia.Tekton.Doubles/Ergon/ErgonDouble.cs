using System.Text.Json.Nodes;
using Harmonia.Tekton.Doubles.Serving;
using Microsoft.AspNetCore.Http;

namespace Harmonia.Tekton.Doubles.Ergon;

/// <summary>Plays Ergon: agents, the registry of solutions, sandboxes. What is mounted too late answers 404.</summary>
public sealed class ErgonDouble : TektonDouble
{
    private const int MaxAgents = 1000;

    private static readonly Identity Ergon = new("ergon", 8002, "Agents, tools and reusable solutions")
    {
        RegisteredVersion = "0.2.0",
        Capabilities = ["agent_creation", "agent_execution", "memory_integration", "solution_registry"],
        Endpoints =
        [
            ("/api/v1/agents", "*", "Agent management"),
            ("/api/v1/agents/{agent_id}/run", "POST", "Run agent"),
            ("/api/v1/terminal/message", "POST", "Terminal message"),
        ],
        WorkflowPath = "/workflow",
        NeedsHermesToBeReady = true,
    };

    private readonly Lock _lock = new();
    private readonly SortedDictionary<int, JsonObject> _agents = [];
    private readonly ErgonSolutions _solutions;
    private readonly ErgonSandboxes _sandboxes;
    private int _lastAgent;

    public ErgonDouble(TimeProvider? time = null)
        : base(Ergon, time)
    {
        _solutions = new(Time);
        _sandboxes = new(_solutions);
    }

    /// <summary>Whether making an agent fails as it did when it was captured.</summary>
    public bool AgentsFail { get; set; }

    /// <summary>What an agent or the terminal says to a text.</summary>
    public Func<string, string> Speak { get; set; } = text => $"Done: {text}";

    /// <summary>Whether a container tool is installed; without one the sandbox is a 503.</summary>
    public bool HasSandbox
    {
        get => _sandboxes.IsAvailable;
        set => _sandboxes.IsAvailable = value;
    }

    private protected override void Map(Router router)
    {
        MapStandard(router);
        router.Get("/api/v1/status", _ => Answer.Ok(new JsonObject
        {
            ["status"] = "ok",
            ["version"] = Identity.Version,
            ["database"] = false,
            ["models"] = new JsonArray(),
            ["docCount"] = 0,
            ["port"] = Port,
            ["singlePortEnabled"] = true,
        }));
        router.Get("/api/v1/agents", _ => Answer.Ok(Agents()));
        router.Post("/api/v1/agents", CreateAgent);
        router.Get("/api/v1/agents/{id}", call => OfAgent(call, agent => Answer.Ok(agent.DeepClone())));
        router.Delete("/api/v1/agents/{id}", DeleteAgent);
        router.Post("/api/v1/agents/{id}/run", RunAgent);
        router.Post("/api/v1/terminal/message", TerminalMessage);
        router.Post("/api/v1/terminal/stream", TerminalStream);
        router.Get("/api/v1/docs/search", _ => Answer.Ok(new JsonArray()));
        router.Post("/api/ergon/construct/process", Construct);
        _solutions.Map(router);
        _sandboxes.Map(router);
    }

    private JsonArray Agents()
    {
        lock (_lock)
        {
            return JsonText.Copies(_agents.Values);
        }
    }

    private Answer CreateAgent(Call call)
    {
        var fields = call.Read(
            Field.Required("name"),
            Field.Optional("description"),
            Field.Optional("model_name"),
            Field.Optional("tools", Kind.List),
            Field.Optional("temperature", Kind.Number));
        if (AgentsFail)
        {
            return Answer.Error(500, "Error creating agent: name 'error' is not defined");
        }

        lock (_lock)
        {
            if (_agents.Count == MaxAgents)
            {
                return Answer.Error(500, "Error creating agent: the double is full");
            }

            var id = ++_lastAgent;
            _agents[id] = new()
            {
                ["id"] = id,
                ["name"] = fields["name"],
                ["description"] = fields["description"],
                ["modelName"] = fields["model_name"] ?? "llama3.3:70b",
                ["systemPrompt"] = $"You are {fields.Text("name")}.",
                ["createdAt"] = NowIso,
                ["updatedAt"] = NowIso,
            };
            return Answer.Ok(_agents[id].DeepClone());
        }
    }

    private Answer OfAgent(Call call, Func<JsonObject, Answer> answer)
    {
        var id = call.Whole("id");
        JsonObject? agent;
        lock (_lock)
        {
            agent = _agents.GetValueOrDefault(id);
        }

        return agent is null
            ? Answer.Error(StatusCodes.Status404NotFound, $"Agent with ID {id} not found")
            : answer(agent);
    }

    private Answer DeleteAgent(Call call) => OfAgent(call, agent =>
    {
        lock (_lock)
        {
            _agents.Remove(agent["id"]!.GetValue<int>());
        }

        return Answer.Ok(new JsonObject { ["message"] = $"Agent {call["id"]} deleted successfully" });
    });

    private Answer RunAgent(Call call)
    {
        var fields = call.Read(Field.Required("content"), Field.Optional("stream", Kind.Flag));
        return OfAgent(call, _ =>
        {
            var said = Speak(fields.Text("content"));
            return fields.Flag("stream")
                ? Answer.Stream(said, "[DONE]")
                : Answer.Ok(new JsonObject { ["role"] = "assistant", ["content"] = said, ["timestamp"] = NowIso });
        });
    }

    /// <summary>A chat with a model, and no shell.</summary>
    private Answer TerminalMessage(Call call)
    {
        var (message, context) = ReadTerminal(call);
        return Answer.Ok(new JsonObject
        {
            ["status"] = "success",
            ["message"] = Speak(message),
            ["error"] = null,
            ["contextId"] = context,
        });
    }

    private Answer TerminalStream(Call call)
    {
        var (message, context) = ReadTerminal(call);
        return Answer.Stream(
            JsonText.Spaced(new JsonObject { ["chunk"] = Speak(message), ["context_id"] = context }),
            """{"done": true}""");
    }

    private static (string Message, string Context) ReadTerminal(Call call)
    {
        var fields = call.Read(
            Field.Required("message"),
            Field.Optional("context_id"),
            Field.Optional("model"),
            Field.Optional("streaming", Kind.Flag),
            Field.Optional("save_to_memory", Kind.Flag));
        return (fields.Text("message"), fields.TextOr("context_id", "ergon"));
    }

    private Answer Construct(Call call)
    {
        var fields = call.Read(Field.Required("message", Kind.Any), Field.Optional("sender_id"));
        return Answer.Ok(new JsonObject
        {
            ["status"] = "success",
            ["response"] = Speak(fields["message"]?.ToString() ?? ""),
            ["senderId"] = fields.TextOr("sender_id", "ui"),
        });
    }
}
