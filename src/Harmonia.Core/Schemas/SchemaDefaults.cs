using System.Text.Json;
using Harmonia.Core.Executions;

namespace Harmonia.Core.Schemas;

/// <summary>Fills in what a caller left out.</summary>
public static class SchemaDefaults
{
    /// <summary>
    /// Adds the <c>default</c> of each absent property that the schema lists at its top under <c>properties</c>. JSON
    /// Schema only annotates with it; people who start workflows expect it to be filled in.
    /// </summary>
    /// <returns><paramref name="value"/> itself when there is nothing to add.</returns>
    public static JsonElement Apply(JsonElement? schema, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object
            || schema is not { ValueKind: JsonValueKind.Object } source
            || !source.TryGetProperty("properties", out var properties)
            || properties.ValueKind != JsonValueKind.Object)
        {
            return value;
        }

        var missing = properties.EnumerateObject()
            .Where(property => property.Value.ValueKind == JsonValueKind.Object
                && property.Value.TryGetProperty("default", out _)
                && !value.TryGetProperty(property.Name, out _))
            .ToArray();
        return missing.Length == 0 ? value : JsonText.Write(writer =>
        {
            writer.WriteStartObject();
            foreach (var member in value.EnumerateObject())
            {
                member.WriteTo(writer);
            }

            foreach (var property in missing)
            {
                writer.WritePropertyName(property.Name);
                property.Value.GetProperty("default").WriteTo(writer);
            }

            writer.WriteEndObject();
        });
    }
}
