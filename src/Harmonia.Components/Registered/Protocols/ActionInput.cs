using System.Text.Json;
using Harmonia.Core.Failures;
using Harmonia.Core.Schemas;

namespace Harmonia.Components.Registered.Protocols;

/// <summary>Checks what a task gives to a declared action, and fills in what it leaves out.</summary>
internal static class ActionInput
{
    private const int MaxShown = 10;

    /// <returns>What is wrong; then <paramref name="prepared"/> is of no use.</returns>
    public static TaskFailure? Prepare(ActionDeclaration action, JsonElement input, out JsonElement prepared)
    {
        prepared = WithoutNulls(action, input);
        if (action.Input is not { } schema)
        {
            return null;
        }

        prepared = SchemaDefaults.Apply(schema.Source, prepared);
        var violations = schema.Validate(prepared);
        if (violations.IsEmpty)
        {
            return null;
        }

        var known = action.Parameters.Select(parameter => parameter.Name).ToArray();
        var sentences = violations.Take(MaxShown).Select(violation =>
            $"{(violation.Pointer is "" ? "" : violation.Pointer + ": ")}{violation.Message}{Hint(violation, known)}");
        return new TaskFailure(
            FailureCodes.InvalidInput,
            $"The input does not fit the action {action.Name}. {string.Join(" ", sentences)}",
            Retryable: false)
        {
            Details = JsonValue.Object(writer => WriteViolations(writer, violations)),
        }.Bounded();
    }

    /// <summary>
    /// Expressions yield null for what is not there, so null stands for a parameter that is left out.
    /// </summary>
    private static JsonElement WithoutNulls(ActionDeclaration action, JsonElement input)
    {
        if (input.ValueKind is not JsonValueKind.Object || action.Parameters.IsEmpty
            || !input.EnumerateObject().Any(member => MeansNothing(action, member)))
        {
            return input;
        }

        return JsonValue.Object(writer =>
        {
            foreach (var member in input.EnumerateObject().Where(member => !MeansNothing(action, member)))
            {
                member.WriteTo(writer);
            }
        });
    }

    private static bool MeansNothing(ActionDeclaration action, JsonProperty member) =>
        member.Value.ValueKind is JsonValueKind.Null
        && action.Parameters.Any(parameter => parameter.Name == member.Name && parameter.Type is not "null");

    private static string Hint(SchemaViolation violation, string[] known)
    {
        if (violation.Keyword is not "additionalProperties")
        {
            return "";
        }

        var name = violation.Pointer.Split('/')[^1];
        return NearestName.Find(name, known) is { } nearest
            ? $" Did you mean \"{nearest}\"?"
            : $" Known are: {string.Join(", ", known)}.";
    }

    private static void WriteViolations(
        Utf8JsonWriter writer, System.Collections.Immutable.ImmutableArray<SchemaViolation> violations)
    {
        writer.WriteStartArray("findings");
        foreach (var violation in violations)
        {
            writer.WriteStartObject();
            writer.WriteString("code", FindingCodes.SchemaViolation);
            writer.WriteString("pointer", violation.Pointer);
            writer.WriteString("message", violation.Message);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
