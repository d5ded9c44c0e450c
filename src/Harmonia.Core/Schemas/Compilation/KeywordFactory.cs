using System.Text.Json;
using System.Text.RegularExpressions;
using Harmonia.Core.Failures;
using Harmonia.Core.Schemas.Evaluation;
using Harmonia.Core.Schemas.Keywords;

namespace Harmonia.Core.Schemas.Compilation;

/// <summary>Makes the keywords of one schema object, in the order in which they are evaluated.</summary>
internal static class KeywordFactory
{
    private static readonly string[] Ranges = ["minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum"];

    private static readonly string[] Sizes =
        ["minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties"];

    public static List<Keyword> ReadAll(SchemaReader reader)
    {
        var keywords = new List<Keyword>();
        AddAssertions(reader, keywords);
        AddReferences(reader, keywords);
        AddMembers(reader, keywords);
        AddItems(reader, keywords);
        AddCombinations(reader, keywords);
        AddUnevaluated(reader, keywords);
        CheckIdentity(reader);
        return keywords;
    }

    private static void AddAssertions(SchemaReader reader, List<Keyword> keywords)
    {
        if (reader.Has("type", out var type))
        {
            var names = type.ValueKind == JsonValueKind.Array ? [.. type.EnumerateArray()] : new[] { type };
            var types = names.Aggregate(JsonTypes.None, (all, name) => all | TypeKeyword.Parse(name.GetString()));
            keywords.Add(new TypeKeyword(reader.Place("type"), types));
        }

        if (reader.Has("enum", out var list))
        {
            keywords.Add(new EnumKeyword(reader.Place("enum"), [.. list.Clone().EnumerateArray()]));
        }

        if (reader.Has("const", out var constant))
        {
            keywords.Add(new EnumKeyword(reader.Place("const"), [constant.Clone()]));
        }

        foreach (var name in Ranges)
        {
            if (reader.Has(name, out var limit))
            {
                keywords.Add(new RangeKeyword(reader.Place(name), limit));
            }
        }

        foreach (var name in Sizes)
        {
            if (reader.Count(name) is { } limit)
            {
                keywords.Add(new SizeKeyword(reader.Place(name), limit));
            }
        }

        AddMultipleOf(reader, keywords);
        AddTextAssertions(reader, keywords);
        AddRequired(reader, keywords);
    }

    private static void AddMultipleOf(SchemaReader reader, List<Keyword> keywords)
    {
        if (!reader.Has("multipleOf", out var divisor))
        {
            return;
        }

        var number = JsonNumber.Of(divisor);
        if (!number.IsPositive || number.DigitCount > JsonNumber.MaxDividedDigits)
        {
            reader.Report("multipleOf", $"\"multipleOf\" must be above 0, not {ValueText.Shorten(divisor)}.");
            return;
        }

        keywords.Add(new MultipleOfKeyword(reader.Place("multipleOf"), divisor));
    }

    private static void AddTextAssertions(SchemaReader reader, List<Keyword> keywords)
    {
        if (reader.Text("pattern") is { } pattern && reader.Pattern("pattern", "", pattern) is { } regex)
        {
            keywords.Add(new PatternKeyword(reader.Place("pattern"), regex, pattern));
        }

        if (reader.AssertsFormats
            && reader.Text("format") is { } format
            && FormatKeyword.For(reader.Place("format"), format) is { } keyword)
        {
            keywords.Add(keyword);
        }
    }

    private static void AddRequired(SchemaReader reader, List<Keyword> keywords)
    {
        if (reader.Has("required", out var required))
        {
            keywords.Add(new RequiredKeyword(reader.Place("required"), Texts(required)));
        }

        if (reader.Has("dependentRequired", out var dependents))
        {
            var lists = dependents.EnumerateObject()
                .Select(member => KeyValuePair.Create(member.Name, Texts(member.Value)));
            keywords.Add(new DependentRequiredKeyword(reader.Place("dependentRequired"), [.. lists]));
        }
    }

    private static void AddReferences(SchemaReader reader, List<Keyword> keywords)
    {
        if (reader.Reference("$ref") is { } target)
        {
            keywords.Add(new RefKeyword(reader.Place("$ref"), reader.NodeOf(target)));
        }

        if (reader.Reference("$dynamicRef") is { } initial)
        {
            // Only a reference that leads to a dynamic anchor of its own name is dynamic; others are like "$ref".
            var text = reader.Text("$dynamicRef")!;
            var anchor = text[(text.IndexOf('#', StringComparison.Ordinal) + 1)..];
            var isDynamic = initial.Resource.DynamicAnchors.GetValueOrDefault(anchor) == initial;
            keywords.Add(isDynamic
                ? new DynamicRefKeyword(reader.Place("$dynamicRef"), reader.NodeOf(initial), anchor)
                : new RefKeyword(reader.Place("$dynamicRef"), reader.NodeOf(initial)));
        }
    }

    private static void AddMembers(SchemaReader reader, List<Keyword> keywords)
    {
        var properties = reader.SchemaMap("properties");
        if (properties is not null)
        {
            keywords.Add(new PropertiesKeyword(reader.Place("properties"), properties));
        }

        var patterns = ReadPatterns(reader);
        if (patterns.Count > 0)
        {
            keywords.Add(new PatternPropertiesKeyword(reader.Place("patternProperties"), [.. patterns]));
        }

        if (reader.Schema("additionalProperties") is { } additional)
        {
            var names = properties?.Select(property => property.Key) ?? [];
            keywords.Add(new AdditionalPropertiesKeyword(
                reader.Place("additionalProperties"), additional, names, [.. patterns.Select(pattern => pattern.Key)]));
        }

        if (reader.Schema("propertyNames") is { } propertyNames)
        {
            keywords.Add(new PropertyNamesKeyword(reader.Place("propertyNames"), propertyNames));
        }
    }

    private static List<KeyValuePair<Regex, SchemaNode>> ReadPatterns(SchemaReader reader)
    {
        var patterns = new List<KeyValuePair<Regex, SchemaNode>>();
        foreach (var (pattern, schema) in reader.SchemaMap("patternProperties") ?? [])
        {
            if (reader.Pattern("patternProperties", JsonPointer.Append("", pattern), pattern) is { } regex)
            {
                patterns.Add(KeyValuePair.Create(regex, schema));
            }
        }

        return patterns;
    }

    private static void AddItems(SchemaReader reader, List<Keyword> keywords)
    {
        var prefix = reader.SchemaList("prefixItems");
        if (prefix is not null)
        {
            keywords.Add(new PrefixItemsKeyword(reader.Place("prefixItems"), prefix));
        }

        if (reader.Schema("items") is { } items)
        {
            keywords.Add(new ItemsKeyword(reader.Place("items"), items, prefix?.Length ?? 0));
        }

        if (reader.Schema("contains") is { } contains)
        {
            var minimum = reader.Count("minContains") ?? 1;
            var maximum = reader.Count("maxContains") ?? int.MaxValue;
            keywords.Add(new ContainsKeyword(reader.Place("contains"), contains, minimum, maximum));
        }

        if (reader.Flag("uniqueItems"))
        {
            keywords.Add(new UniqueItemsKeyword(reader.Place("uniqueItems")));
        }
    }

    private static void AddCombinations(SchemaReader reader, List<Keyword> keywords)
    {
        if (reader.SchemaList("allOf") is { } all)
        {
            keywords.Add(new AllOfKeyword(reader.Place("allOf"), all));
        }

        if (reader.SchemaList("anyOf") is { } any)
        {
            keywords.Add(new AnyOfKeyword(reader.Place("anyOf"), any));
        }

        if (reader.SchemaList("oneOf") is { } one)
        {
            keywords.Add(new OneOfKeyword(reader.Place("oneOf"), one));
        }

        if (reader.Schema("not") is { } not)
        {
            keywords.Add(new NotKeyword(reader.Place("not"), not));
        }

        if (reader.Schema("if") is { } condition)
        {
            keywords.Add(new IfKeyword(reader.Place("if"), condition, reader.Schema("then"), reader.Schema("else")));
        }

        if (reader.SchemaMap("dependentSchemas") is { } dependents)
        {
            keywords.Add(new DependentSchemasKeyword(reader.Place("dependentSchemas"), dependents));
        }
    }

    private static void AddUnevaluated(SchemaReader reader, List<Keyword> keywords)
    {
        if (reader.Schema("unevaluatedItems") is { } items)
        {
            keywords.Add(new UnevaluatedItemsKeyword(reader.Place("unevaluatedItems"), items));
        }

        if (reader.Schema("unevaluatedProperties") is { } properties)
        {
            keywords.Add(new UnevaluatedPropertiesKeyword(reader.Place("unevaluatedProperties"), properties));
        }
    }

    private static void CheckIdentity(SchemaReader reader)
    {
        foreach (var keyword in (string[])["$anchor", "$dynamicAnchor"])
        {
            if (reader.Text(keyword) is { } name && !IsAnchorName(name))
            {
                reader.Report(
                    keyword, $"\"{ValueText.Shorten(name)}\" is not a name of letters, digits, \"-\", \"_\", \".\".");
            }
        }
    }

    private static bool IsAnchorName(string name) =>
        name.Length > 0
        && (char.IsAsciiLetter(name[0]) || name[0] == '_')
        && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.');

    private static string[] Texts(JsonElement list) => [.. list.EnumerateArray().Select(item => item.GetString()!)];
}
