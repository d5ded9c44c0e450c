using System.Collections.Immutable;
using Harmonia.Components.Http;
using Harmonia.Components.Registered;
using Harmonia.Components.Secrets;

namespace Harmonia.Components.Llm.Configuration;

/// <summary>Which models tasks may use, and where they are.</summary>
public sealed record LlmSettings
{
    public static LlmSettings None { get; } = new();

    /// <summary>Components that act on the machine or the network by themselves: they are tools only if the operator
    /// says so.</summary>
    internal static ImmutableArray<string> RestrictedTools { get; } = ["command", "http"];

    public ImmutableSortedDictionary<string, LlmProvider> Providers { get; init; } =
        ImmutableSortedDictionary.Create<string, LlmProvider>(StringComparer.Ordinal);

    /// <summary>By the alias that tasks write.</summary>
    public ImmutableSortedDictionary<string, LlmModel> Models { get; init; } =
        ImmutableSortedDictionary.Create<string, LlmModel>(StringComparer.Ordinal);

    /// <summary>The alias that is meant when a task names none.</summary>
    public string? DefaultModel { get; init; }

    /// <summary>Components of the machine itself that tasks may offer to models as tools: command, http.</summary>
    public ImmutableArray<string> ToolComponents { get; init; } = [];

    /// <summary>The configured endpoints, and nothing else, may be called wherever they are.</summary>
    public OutboundAllowList Endpoints => OutboundAllowList.Parse(
        Providers.Values.Select(provider => $"{provider.BaseUrl.Host}:{provider.BaseUrl.Port}"));

    /// <summary>Variables that keys and headers are kept in.</summary>
    public IEnumerable<string> SecretVariables =>
        from provider in Providers.Values
        from reference in provider.Headers
            .Select(header => (header.Value as DeclaredValue.Secret)?.Reference).Append(provider.ApiKey)
        where reference is SecretReference.Environment
        select ((SecretReference.Environment)reference).Name;

    /// <summary>A model and those that stand in for it, in order.</summary>
    internal IReadOnlyList<LlmModel> ChainOf(string alias)
    {
        List<LlmModel> chain = [];
        for (var next = alias; next is not null && Models.TryGetValue(next, out var model); next = model.Fallback)
        {
            chain.Add(model);
        }

        return chain;
    }
}

/// <summary>The interface that a provider speaks.</summary>
public enum LlmKind
{
    /// <summary>OpenAI's <c>/chat/completions</c>, which many servers speak.</summary>
    OpenAI,

    /// <summary>Anthropic's <c>/v1/messages</c>.</summary>
    Anthropic,

    /// <summary>Ollama's <c>/api/chat</c>.</summary>
    Ollama,
}

/// <summary>How a provider is told which shape an answer has to have, beside the words of the prompt.</summary>
public enum StructuredOutput
{
    /// <summary>With the schema itself.</summary>
    Schema,

    /// <summary>Only that it has to be JSON.</summary>
    Json,

    /// <summary>Not at all: by the prompt alone.</summary>
    Prompt,
}

/// <summary>Where models are.</summary>
public sealed record LlmProvider
{
    public required string Name { get; init; }

    public required LlmKind Kind { get; init; }

    public required Uri BaseUrl { get; init; }

    /// <summary>Where the key is kept.</summary>
    public SecretReference? ApiKey { get; init; }

    /// <summary>Sent with each call.</summary>
    public ImmutableArray<DeclaredHeader> Headers { get; init; } = [];

    /// <summary>For one call; <see langword="null"/> for the attempt's deadline alone.</summary>
    public TimeSpan? Timeout { get; init; }

    public StructuredOutput Structured { get; init; }
}

/// <summary>A model that tasks may use.</summary>
public sealed record LlmModel
{
    /// <summary>The name that tasks write.</summary>
    public required string Alias { get; init; }

    public required LlmProvider Provider { get; init; }

    /// <summary>The provider's name for it.</summary>
    public required string Model { get; init; }

    /// <summary>In US dollars for a million tokens.</summary>
    public decimal InputPrice { get; init; }

    /// <inheritdoc cref="InputPrice"/>
    public decimal OutputPrice { get; init; }

    /// <summary>More is never asked for; <see langword="null"/> for what the provider allows.</summary>
    public int? MaxOutputTokens { get; init; }

    /// <summary>The alias of the model that stands in for it.</summary>
    public string? Fallback { get; init; }

    internal decimal CostOf(long inputTokens, long outputTokens) =>
        ((inputTokens * InputPrice) + (outputTokens * OutputPrice)) / 1_000_000m;
}
