using System.Collections.Frozen;
using System.Text.Json;
using Harmonia.Components.Secrets;
using Harmonia.Core.Executions;
using Harmonia.Core.Failures;

namespace Harmonia.Server.Rest.Components;

/// <summary>Hides what may be a secret in a declaration; where a secret is kept is none.</summary>
internal static class DeclarationMask
{
    /// <summary>What is told in the place of a value.</summary>
    public const string Hidden = "***";

    private const string Authentication = "authentication";
    private const string Headers = "headers";
    private const string Actions = "actions";

    /// <summary>Fields of <c>authentication</c> that say how, and not with what.</summary>
    private static readonly FrozenSet<string> Ways =
        new[] { "type", "header", "query" }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Headers whose values are of no use to anybody else.</summary>
    private static readonly FrozenSet<string> Harmless =
        new[] { "accept", "accept-language", "user-agent", "prefer" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public static JsonElement Apply(ReadOnlyMemory<byte> declaration)
    {
        var root = JsonElement.Parse(declaration.Span);
        return JsonText.Write(writer => WriteOwner(writer, root));
    }

    /// <summary>Pointers of headers that hold what is told in the place of a value, instead of a value.</summary>
    public static IEnumerable<string> FindHidden(JsonElement declaration)
    {
        foreach (var pointer in FindHidden(declaration, ""))
        {
            yield return pointer;
        }

        if (declaration.ValueKind == JsonValueKind.Object
            && declaration.TryGetProperty(Actions, out var actions)
            && actions.ValueKind == JsonValueKind.Array)
        {
            foreach (var (index, action) in actions.EnumerateArray().Index())
            {
                foreach (var pointer in FindHidden(action, $"/{Actions}/{index}"))
                {
                    yield return pointer;
                }
            }
        }
    }

    private static IEnumerable<string> FindHidden(JsonElement owner, string pointer) =>
        owner.ValueKind == JsonValueKind.Object
        && owner.TryGetProperty(Headers, out var headers)
        && headers.ValueKind == JsonValueKind.Object
            ? headers.EnumerateObject()
                .Where(header => header.Value.ValueKind == JsonValueKind.String && header.Value.ValueEquals(Hidden))
                .Select(header => JsonPointer.Append($"{pointer}/{Headers}", header.Name))
            : [];

    /// <summary>A component or an action.</summary>
    private static void WriteOwner(Utf8JsonWriter writer, JsonElement owner)
    {
        if (owner.ValueKind != JsonValueKind.Object)
        {
            owner.WriteTo(writer);
            return;
        }

        writer.WriteStartObject();
        foreach (var member in owner.EnumerateObject())
        {
            writer.WritePropertyName(member.Name);
            switch (member.Name)
            {
                case Authentication:
                    WriteHidden(writer, member.Value, Ways);
                    break;
                case Headers:
                    WriteHidden(writer, member.Value, Harmless);
                    break;
                case Actions when member.Value.ValueKind == JsonValueKind.Array:
                    WriteActions(writer, member.Value);
                    break;
                default:
                    member.Value.WriteTo(writer);
                    break;
            }
        }

        writer.WriteEndObject();
    }

    private static void WriteActions(Utf8JsonWriter writer, JsonElement actions)
    {
        writer.WriteStartArray();
        foreach (var action in actions.EnumerateArray())
        {
            WriteOwner(writer, action);
        }

        writer.WriteEndArray();
    }

    private static void WriteHidden(Utf8JsonWriter writer, JsonElement value, FrozenSet<string> shown)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            writer.WriteStringValue(Hidden);
            return;
        }

        writer.WriteStartObject();
        foreach (var member in value.EnumerateObject())
        {
            writer.WritePropertyName(member.Name);
            if (shown.Contains(member.Name) || IsReference(member.Value))
            {
                member.Value.WriteTo(writer);
            }
            else
            {
                writer.WriteStringValue(Hidden);
            }
        }

        writer.WriteEndObject();
    }

    private static bool IsReference(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && SecretReference.Parse(value.GetString()!) is not null;
}
