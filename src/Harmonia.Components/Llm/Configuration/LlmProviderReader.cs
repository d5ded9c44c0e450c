using System.Text.Json;
using Harmonia.Components.Registered;
using Harmonia.Components.Secrets;
using Harmonia.Core.Failures;

namespace Harmonia.Components.Llm.Configuration;

/// <summary>Reads one provider, out of the file or out of the environment.</summary>
internal static class LlmProviderReader
{
    private static readonly TimeSpan MaxTimeout = TimeSpan.FromDays(1);

    /// <returns><see langword="null"/> when something is wrong with it.</returns>
    public static LlmProvider? Read(JsonProperty member, string pointer, ICollection<Finding> findings)
    {
        List<Finding> own = [];
        var fields = new ObjectReader(member.Value, pointer, own);
        var kind = ReadKind(fields);
        var provider = new LlmProvider
        {
            Name = member.Name,
            Kind = kind,
            BaseUrl = ReadUrl(fields)!,
            ApiKey = ReadKey(fields),
            Headers = DeclaredHeaderReader.Read(fields),
            Timeout = fields.Seconds("timeout", MaxTimeout),
            Structured = ReadStructured(fields, kind),
        };
        fields.RefuseUnknown();
        own.ForEach(findings.Add);
        return own.Count is 0 ? provider : null;
    }

    /// <returns><see langword="null"/> for a word that is no kind.</returns>
    public static LlmKind? KindOf(string word) => word switch
    {
        "openai" => LlmKind.OpenAI,
        "anthropic" => LlmKind.Anthropic,
        "ollama" => LlmKind.Ollama,
        _ => null,
    };

    /// <summary>What of structured output a kind of server can be asked for.</summary>
    public static StructuredOutput UsualStructure(LlmKind kind) =>
        kind is LlmKind.Anthropic ? StructuredOutput.Prompt : StructuredOutput.Schema;

    /// <returns><see langword="null"/> for what is no address of a provider.</returns>
    public static Uri? UrlOf(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url)
        && url is { Scheme: "http" or "https", Query: "", Fragment: "", UserInfo: "" } && url.Host.Length > 0
            ? url
            : null;

    private static LlmKind ReadKind(ObjectReader fields)
    {
        if (fields.Text("kind", required: true) is not { } word)
        {
            return default;
        }

        if (KindOf(word) is { } kind)
        {
            return kind;
        }

        fields.Report(FindingCodes.InvalidValue, "kind", "A provider is of the kind openai, anthropic or ollama.");
        return default;
    }

    private static Uri? ReadUrl(ObjectReader fields)
    {
        if (fields.Text("base_url", required: true) is not { } text)
        {
            return null;
        }

        if (UrlOf(text) is { } url)
        {
            return url;
        }

        fields.Report(
            FindingCodes.InvalidValue,
            "base_url",
            "The address has to be an absolute http or https URL without query and user information.");
        return null;
    }

    /// <summary>A key that stands in the file itself is refused, and not repeated.</summary>
    private static SecretReference? ReadKey(ObjectReader fields)
    {
        if (fields.Text("api_key") is not { } text)
        {
            return null;
        }

        var reference = SecretReference.Parse(text);
        if (reference is null)
        {
            fields.Report(
                FindingCodes.InvalidValue, "api_key", $"{SecretReference.HowTo}, and not the key itself.");
        }

        return reference;
    }

    private static StructuredOutput ReadStructured(ObjectReader fields, LlmKind kind)
    {
        var usual = UsualStructure(kind);
        switch (fields.Text("structured_output"))
        {
            case null:
                return usual;
            case "prompt":
                return StructuredOutput.Prompt;
            case "schema" when kind is not LlmKind.Anthropic:
                return StructuredOutput.Schema;
            case "json" when kind is not LlmKind.Anthropic:
                return StructuredOutput.Json;
            default:
                fields.Report(
                    FindingCodes.InvalidValue,
                    "structured_output",
                    "Structured output is asked for with schema, json or prompt; of Anthropic with prompt only.");
                return usual;
        }
    }
}
