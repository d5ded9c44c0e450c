using System.Collections.Frozen;
using System.Text.Json;
using Harmonia.Client;

namespace Harmonia.Server.Rest.OpenApi;

/// <summary>The descriptions of the calls about components.</summary>
internal static class ComponentDescriptions
{
    private const string Tag = "Components";
    private const string Meaning = "The declaration of a component.";
    private const string One = "/api/components/{name}";

    private const string Declaration =
        """
        {
          "name": "weather",
          "base_url": "https://weather.example.com",
          "actions": [
            {
              "name": "forecast",
              "path": "/forecast/{city}",
              "method": "GET",
              "parameters": [{"name": "city", "type": "string", "required": true}],
              "result_path": "$.result"
            }
          ],
          "authentication": {"type": "bearer", "token": "${env.WEATHER_TOKEN}"}
        }
        """;

    public static FrozenDictionary<string, ApiDescription> All { get; } = new Dictionary<string, ApiDescription>
    {
        ["GET /api/components"] = new(
            "listComponents", Tag, "Components by name: built in, registered and discovered.", typeof(ComponentList))
        {
            Query =
            [
                ("limit", "Rows at most: 1 to 1000, 100 unless told."),
                ("offset", "Rows to pass over; 0 unless told."),
            ],
        },
        ["POST /api/components"] = new(
            "registerComponent", Tag, "Registers a new component.", typeof(ComponentSaved))
        {
            Statuses = [201],
            Errors = [409, 413, 415],
            TakesDefinition = true,
            Document = Meaning,
            Example = Declaration,
        },
        ["GET " + One] = new(
            "getComponent", Tag, "A component with its declaration, and how it is.", typeof(ComponentDetail))
        {
            Errors = [404],
        },
        ["PUT " + One] = new(
            "putComponent",
            Tag,
            "Registers a component: 200 in the place of an earlier declaration, 201 when there was none.",
            typeof(ComponentSaved))
        {
            Statuses = [200, 201],
            Errors = [409, 412, 413, 415],
            TakesDefinition = true,
            Document = Meaning,
            Example = Declaration,
        },
        ["DELETE " + One] = new(
            "removeComponent", Tag, "Removes a component that was registered.", typeof(ComponentRemoved))
        {
            Errors = [404, 409],
        },
        ["POST " + One + "/test"] = new(
            "testComponent", Tag, "Asks a component whether it is there.", typeof(ComponentTest))
        {
            Errors = [404],
        },
        ["GET " + One + "/actions"] = new(
            "listActions", Tag, "Its actions with what they take.", typeof(ComponentActionList))
        {
            Errors = [404],
        },
        ["GET " + One + "/actions/{action}"] = new("getAction", Tag, "One of its actions.", typeof(ComponentAction))
        {
            Errors = [404],
        },
        ["POST " + One + "/actions/{action}"] = new(
            "callAction", Tag, "Calls an action once, outside any execution.", typeof(ActionAnswer))
        {
            Errors = [404, 413, 415, 422, 429],
            Body = typeof(JsonElement),
            Example = """{"city": "Oslo"}""",
            Query = [("timeout", "Seconds that the call may take, up to 300; as for any request unless told.")],
        },
        ["GET /api/capabilities"] = new(
            "listOwnActions",
            Tag,
            "What this server does for engines that speak the adapter protocol.",
            typeof(AdapterCapabilities)),
        ["GET /api/actions/{action}/schema"] = new(
            "getOwnActionSchema", Tag, "The JSON Schema of what such an action takes.", typeof(JsonElement))
        {
            Errors = [404],
        },
        ["POST /api/actions/{action}"] = new(
            "callOwnAction", Tag, "Has such an action carried out.", typeof(AdapterAnswer))
        {
            Errors = [404, 409, 413, 415, 422],
            Body = typeof(JsonElement),
            Example = """{"params": {"workflow_id": "hello", "input": {"name": "Ada"}}, "context": {}}""",
        },
    }.ToFrozenDictionary(StringComparer.Ordinal);
}
