using System.Collections.Immutable;
using System.Text.Json;
using Harmonia.Core.Failures;
using Harmonia.Core.Schemas;

namespace Harmonia.Components.Registered;

/// <summary>Turns a list of parameters into the schema that inputs are checked against.</summary>
internal static class ParameterSchema
{
    public static JsonSchema? Of(
        ImmutableArray<ParameterDeclaration> parameters, string pointer, List<Finding> findings)
    {
        var schema = JsonSchema.Compile(Write(parameters), SchemaOptions.Default, pointer, findings);
        for (var index = 0; index < parameters.Length; index++)
        {
            if (parameters[index] is { Default: { } value } parameter && !Accepts(parameter, value))
            {
                findings.Add(new(
                    FindingCodes.WrongType,
                    $"{pointer}/{index}/default",
                    $"The default is no {parameter.Type}: {ObjectReader.Kind(value)}."));
            }
        }

        return schema;
    }

    private static bool Accepts(ParameterDeclaration parameter, JsonElement value) =>
        JsonSchema.Compile(
            JsonValue.Object(writer => WriteType(writer, parameter)), SchemaOptions.Default, "", new List<Finding>())
            ?.IsValid(value) is true;

    private static JsonElement Write(ImmutableArray<ParameterDeclaration> parameters) => JsonValue.Object(writer =>
    {
        writer.WriteString("type", "object");
        writer.WriteStartObject("properties");
        foreach (var parameter in parameters.DistinctBy(parameter => parameter.Name))
        {
            writer.WriteStartObject(parameter.Name);
            WriteType(writer, parameter);
            if (parameter.Default is { } value)
            {
                writer.WritePropertyName("default");
                value.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.WriteStartArray("required");
        foreach (var parameter in parameters.Where(parameter => parameter is { Required: true, Default: null })
            .DistinctBy(parameter => parameter.Name))
        {
            writer.WriteStringValue(parameter.Name);
        }

        writer.WriteEndArray();
        writer.WriteBoolean("additionalProperties", false);
    });

    private static void WriteType(Utf8JsonWriter writer, ParameterDeclaration parameter)
    {
        if (parameter.Type is not "any")
        {
            writer.WriteString("type", parameter.Type);
        }

        if (parameter.Description is { } description)
        {
            writer.WriteString("description", description);
        }
    }
}
