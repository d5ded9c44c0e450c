using System.Collections.Immutable;
using System.Text.Json;
using Harmonia.Core.Failures;

namespace Harmonia.Components.Llm.Configuration;

/// <summary>Reads the section <c>llm</c> of the configuration.</summary>
public static class LlmSettingsReader
{
    private const int MaxEntries = 100;
    private const int MaxFallbacks = 8;

    /// <returns>The settings; use none of them when there is an error.</returns>
    public static LlmSettings Read(JsonElement section, string pointer, ICollection<Finding> findings)
    {
        var fields = new ObjectReader(section, pointer, findings);
        var providers = ReadProviders(fields, findings);
        var models = ReadModels(fields, providers, findings);
        var tools = ReadTools(fields);
        var standard = fields.Text("default_model") ?? (models.Count is 1 ? models.Keys.Single() : null);
        fields.RefuseUnknown();
        if (standard is not null && !models.ContainsKey(standard))
        {
            fields.Report(
                FindingCodes.UnknownReference, "default_model", UnknownAlias(standard, models.Keys));
        }

        CheckFallbacks(models, fields.PointerTo("models"), findings);
        return new LlmSettings
        {
            Providers = providers,
            Models = models,
            DefaultModel = standard,
            ToolComponents = tools,
        };
    }

    /// <inheritdoc cref="LlmProviderReader.UrlOf"/>
    public static Uri? UrlOf(string text) => LlmProviderReader.UrlOf(text);

    /// <inheritdoc cref="LlmProviderReader.KindOf"/>
    public static LlmKind? KindOf(string word) => LlmProviderReader.KindOf(word);

    /// <inheritdoc cref="LlmProviderReader.UsualStructure"/>
    public static StructuredOutput UsualStructure(LlmKind kind) => LlmProviderReader.UsualStructure(kind);

    internal static string UnknownAlias(string alias, IEnumerable<string> known)
    {
        string[] names = [.. known];
        var hint = NearestName.Find(alias, names) is { } nearest ? $"Did you mean \"{nearest}\"?"
            : names.Length > 0 ? $"Configured are: {string.Join(", ", names)}."
            : "No model is configured.";
        return $"There is no model \"{PlainText.EscapeControls(PlainText.Shorten(alias, 80))}\". {hint}";
    }

    private static ImmutableSortedDictionary<string, LlmProvider> ReadProviders(
        ObjectReader fields, ICollection<Finding> findings)
    {
        var providers = ImmutableSortedDictionary.CreateBuilder<string, LlmProvider>(StringComparer.Ordinal);
        foreach (var member in Entries(fields, "providers"))
        {
            var pointer = JsonPointer.Append(fields.PointerTo("providers"), member.Name);
            if (LlmProviderReader.Read(member, pointer, findings) is { } provider)
            {
                providers[member.Name] = provider;
            }
        }

        return providers.ToImmutable();
    }

    private static ImmutableSortedDictionary<string, LlmModel> ReadModels(
        ObjectReader fields,
        ImmutableSortedDictionary<string, LlmProvider> providers,
        ICollection<Finding> findings)
    {
        var models = ImmutableSortedDictionary.CreateBuilder<string, LlmModel>(StringComparer.Ordinal);
        foreach (var member in Entries(fields, "models"))
        {
            var pointer = JsonPointer.Append(fields.PointerTo("models"), member.Name);
            if (ReadModel(new ObjectReader(member.Value, pointer, findings), member.Name, providers) is { } model)
            {
                models[member.Name] = model;
            }
        }

        return models.ToImmutable();
    }

    private static IReadOnlyList<JsonProperty> Entries(ObjectReader fields, string field)
    {
        var members = fields.Members(field);
        if (members.Count > MaxEntries)
        {
            fields.Report(FindingCodes.TooLarge, field, $"At most {MaxEntries} can be configured.");
        }

        foreach (var member in members.Where(member => !IsName(member.Name)))
        {
            fields.Report(
                FindingCodes.InvalidValue,
                field,
                $"\"{PlainText.Shorten(member.Name, 80)}\" is no name: one has 1 to 128 letters, digits and any of "
                + "- _ . : / without others.");
        }

        return members;
    }

    private static LlmModel? ReadModel(
        ObjectReader fields, string alias, ImmutableSortedDictionary<string, LlmProvider> providers)
    {
        var name = fields.Text("provider", required: true);
        var model = new LlmModel
        {
            Alias = alias,
            Provider = null!,
            Model = fields.Text("model") ?? alias,
            InputPrice = ReadPrice(fields, "input_price_per_million"),
            OutputPrice = ReadPrice(fields, "output_price_per_million"),
            MaxOutputTokens = (int?)fields.Integer("max_output_tokens", 1, 10_000_000),
            Fallback = fields.Text("fallback"),
        };
        fields.RefuseUnknown();
        if (name is null)
        {
            return null;
        }

        if (providers.TryGetValue(name, out var provider))
        {
            return model with { Provider = provider };
        }

        var known = string.Join(", ", providers.Keys);
        fields.Report(
            FindingCodes.UnknownReference,
            "provider",
            $"There is no sound provider \"{PlainText.Shorten(name, 80)}\". Those are: {known}.");
        return null;
    }

    private static decimal ReadPrice(ObjectReader fields, string field)
    {
        const decimal Max = 1_000_000;
        if (fields.Value(field) is not { } value)
        {
            return 0;
        }

        if (value.ValueKind is JsonValueKind.Number && value.TryGetDecimal(out var price) && price is >= 0 and <= Max)
        {
            return price;
        }

        fields.Report(FindingCodes.InvalidValue, field, $"A price is a number of US dollars from 0 to {Max}.");
        return 0;
    }

    private static ImmutableArray<string> ReadTools(ObjectReader fields)
    {
        var names = fields.Texts("tool_components") ?? [];
        foreach (var name in names.Where(name => !LlmSettings.RestrictedTools.Contains(name)))
        {
            fields.Report(
                FindingCodes.InvalidValue,
                "tool_components",
                $"Only {string.Join(" and ", LlmSettings.RestrictedTools)} need this permission, not \"{PlainText.Shorten(name, 80)}\".");
        }

        return [.. names];
    }

    private static void CheckFallbacks(
        ImmutableSortedDictionary<string, LlmModel> models, string pointer, ICollection<Finding> findings)
    {
        foreach (var model in models.Values.Where(model => model.Fallback is not null))
        {
            var at = JsonPointer.Append(JsonPointer.Append(pointer, model.Alias), "fallback");
            if (!models.ContainsKey(model.Fallback!))
            {
                findings.Add(new(FindingCodes.UnknownReference, at, UnknownAlias(model.Fallback!, models.Keys)));
            }
            else if (IsEndless(models, model))
            {
                findings.Add(new(
                    FindingCodes.Cycle,
                    at,
                    $"The fallbacks lead in a circle, or are more than {MaxFallbacks}: one model has to be the last."));
            }
        }
    }

    private static bool IsEndless(ImmutableSortedDictionary<string, LlmModel> models, LlmModel model)
    {
        var left = MaxFallbacks;
        for (var next = model.Fallback; next is not null && models.TryGetValue(next, out var found);)
        {
            next = found.Fallback;
            if (left-- is 0)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsName(string name) =>
        name.Length is > 0 and <= 128
        && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' or ':' or '/');
}
