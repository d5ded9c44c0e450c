using System.Text.Json.Nodes;
using Harmonia.Tekton.Doubles.Serving;
using Microsoft.AspNetCore.Http;

namespace Harmonia.Tekton.Doubles;

/// <summary>A component with the endpoints that the whole family has: health, ready, discovery, workflow.</summary>
public abstract class TektonDouble : ComponentDouble
{
    private readonly DateTimeOffset _made;
    private readonly WorkInbox _work = new();

    private protected TektonDouble(Identity identity, TimeProvider? time)
        : base(identity.Name, time)
    {
        Identity = identity;
        _made = Time.GetUtcNow();
    }

    /// <summary>What the health document claims; <see cref="Fleet"/> sets it.</summary>
    public bool RegisteredWithHermes { get; set; }

    /// <summary>The status of the health document.</summary>
    public string Health { get; set; } = "healthy";

    /// <summary>Whether /ready says so; a 503 otherwise.</summary>
    public bool IsReady { get; set; } = true;

    internal Identity Identity { get; }

    private protected string NowIso => JsonText.Iso(Time.GetUtcNow());

    private protected JsonNode NowEpoch => JsonText.Epoch(Time.GetUtcNow());

    /// <summary>Puts a file with a workflow where the components look for work.</summary>
    /// <param name="workflowId">The name of the file, without its extension.</param>
    /// <param name="json">An object with status, created, and tasks that each name a component.</param>
    public void AddWork(string workflowId, string json) => _work.Add(workflowId, json);

    /// <summary>What this component alone has in its health document.</summary>
    private protected virtual JsonObject HealthDetails() => [];

    private protected virtual JsonObject DiscoveryMetadata() => [];

    private protected void MapStandard(Router router)
    {
        router.Get("/health", _ => Answer.Ok(HealthDocument()));
        router.Get("/ready", _ => Ready());
        router.Get(Identity.DiscoveryPath, _ => Answer.Ok(Discovery()));
        if (Identity.WorkflowPath is { } path)
        {
            router.Post(path, call => _work.Take(Identity.Name, call));
        }
    }

    private protected JsonObject HealthDocument()
    {
        var (registered, uptime) = Identity.WritesSnakeHealth
            ? ("registered_with_hermes", (JsonNode?)JsonText.Float(SecondsSinceMade()))
            : ("registeredWithHermes", null);
        return new()
        {
            ["status"] = Health,
            ["component"] = Identity.Name,
            ["version"] = Identity.Version,
            ["timestamp"] = NowIso,
            ["uptime"] = uptime,
            ["port"] = Port,
            [registered] = RegisteredWithHermes,
            ["dependencies"] = new JsonArray(),
            ["metrics"] = new JsonObject(),
            ["details"] = HealthDetails(),
        };
    }

    private Answer Ready() => IsReady && (RegisteredWithHermes || !Identity.NeedsHermesToBeReady)
        ? Answer.Ok(new JsonObject
        {
            ["ready"] = true,
            ["component"] = Identity.Spelling,
            ["version"] = Identity.Version,
            ["initializationTime"] = JsonText.Float(SecondsSinceMade()),
            ["timestamp"] = NowIso,
        })
        : Answer.Detail(StatusCodes.Status503ServiceUnavailable, "Component not ready");

    private JsonObject Discovery() => new()
    {
        ["component"] = Identity.Spelling,
        ["version"] = Identity.Version,
        ["description"] = Identity.Description,
        ["endpoints"] = new JsonArray([.. Identity.Endpoints.Select(endpoint => new JsonObject
        {
            ["path"] = endpoint.Path,
            ["method"] = endpoint.Method,
            ["description"] = endpoint.Description,
            ["tags"] = null,
        })]),
        ["capabilities"] = JsonText.List(Identity.Capabilities),
        ["dependencies"] = new JsonObject(
            Identity.Dependencies.Select(one => KeyValuePair.Create(one.Name, (JsonNode?)one.Url))),
        ["metadata"] = DiscoveryMetadata(),
    };

    private double SecondsSinceMade() => Math.Round((Time.GetUtcNow() - _made).TotalSeconds, 3);
}
