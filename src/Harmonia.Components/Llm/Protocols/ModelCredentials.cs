using Harmonia.Components.Llm.Configuration;
using Harmonia.Components.Registered;
using Harmonia.Components.Secrets;

namespace Harmonia.Components.Llm.Protocols;

/// <summary>The secrets of one call, looked up for this call.</summary>
internal sealed record ModelCredentials(
    string? Key, IReadOnlyList<KeyValuePair<string, string>> Headers, SecretMask Mask)
{
    /// <exception cref="SecretNotFoundException">One of the secrets cannot be had.</exception>
    public static ModelCredentials Resolve(LlmProvider provider, SecretStore store)
    {
        List<string> secrets = [];
        var key = provider.ApiKey is { } reference ? SecretOf(reference) : null;
        List<KeyValuePair<string, string>> headers =
        [
            .. provider.Headers.Select(header => new KeyValuePair<string, string>(
                header.Name,
                header.Value switch
                {
                    DeclaredValue.Literal literal => literal.Text,
                    DeclaredValue.Secret secret => SecretOf(secret.Reference),
                    _ => throw new System.Diagnostics.UnreachableException($"No rule for {header.Value}."),
                })),
        ];
        return new(key, headers, new SecretMask(secrets));

        string SecretOf(SecretReference reference)
        {
            var value = store.Resolve(reference);
            secrets.Add(value);
            return value;
        }
    }
}
