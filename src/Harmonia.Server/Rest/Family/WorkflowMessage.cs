using System.Text.Json;

namespace Harmonia.Server.Rest.Family;

/// <summary>A message of the family's planning, read with tolerance: there are several ways to write it.</summary>
/// <param name="Purpose">What it is for.</param>
/// <param name="Dest">For whom it is; <see langword="null"/> when it does not say.</param>
/// <param name="Action">What is to be done; <see langword="null"/> when it does not say.</param>
/// <param name="Missing">Fields that should be there.</param>
internal sealed record WorkflowMessage(
    string? Purpose, string? Dest, string? Action, IReadOnlyList<string> Missing)
{
    public const string CheckForSprints = "check_for_sprints";

    /// <summary>Reads a message to <paramref name="component"/>.</summary>
    public static WorkflowMessage Read(JsonElement body, string component)
    {
        var purpose = Purposes(body, component);
        var payload = Member(body, "payload");
        var (dest, action) = (Text(Member(body, "dest")), Text(Member(payload, "action")));
        if (purpose == CheckForSprints && payload is null)
        {
            return new WorkflowMessage(purpose, dest, action, []); // The user interface says no more than that.
        }

        List<string> missing = [];
        Require("purpose", Member(body, "purpose") is not null);
        Require("dest", dest is not null);
        Require("payload", payload is { ValueKind: JsonValueKind.Object });
        return new WorkflowMessage(purpose, dest, action, missing);

        void Require(string field, bool isThere)
        {
            if (!isThere)
            {
                missing.Add(field);
            }
        }
    }

    /// <summary>A text, or an object with a text for each component.</summary>
    private static string? Purposes(JsonElement body, string component)
    {
        if (Member(body, "purpose") is not { ValueKind: JsonValueKind.Object } each)
        {
            return Text(Member(body, "purpose"));
        }

        foreach (var member in each.EnumerateObject())
        {
            if (member.Name.Equals(component, StringComparison.OrdinalIgnoreCase))
            {
                return Text(member.Value);
            }
        }

        return null;
    }

    private static JsonElement? Member(JsonElement? element, string name) =>
        element is { ValueKind: JsonValueKind.Object } parent
        && parent.TryGetProperty(name, out var value)
        && value.ValueKind is not JsonValueKind.Null
            ? value
            : null;

    private static string? Text(JsonElement? element) =>
        element is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
}
