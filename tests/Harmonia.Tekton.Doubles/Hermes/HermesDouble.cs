using System.Text.Json.Nodes;
using Harmonia.Tekton.Doubles.Serving;
using Microsoft.AspNetCore.Http;

namespace Harmonia.Tekton.Doubles.Hermes;

/// <summary>Plays Hermes: registry, catalogue of tools, agents and database services below <c>/api</c>.</summary>
public sealed class HermesDouble : TektonDouble
{
    private const string TokenHeader = "X-Authentication-Token";
    private const double SecondsOfHealth = 60;

    private static readonly Identity Hermes = new("hermes", 8001, "Message bus and service registry")
    {
        DiscoveryPath = "/discovery",
        Capabilities = ["service_discovery", "message_bus", "component_registration", "health_monitoring"],
        Endpoints =
        [
            ("/api/v1/register", "POST", "Register a component"),
            ("/api/v1/heartbeat", "POST", "Send a heartbeat"),
            ("/api/v1/query", "POST", "Query services"),
        ],
        Dependencies = [],
    };

    private readonly HermesRegistry _registry = new();
    private readonly HermesTokens _tokens;
    private readonly HermesTools _tools;
    private readonly HermesAgents _agents;
    private readonly HermesDatabase _database = new();

    public HermesDouble(TimeProvider? time = null)
        : base(Hermes, time)
    {
        RegisteredWithHermes = true;
        _tokens = new(Time);
        _tools = new(Time);
        _agents = new(Time);
    }

    /// <summary>The ids of the registry, oldest first.</summary>
    public IReadOnlyList<string> Registered => [.. _registry.All.Select(entry => entry.Id)];

    /// <summary>Whether A2A asks for no bearer header, as an operator may set.</summary>
    public bool IsA2AOpen
    {
        get => _agents.IsOpen;
        set => _agents.IsOpen = value;
    }

    /// <summary>What was published on channels of A2A: the channel and the message as JSON text.</summary>
    public IReadOnlyList<(string Channel, string Message)> Published => _agents.Published;

    /// <summary>Loses all that is held in memory. Tokens stay good: only their signature is looked at.</summary>
    public void Restart()
    {
        _registry.Clear();
        _tools.Clear();
        _agents.Clear();
    }

    private protected override void Map(Router router)
    {
        router.Get("/health", _ => Answer.Ok(ServiceHealth()));
        MapStandard(router);
        router.Post("/api/register", Register);
        router.Post("/api/heartbeat", Heartbeat);
        router.Post("/api/unregister", Unregister);
        router.Post("/api/query", Query);
        router.Get("/api/components", List);
        router.Get("/api/components/{name}", Named);
        router.Get("/api/health", _ => Answer.Ok(HealthDocument()));
        _tools.Map(router);
        _agents.Map(router);
        _database.Map(router);
        router.Post("/api/llm/chat", Chat);
    }

    /// <summary>The count stays at nothing: it is taken from the other registry.</summary>
    private protected override JsonObject HealthDetails() => new()
    {
        ["registered_components"] = 0,
        ["uptime"] = JsonText.Float(-1.19e-06),
    };

    private JsonObject ServiceHealth() => new()
    {
        ["status"] = Health,
        ["component"] = Identity.Name,
        ["version"] = Identity.Version,
        ["port"] = Port,
        ["registered"] = false,
        ["services"] = new JsonObject
        {
            ["service_registry"] = true,
            ["message_bus"] = true,
            ["registration_manager"] = true,
            ["database_manager"] = true,
            ["a2a_service"] = true,
            ["mcp_service"] = true,
        },
    };

    private Answer Register(Call call)
    {
        var fields = call.Read(
            Field.Optional("component_id"),
            Field.Required("name"),
            Field.Required("version"),
            Field.Required("type", alias: "component_type"),
            Field.Required("endpoint"),
            Field.Optional("capabilities", Kind.Texts),
            Field.Optional("metadata", Kind.Object));
        var (name, type) = (fields.Text("name"), fields.Text("type", "component_type"));
        var id = fields.TextOrNull("component_id") ?? NewId(type, name);
        var isKept = _registry.Put(new(
            id,
            name,
            fields.Text("version"),
            fields.Text("endpoint"),
            [.. fields.List("capabilities").Select(one => one!.GetValue<string>())],
            WithType(type, fields.Object("metadata")),
            Time.GetUtcNow()));
        return isKept
            ? Answer.Ok(new JsonObject
            {
                ["success"] = true,
                ["componentId"] = id,
                ["token"] = _tokens.Issue(id),
                ["message"] = "Component registered successfully",
            })
            : Answer.Detail(StatusCodes.Status400BadRequest, "Registration failed");
    }

    private static string NewId(string type, string name) =>
        $"{type}-{name.ToLowerInvariant().Replace(' ', '-')}-{Guid.NewGuid().ToString("N")[..8]}";

    private static JsonObject WithType(string type, JsonObject metadata)
    {
        var merged = new JsonObject { ["type"] = type };
        foreach (var (name, value) in metadata)
        {
            merged[name] = value?.DeepClone();
        }

        return merged;
    }

    private Answer Heartbeat(Call call)
    {
        call.Need(("header", TokenHeader.ToLowerInvariant()));
        var fields = call.Read(Field.Required("component_id"), Field.Optional("status", Kind.Object));
        var id = fields.Text("component_id");
        if (!_tokens.IsFor(id, call.Request.Header(TokenHeader)!))
        {
            return BadToken();
        }

        _registry.Beat(id, Time.GetUtcNow());
        return Answer.Ok(new JsonObject
        {
            ["success"] = true,
            ["timestamp"] = NowEpoch,
            ["message"] = "Heartbeat received",
        });
    }

    private Answer Unregister(Call call)
    {
        call.Need(("query", "component_id"), ("header", TokenHeader.ToLowerInvariant()));
        var id = call.Query("component_id")!;
        return _tokens.IsFor(id, call.Request.Header(TokenHeader)!) && _registry.Remove(id)
            ? Answer.Ok(new JsonObject { ["success"] = true, ["message"] = "Component unregistered successfully" })
            : BadToken();
    }

    private static Answer BadToken() =>
        Answer.Detail(StatusCodes.Status401Unauthorized, "Invalid authentication token");

    /// <summary>Nothing is healthy here, however lately it beat.</summary>
    private Answer Query(Call call)
    {
        var fields = call.Read(
            Field.Optional("capability"), Field.Optional("component_type"), Field.Optional("healthy_only", Kind.Flag));
        var (capability, type) = (fields.TextOrNull("capability"), fields.TextOrNull("component_type"));
        var found =
            from entry in _registry.All
            where entry.Has(capability) && !fields.Flag("healthy_only")
                && (type is null || entry.Metadata["type"]?.ToString() == type)
            select (JsonNode)entry.Queried();
        return Answer.Ok(new JsonArray([.. found]));
    }

    private Answer List(Call call)
    {
        var capability = call.Query("capability");
        var found =
            from entry in _registry.All
            where entry.Has(capability) && call.Query("component_type") is null
                && (!call.Flag("healthy_only") || IsFresh(entry))
            select (JsonNode)entry.Listed();
        var components = new JsonArray([.. found]);
        return Answer.Ok(new JsonObject { ["total"] = components.Count, ["components"] = components });
    }

    private bool IsFresh(HermesEntry entry) =>
        entry.LastHeartbeat is { } last && (Time.GetUtcNow() - last).TotalSeconds <= SecondsOfHealth;

    private Answer Named(Call call) => _registry.All.FirstOrDefault(entry => entry.Name == call["name"]) is { } oldest
        ? Answer.Ok(oldest.Listed())
        : Answer.Detail(StatusCodes.Status404NotFound, $"Component '{call["name"]}' not found");

    private Answer Chat(Call call)
    {
        var fields = call.Read(Field.Required("message"), Field.Optional("model"), Field.Optional("provider"));
        return Answer.Ok(new JsonObject
        {
            ["message"] = $"You said: {fields.Text("message")}",
            ["model"] = fields.TextOr("model", "llama3.3:70b"),
            ["provider"] = fields.TextOr("provider", "rhetor"),
            ["timestamp"] = NowIso,
        });
    }
}
