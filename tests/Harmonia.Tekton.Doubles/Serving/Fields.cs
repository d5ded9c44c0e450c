using System.Text.Json;
using System.Text.Json.Nodes;

namespace Harmonia.Tekton.Doubles.Serving;

/// <summary>What a member must be.</summary>
internal enum Kind
{
    Text,
    Number,
    Whole,
    Flag,
    Object,
    List,
    Texts,
    Any,
}

/// <summary>One member of a request model. It is found under its own name, in camelCase, and under its alias.</summary>
internal sealed record Field(string Name, Kind Kind, bool IsRequired, string? Alias = null)
{
    /// <summary>Numbers must be within; both ends belong to it.</summary>
    public (double Least, double Most)? Range { get; init; }

    public static Field Required(string name, Kind kind = Kind.Text, string? alias = null) =>
        new(name, kind, IsRequired: true, alias);

    public static Field Optional(string name, Kind kind = Kind.Text, string? alias = null) =>
        new(name, kind, IsRequired: false, alias);

    public IEnumerable<JsonObject> Check(JsonObject body)
    {
        var value = Fields.Find(body, Name, Alias);
        if (value is null)
        {
            var isThere = body.ContainsKey(Name);
            return IsRequired && !(isThere && Kind == Kind.Any)
                ? [isThere ? Wrong(value) : Missing.Of(body.DeepClone(), "body", Name)]
                : [];
        }

        if (!Is(value, Kind))
        {
            return [Wrong(value)];
        }

        if (Kind == Kind.Texts)
        {
            return
                from item in value.AsArray().Index()
                where !Is(item.Item, Kind.Text)
                select Missing.Wrong(
                    "string_type", "Input should be a valid string", item.Item?.DeepClone(), "body", Name, item.Index);
        }

        return Range is { } range ? Outside(value, range) : [];
    }

    private IEnumerable<JsonObject> Outside(JsonNode value, (double Least, double Most) range)
    {
        var number = value.GetValue<double>();
        if (number > range.Most)
        {
            yield return Missing.Wrong(
                "less_than_equal", $"Input should be less than or equal to {range.Most}", value.DeepClone(),
                "body", Name);
        }
        else if (number < range.Least)
        {
            yield return Missing.Wrong(
                "greater_than_equal", $"Input should be greater than or equal to {range.Least}", value.DeepClone(),
                "body", Name);
        }
    }

    private JsonObject Wrong(JsonNode? value)
    {
        var (type, message) = Kind switch
        {
            Kind.Text => ("string_type", "Input should be a valid string"),
            Kind.Number => ("float_type", "Input should be a valid number"),
            Kind.Whole => ("int_type", "Input should be a valid integer"),
            Kind.Flag => ("bool_type", "Input should be a valid boolean"),
            Kind.Object => ("dict_type", "Input should be a valid dictionary"),
            _ => ("list_type", "Input should be a valid list"),
        };
        return Missing.Wrong(type, message, value?.DeepClone(), "body", Name);
    }

    private static bool Is(JsonNode? value, Kind kind) => kind switch
    {
        Kind.Any => true,
        Kind.Object => value is JsonObject,
        Kind.List or Kind.Texts => value is JsonArray,
        Kind.Text => value?.GetValueKind() == JsonValueKind.String,
        Kind.Flag => value?.GetValueKind() is JsonValueKind.True or JsonValueKind.False,
        Kind.Number => value?.GetValueKind() == JsonValueKind.Number,
        Kind.Whole => value?.GetValueKind() == JsonValueKind.Number && double.IsInteger(value.GetValue<double>()),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}

/// <summary>The checked members of a body. What is taken out is a copy.</summary>
internal sealed class Fields(JsonObject body)
{
    public JsonNode? this[string name, string? alias = null] => Find(body, name, alias)?.DeepClone();

    public string Text(string name, string? alias = null) => Find(body, name, alias)!.GetValue<string>();

    public string? TextOrNull(string name, string? alias = null) => Find(body, name, alias)?.GetValue<string>();

    public string TextOr(string name, string otherwise) => TextOrNull(name) ?? otherwise;

    public double Number(string name, double otherwise = 0) => Find(body, name)?.GetValue<double>() ?? otherwise;

    public bool Flag(string name) => Find(body, name)?.GetValue<bool>() ?? false;

    public JsonObject Object(string name) => (JsonObject?)this[name] ?? [];

    public JsonArray List(string name) => (JsonArray?)this[name] ?? [];

    public static JsonNode? Find(JsonObject body, string name, string? alias = null) =>
        body[name] ?? body[Camel(name)] ?? (alias is null ? null : body[alias] ?? body[Camel(alias)]);

    private static string Camel(string name)
    {
        var parts = name.Split('_');
        return parts[0] + string.Concat(parts.Skip(1).Select(part => char.ToUpperInvariant(part[0]) + part[1..]));
    }
}

/// <summary>The items of a 422.</summary>
internal static class Missing
{
    public static JsonObject Of(JsonNode? input, params IEnumerable<JsonNode> place) => new()
    {
        ["type"] = "missing",
        ["loc"] = new JsonArray([.. place]),
        ["msg"] = "Field required",
        ["input"] = input,
    };

    public static JsonObject Wrong(
        string type, string message, JsonNode? input, params IEnumerable<JsonNode> place) =>
        new()
        {
            ["type"] = type,
            ["loc"] = new JsonArray([.. place]),
            ["msg"] = message,
            ["input"] = input,
        };
}
