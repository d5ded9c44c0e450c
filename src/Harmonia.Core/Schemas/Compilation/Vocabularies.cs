using System.Text.Json;

namespace Harmonia.Core.Schemas.Compilation;

/// <summary>The vocabularies of draft 2020-12, which say what keywords mean something.</summary>
[Flags]
internal enum Vocabularies
{
    Core = 1,
    Applicator = 2,
    Unevaluated = 4,
    Validation = 8,
    MetaData = 16,
    FormatAnnotation = 32,
    FormatAssertion = 64,
    Content = 128,

    Standard = Core | Applicator | Unevaluated | Validation | MetaData | FormatAnnotation | Content,
}

/// <summary>Turns <c>$schema</c> into vocabularies.</summary>
internal static class Dialects
{
    public const string Standard = "https://json-schema.org/draft/2020-12/schema";

    private const string Prefix = "https://json-schema.org/draft/2020-12/vocab/";

    private static readonly Dictionary<string, Vocabularies> ByUri = new(StringComparer.Ordinal)
    {
        [Prefix + "core"] = Vocabularies.Core,
        [Prefix + "applicator"] = Vocabularies.Applicator,
        [Prefix + "unevaluated"] = Vocabularies.Unevaluated,
        [Prefix + "validation"] = Vocabularies.Validation,
        [Prefix + "meta-data"] = Vocabularies.MetaData,
        [Prefix + "format-annotation"] = Vocabularies.FormatAnnotation,
        [Prefix + "format-assertion"] = Vocabularies.FormatAssertion,
        [Prefix + "content"] = Vocabularies.Content,
    };

    /// <summary>The vocabularies of a dialect, whose own schema is given when it is known.</summary>
    public static Vocabularies Find(string uri, JsonElement? metaschema, out string? problem)
    {
        problem = null;
        if (uri.TrimEnd('#') == Standard)
        {
            return Vocabularies.Standard;
        }

        if (metaschema is not { ValueKind: JsonValueKind.Object } known
            || !known.TryGetProperty("$schema", out var parent)
            || parent.ValueKind != JsonValueKind.String
            || parent.GetString()!.TrimEnd('#') != Standard)
        {
            problem = $"The dialect \"{uri}\" is not supported; write \"{Standard}\" or leave \"$schema\" out.";
            return Vocabularies.Standard;
        }

        return known.TryGetProperty("$vocabulary", out var listed) && listed.ValueKind == JsonValueKind.Object
            ? Read(uri, listed, out problem)
            : Vocabularies.Standard;
    }

    private static Vocabularies Read(string uri, JsonElement listed, out string? problem)
    {
        problem = null;
        var vocabularies = Vocabularies.Core;
        foreach (var vocabulary in listed.EnumerateObject())
        {
            if (ByUri.TryGetValue(vocabulary.Name, out var known))
            {
                vocabularies |= known;
            }
            else if (vocabulary.Value.ValueKind == JsonValueKind.True)
            {
                problem = $"The dialect \"{uri}\" requires \"{vocabulary.Name}\", a vocabulary that is not supported.";
            }
        }

        return vocabularies;
    }
}
