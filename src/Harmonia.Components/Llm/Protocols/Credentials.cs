using Harmonia.Components.Llm.Configuration;

namespace Harmonia.Components.Llm.Protocols;

/// <summary>The secrets of one call, found at the moment of the call.</summary>
internal sealed record Credentials(string? Key, IReadOnlyList<KeyValuePair<string, string>> Headers, SecretMask Mask)
{
    /// <returns><see langword="null"/> when a reference has no value; then it is told.</returns>
    public static Credentials? Resolve(LlmProvider provider, ResolveSecret resolve, out string missing)
    {
        missing = "";
        List<string> secrets = [];
        string? key = null;
        if (provider.ApiKey is { } reference)
        {
            key = resolve(reference);
            if (key is null)
            {
                missing = reference;
                return null;
            }

            secrets.Add(key);
        }

        List<KeyValuePair<string, string>> headers = [];
        foreach (var (name, text) in provider.Headers)
        {
            var isReference = SecretReference.IsReference(text);
            if ((isReference ? resolve(text) : text) is not { } value)
            {
                missing = text;
                return null;
            }

            headers.Add(new(name, value));
            if (isReference)
            {
                secrets.Add(value);
            }
        }

        return new(key, headers, new SecretMask(secrets));
    }
}
