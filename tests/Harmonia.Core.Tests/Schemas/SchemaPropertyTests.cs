using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Harmonia.Core.Failures;
using Harmonia.Core.Schemas;

namespace Harmonia.Core.Tests.Schemas;

public sealed class SchemaPropertyTests
{
    private const int MaxNesting = 3;

    private static readonly string[] Names =
    [
        "a", "b", "type", "properties", "items", "required", "$ref", "$id", "$anchor", "$dynamicRef", "not", "allOf",
        "pattern", "enum", "minimum", "multipleOf", "maxLength", "$schema", "patternProperties",
        "unevaluatedProperties",
    ];

    private static readonly string[] Texts =
        ["", "a", "string", "integer", "#", "#/a", "#/properties/a", "#b", "x:y", "(", "[a-z]+", "\\", "é😀"];

    private static readonly Gen<string> Scalars = Gen.OneOf(
        Gen.Elements("null", "true", "false", "0", "-1", "1.0", "1e3", "0.1", "12345678901234567890123", "1e-400"),
        Gen.Elements(Texts).Select(text => $"\"{JsonEncodedText.Encode(text)}\""));

    private static Arbitrary<string> Values => Arb.From(Value(MaxNesting));

    [Fact]
    public void A_schema_drawn_from_a_value_accepts_the_value() =>
        Prop.ForAll(Values, text =>
        {
            var value = SchemaTesting.Json(text);
            var schema = SchemaTesting.Compile(SchemaTesting.Json(Describe(value).ToJsonString()));
            return schema.IsValid(value) && schema.Validate(value).IsEmpty;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_constant_accepts_exactly_the_values_that_equal_it() =>
        Prop.ForAll(Values, Values, (text, other) =>
        {
            var schema = SchemaTesting.Compile($$"""{"const": {{text}}}""");
            var values = SchemaTesting.Json(other);
            return schema.IsValid(SchemaTesting.Json(text))
                && schema.IsValid(values) == JsonElement.DeepEquals(SchemaTesting.Json(text), values);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Many_items_are_unique_by_hash_exactly_when_they_are_unique_in_pairs() =>
        Prop.ForAll(Arb.From(Gen.ArrayOf(Value(1), 12)), items =>
        {
            var array = SchemaTesting.Json($"[{string.Join(',', items)}]");
            var repeats = array.EnumerateArray().Index().Any(first => array.EnumerateArray().Index()
                .Any(second => second.Index > first.Index && JsonElement.DeepEquals(first.Item, second.Item)));
            return SchemaTesting.Compile("""{"uniqueItems": true}""").IsValid(array) == !repeats;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_JSON_at_all_compiles_or_is_refused_and_both_checks_agree() =>
        Prop.ForAll(Values, Values, (schemaText, valueText) =>
        {
            var findings = new List<Finding>();
            var source = SchemaShorthand.Expand(SchemaTesting.Json(schemaText));
            var schema = JsonSchema.Compile(source, SchemaOptions.Default, "", findings);
            if (schema is null)
            {
                return findings.Count > 0;
            }

            var value = SchemaTesting.Json(valueText);
            return findings.Count == 0 && schema.IsValid(value) == schema.Validate(value).IsEmpty;
        }).QuickCheckThrowOnFailure();

    private static Gen<string> Value(int nesting)
    {
        if (nesting == 0)
        {
            return Scalars;
        }

        var inner = Value(nesting - 1);
        var member = Gen.Elements(Names).SelectMany(name => inner.Select(value => (Name: name, Value: value)));
        return Gen.OneOf(
            Scalars,
            Gen.Choose(0, 3).SelectMany(size => Gen.ArrayOf(inner, size))
                .Select(items => $"[{string.Join(',', items)}]"),
            Gen.Choose(0, 4).SelectMany(size => Gen.ArrayOf(member, size)).Select(members =>
                $"{{{string.Join(',', members.DistinctBy(m => m.Name).Select(m => $"\"{m.Name}\":{m.Value}"))}}}"));
    }

    private static JsonObject Describe(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject(value.EnumerateObject()
                .Select(member => KeyValuePair.Create(member.Name, (JsonNode?)Describe(member.Value)))),
            ["required"] = new JsonArray([.. value.EnumerateObject().Select(member => (JsonNode)member.Name)]),
            ["additionalProperties"] = false,
        },
        JsonValueKind.Array when value.GetArrayLength() > 0 => new JsonObject
        {
            ["type"] = "array",
            ["prefixItems"] = new JsonArray([.. value.EnumerateArray().Select(Describe)]),
            ["unevaluatedItems"] = false,
        },
        JsonValueKind.Array => new JsonObject { ["type"] = "array", ["maxItems"] = 0 },
        JsonValueKind.String => new JsonObject { ["type"] = "string", ["const"] = value.GetString() },
        JsonValueKind.Number => new JsonObject { ["minimum"] = JsonNode.Parse(value.GetRawText()) },
        JsonValueKind.Null => new JsonObject { ["type"] = "null" },
        _ => new JsonObject { ["type"] = "boolean" },
    };
}
