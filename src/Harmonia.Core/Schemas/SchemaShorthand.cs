using System.Buffers;
using System.Text.Json;
using Harmonia.Core.Schemas.Compilation;

namespace Harmonia.Core.Schemas;

/// <summary>Turns the short form of documents, a bare map of properties, into a real schema.</summary>
/// <remarks>
/// <para>A property is a type's name, such as <c>"integer"</c> or <c>"any"</c>, or an object that declares it.</para>
/// <para><c>required: true</c> inside a property makes it required; properties are optional otherwise.</para>
/// </remarks>
public static class SchemaShorthand
{
    private const string AnyType = "any";
    private const string Required = "required";

    private static readonly string[] TypeNames =
        ["string", "number", "integer", "boolean", "object", "array", AnyType, "null"];

    // With one of these, validly written, an object is a schema whatever else it holds. Left out are the keywords
    // that are good names for properties too, such as "title", "format", "items" and "contains".
    private static readonly string[] Decisive =
    [
        "type", "properties", "required", "anyOf", "oneOf", "allOf", "enum", "const", "not", "if",
        "$schema", "$ref", "$id", "$defs", "$anchor", "$dynamicRef", "$dynamicAnchor",
        "additionalProperties", "patternProperties", "propertyNames", "unevaluatedProperties",
        "prefixItems", "unevaluatedItems", "dependentSchemas",
    ];

    /// <returns>The source itself when it is a schema already, or nothing that could be a map of properties.</returns>
    public static JsonElement Expand(JsonElement source)
    {
        try
        {
            return source.ValueKind == JsonValueKind.Object && IsPropertyMap(source) ? Write(source) : source;
        }
        catch (InvalidOperationException)
        {
            return source; // Text that is not Unicode; compiling the schema says so.
        }
    }

    private static bool IsPropertyMap(JsonElement source)
    {
        var isEmpty = true;
        var isSchema = false;
        var declares = true;
        foreach (var member in source.EnumerateObject())
        {
            isEmpty = false;
            var isKeyword = SchemaKeywords.Shapes.TryGetValue(member.Name, out var shape)
                && SchemaKeywords.FindProblem(shape, member.Value) is null;
            if (isKeyword && Decisive.Contains(member.Name) && !IsMistakable(member))
            {
                return false;
            }

            isSchema |= isKeyword;
            declares &= IsDeclaration(member.Value);
        }

        return !isEmpty && (declares || !isSchema);
    }

    // {"properties": {"type": "string"}} declares a property of that name, because "string" is no schema.
    private static bool IsMistakable(JsonProperty member) =>
        member.Name == "properties"
        && IsDeclaration(member.Value)
        && member.Value.EnumerateObject().Any(property => !IsSchema(property.Value));

    private static bool IsSchema(JsonElement value) =>
        value.ValueKind is JsonValueKind.Object or JsonValueKind.True or JsonValueKind.False;

    private static bool IsDeclaration(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => TypeNames.Contains(value.GetString()),
        JsonValueKind.Object => !value.EnumerateObject().Any() || value.EnumerateObject().Any(IsDeclared),
        _ => false,
    };

    private static bool IsDeclared(JsonProperty member) =>
        IsRequiredFlag(member)
        || IsAnyType(member)
        || (SchemaKeywords.Shapes.TryGetValue(member.Name, out var shape)
            && SchemaKeywords.FindProblem(shape, member.Value) is null);

    private static bool IsRequiredFlag(JsonProperty member) =>
        member.Name == Required && (member.Value.ValueKind is JsonValueKind.True or JsonValueKind.False);

    private static bool IsAnyType(JsonProperty member) =>
        member.Name == "type" && member.Value.ValueKind == JsonValueKind.String && member.Value.ValueEquals(AnyType);

    private static JsonElement Write(JsonElement source)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("type", "object");
            writer.WriteStartObject("properties");
            foreach (var member in source.EnumerateObject())
            {
                writer.WritePropertyName(member.Name);
                WriteProperty(writer, member.Value);
            }

            writer.WriteEndObject();
            WriteRequired(writer, source);
            writer.WriteEndObject();
        }

        var reader = new Utf8JsonReader(buffer.WrittenSpan, new JsonReaderOptions { MaxDepth = int.MaxValue });
        return JsonElement.ParseValue(ref reader);
    }

    private static void WriteProperty(Utf8JsonWriter writer, JsonElement property)
    {
        if (property.ValueKind == JsonValueKind.String && TypeNames.Contains(property.GetString()))
        {
            WriteType(writer, property);
            return;
        }

        if (property.ValueKind != JsonValueKind.Object)
        {
            property.WriteTo(writer); // Not for us to judge: compiling the schema refuses what is no schema.
            return;
        }

        writer.WriteStartObject();
        foreach (var member in property.EnumerateObject())
        {
            if (!IsRequiredFlag(member) && !IsAnyType(member))
            {
                member.WriteTo(writer);
            }
        }

        writer.WriteEndObject();
    }

    private static void WriteType(Utf8JsonWriter writer, JsonElement name)
    {
        writer.WriteStartObject();
        if (!name.ValueEquals(AnyType))
        {
            writer.WriteString("type", name.GetString());
        }

        writer.WriteEndObject();
    }

    private static void WriteRequired(Utf8JsonWriter writer, JsonElement source)
    {
        var names = source.EnumerateObject().Where(IsRequired).Select(member => member.Name).Distinct().ToArray();
        if (names.Length == 0)
        {
            return;
        }

        writer.WriteStartArray(Required);
        foreach (var name in names)
        {
            writer.WriteStringValue(name);
        }

        writer.WriteEndArray();
    }

    private static bool IsRequired(JsonProperty member) =>
        member.Value.ValueKind == JsonValueKind.Object
        && member.Value.TryGetProperty(Required, out var required)
        && required.ValueKind == JsonValueKind.True;
}
