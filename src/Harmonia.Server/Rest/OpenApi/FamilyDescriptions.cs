using System.Text.Json;
using Harmonia.Client;

namespace Harmonia.Server.Rest.OpenApi;

/// <summary>Descriptions of the calls that the Tekton family knows.</summary>
internal static class FamilyDescriptions
{
    private const string Tag = "Family";

    private static readonly ApiDescription Discovery = new(
        "discover", Tag, "What this server is, and what there is to call.", typeof(DiscoveryAnswer));

    private static readonly ApiDescription Shutdown = new(
        "shutDown", Tag, "Stops the server; for programs on its machine only.", typeof(ShutdownAnswer))
    {
        Statuses = [202],
        Errors = [403],
    };

    private static readonly ApiDescription Message = new(
        "receiveWorkflowMessage", Tag, "Answers whether there is planned work.", typeof(JsonElement))
    {
        Errors = [413, 415],
        Body = typeof(JsonElement),
        Example = """
            {"purpose": "check_work", "dest": "harmonia",
             "payload": {"component": "harmonia", "action": "look_for_work"}}
            """,
    };

    private static readonly ApiDescription Capability = new(
        "invokeCapability",
        Tag,
        "Has a capability carried out. Errors have the members message, detail and error; what is missing is 422.",
        typeof(JsonElement))
    {
        Errors = [404, 409, 413, 415, 422],
        Body = typeof(JsonElement),
        Example = """{"workflow_id": "hello", "input": {"name": "Ada"}}""",
    };

    private static readonly ApiDescription Entry = new(
        "getRegistryEntry", Tag, "A registered component, by id or name.", typeof(RegistryEntry))
    {
        Errors = [404],
    };

    private static readonly ApiDescription Entries = new(
        "listRegistryEntries", Tag, "Registered components: this server and the family.",
        typeof(IReadOnlyList<RegistryEntry>))
    {
        Query = [("type", "Those of this type only."), ("capability", "Those with this capability only.")],
    };

    public static readonly Dictionary<string, ApiDescription> All = new(StringComparer.Ordinal)
    {
        ["GET /discovery"] = Discovery,
        ["GET /api/v1/discovery"] = Discovery with { IsAlias = true },
        ["POST /shutdown"] = Shutdown,
        ["POST /api/shutdown"] = Shutdown with { IsAlias = true },
        ["GET /shutdown/status"] = new(
            "getShutdownStatus", Tag, "How the server is stopped.", typeof(ShutdownStatus)),
        ["POST /workflow"] = Message,
        ["POST /harmonia/workflow"] = Message with { IsAlias = true },
        ["POST /api/v1/workflow"] = Message with { IsAlias = true },
        ["POST /api/mcp/v2/workflow"] = Message with { IsAlias = true },
        ["POST /capabilities/{name}"] = Capability,
        ["POST /api/capabilities/{name}"] = Capability with { IsAlias = true },
        ["GET /registry/component/{id}"] = Entry,
        ["GET /api/registry/component/{id}"] = Entry with { IsAlias = true },
        ["GET /registry/components"] = Entries,
        ["GET /api/registry/components"] = Entries with { IsAlias = true },
    };
}
