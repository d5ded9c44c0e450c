using System.Text.Json;

namespace Harmonia.Core.Definitions.Dialects;

/// <summary>What requests to services are called elsewhere, as input of <c>http.request</c>.</summary>
internal static class ApiRequests
{
    private static readonly string[] OwnBodies = ["json", "text", "base64"];
    private static readonly string[] Bodies = ["body", "data", "payload"];

    public static void Resolve(DialectObject task)
    {
        if (task.OpenObject("input") is not { } input)
        {
            return;
        }

        if (input.Text("method") is { } method && !method.Contains("${", StringComparison.Ordinal))
        {
            var upper = method.ToUpperInvariant();
            if (upper != method)
            {
                input.Set("method", MadeValue.Text(upper, input.PlaceOf("method")));
            }
        }

        if (input.Has("params") && !input.Has("query"))
        {
            input.Rename("params", "query");
        }

        if (!Array.Exists(OwnBodies, input.Has) && Array.Find(Bodies, input.Has) is { } body)
        {
            input.Rename(body, input.Json(body) is { } value && IsText(value) ? "text" : "json");
        }
    }

    /// <summary>A text that is exactly one expression may become anything, so it is sent as JSON.</summary>
    private static bool IsText(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && !value.GetString()!.StartsWith("${", StringComparison.Ordinal);
}
