using System.Collections.Frozen;
using System.Text.Json;

namespace Harmonia.Core.Schemas.Compilation;

/// <summary>What the value of a keyword looks like in JSON.</summary>
internal enum KeywordShape
{
    Schema,
    SchemaList,
    SchemaMap,
    Text,
    Flag,
    Number,
    Count,
    TextList,
    TextListMap,
    FlagMap,
    List,
    TypeNames,
    Any,
}

/// <summary>All keywords of draft 2020-12 with their shapes.</summary>
internal static class SchemaKeywords
{
    public static FrozenDictionary<string, KeywordShape> Shapes { get; } = new Dictionary<string, KeywordShape>
    {
        ["$schema"] = KeywordShape.Text,
        ["$id"] = KeywordShape.Text,
        ["$ref"] = KeywordShape.Text,
        ["$anchor"] = KeywordShape.Text,
        ["$dynamicRef"] = KeywordShape.Text,
        ["$dynamicAnchor"] = KeywordShape.Text,
        ["$comment"] = KeywordShape.Text,
        ["$vocabulary"] = KeywordShape.FlagMap,
        ["$defs"] = KeywordShape.SchemaMap,
        ["allOf"] = KeywordShape.SchemaList,
        ["anyOf"] = KeywordShape.SchemaList,
        ["oneOf"] = KeywordShape.SchemaList,
        ["not"] = KeywordShape.Schema,
        ["if"] = KeywordShape.Schema,
        ["then"] = KeywordShape.Schema,
        ["else"] = KeywordShape.Schema,
        ["dependentSchemas"] = KeywordShape.SchemaMap,
        ["prefixItems"] = KeywordShape.SchemaList,
        ["items"] = KeywordShape.Schema,
        ["contains"] = KeywordShape.Schema,
        ["properties"] = KeywordShape.SchemaMap,
        ["patternProperties"] = KeywordShape.SchemaMap,
        ["additionalProperties"] = KeywordShape.Schema,
        ["propertyNames"] = KeywordShape.Schema,
        ["unevaluatedItems"] = KeywordShape.Schema,
        ["unevaluatedProperties"] = KeywordShape.Schema,
        ["type"] = KeywordShape.TypeNames,
        ["enum"] = KeywordShape.List,
        ["const"] = KeywordShape.Any,
        ["multipleOf"] = KeywordShape.Number,
        ["maximum"] = KeywordShape.Number,
        ["exclusiveMaximum"] = KeywordShape.Number,
        ["minimum"] = KeywordShape.Number,
        ["exclusiveMinimum"] = KeywordShape.Number,
        ["maxLength"] = KeywordShape.Count,
        ["minLength"] = KeywordShape.Count,
        ["pattern"] = KeywordShape.Text,
        ["maxItems"] = KeywordShape.Count,
        ["minItems"] = KeywordShape.Count,
        ["uniqueItems"] = KeywordShape.Flag,
        ["maxContains"] = KeywordShape.Count,
        ["minContains"] = KeywordShape.Count,
        ["maxProperties"] = KeywordShape.Count,
        ["minProperties"] = KeywordShape.Count,
        ["required"] = KeywordShape.TextList,
        ["dependentRequired"] = KeywordShape.TextListMap,
        ["format"] = KeywordShape.Text,
        ["contentEncoding"] = KeywordShape.Text,
        ["contentMediaType"] = KeywordShape.Text,
        ["contentSchema"] = KeywordShape.Schema,
        ["title"] = KeywordShape.Text,
        ["description"] = KeywordShape.Text,
        ["default"] = KeywordShape.Any,
        ["deprecated"] = KeywordShape.Flag,
        ["readOnly"] = KeywordShape.Flag,
        ["writeOnly"] = KeywordShape.Flag,
        ["examples"] = KeywordShape.List,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The vocabulary that gives a keyword its meaning.</summary>
    public static Vocabularies VocabularyOf(string keyword) => keyword switch
    {
        "title" or "description" or "default" or "deprecated" or "readOnly" or "writeOnly" or "examples" =>
            Vocabularies.MetaData,
        "format" => Vocabularies.FormatAnnotation | Vocabularies.FormatAssertion,
        "contentEncoding" or "contentMediaType" or "contentSchema" => Vocabularies.Content,
        "unevaluatedItems" or "unevaluatedProperties" => Vocabularies.Unevaluated,
        _ when keyword.StartsWith('$') => Vocabularies.Core,
        _ => Shapes[keyword] is KeywordShape.Schema or KeywordShape.SchemaList or KeywordShape.SchemaMap
            ? Vocabularies.Applicator
            : Vocabularies.Validation,
    };

    /// <returns>Null when the value has the shape; otherwise what it should have been.</returns>
    public static string? FindProblem(KeywordShape shape, JsonElement value) => shape switch
    {
        KeywordShape.Schema when !IsSchema(value) => "a schema (an object or a boolean)",
        KeywordShape.SchemaList when value.ValueKind != JsonValueKind.Array || value.GetArrayLength() == 0 =>
            "a list of schemas, at least one",
        KeywordShape.SchemaMap when value.ValueKind != JsonValueKind.Object => "an object with a schema for each name",
        KeywordShape.Text when value.ValueKind != JsonValueKind.String => "a string",
        KeywordShape.Flag when !IsFlag(value) => "true or false",
        KeywordShape.Number when value.ValueKind != JsonValueKind.Number => "a number",
        KeywordShape.Count when !IsCount(value) => "a whole number, 0 or more",
        KeywordShape.TextList when !IsTextList(value) => "a list of different strings",
        KeywordShape.TextListMap when value.ValueKind != JsonValueKind.Object
            || !value.EnumerateObject().All(member => IsTextList(member.Value)) =>
            "an object with a list of different strings for each name",
        KeywordShape.FlagMap when value.ValueKind != JsonValueKind.Object
            || !value.EnumerateObject().All(member => IsFlag(member.Value)) => "an object of true or false",
        KeywordShape.List when value.ValueKind != JsonValueKind.Array => "a list",
        KeywordShape.TypeNames when !IsTypeNames(value) =>
            $"one of {Keywords.TypeKeyword.Names}, or a list of different ones",
        _ => null,
    };

    private static bool IsSchema(JsonElement value) => value.ValueKind == JsonValueKind.Object || IsFlag(value);

    private static bool IsFlag(JsonElement value) => value.ValueKind is JsonValueKind.True or JsonValueKind.False;

    private static bool IsCount(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number
        && Evaluation.JsonNumber.Of(value) is { IsNegative: false, IsInteger: true };

    private static bool IsTextList(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array
        && value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String)
        && value.EnumerateArray().DistinctBy(item => item.GetString()).Count() == value.GetArrayLength();

    private static bool IsTypeNames(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => Keywords.TypeKeyword.Parse(value.GetString()) != Keywords.JsonTypes.None,
        JsonValueKind.Array => IsTextList(value) && value.GetArrayLength() > 0 && value.EnumerateArray()
            .All(item => Keywords.TypeKeyword.Parse(item.GetString()) != Keywords.JsonTypes.None),
        _ => false,
    };
}
