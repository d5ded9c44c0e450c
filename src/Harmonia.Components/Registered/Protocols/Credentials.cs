using System.Collections.Immutable;
using System.Text;
using Harmonia.Components.Secrets;

namespace Harmonia.Components.Registered.Protocols;

/// <summary>What a call carries to prove who calls, looked up for this call.</summary>
internal sealed class Credentials
{
    private readonly SecretStore _store;
    private readonly List<string> _secrets = [];
    private readonly List<KeyValuePair<string, string>> _headers = [];

    private Credentials(SecretStore store) => _store = store;

    public IReadOnlyList<KeyValuePair<string, string>> Headers => _headers;

    /// <summary>To be added to the query.</summary>
    public (string Name, string Value)? Query { get; private set; }

    public SecretRedactor Redactor { get; private set; } = SecretRedactor.None;

    /// <exception cref="SecretNotFoundException">One of the secrets cannot be had.</exception>
    public static Credentials Resolve(
        ComponentDeclaration component, ImmutableArray<DeclaredHeader> ofAction, SecretStore store)
    {
        var credentials = new Credentials(store);
        var ofComponent = component.Headers.Where(header =>
            !ofAction.Any(other => other.Name.Equals(header.Name, StringComparison.OrdinalIgnoreCase)));
        foreach (var header in ofComponent.Concat(ofAction))
        {
            credentials._headers.Add(new(header.Name, credentials.ValueOf(header.Value)));
        }

        credentials.Add(component.Authentication);
        if (credentials._secrets.Count > 0)
        {
            credentials.Redactor = new SecretRedactor(credentials._secrets);
        }

        return credentials;
    }

    private void Add(ComponentAuthentication authentication)
    {
        switch (authentication)
        {
            case ComponentAuthentication.None:
                break;
            case ComponentAuthentication.Bearer bearer:
                Set("Authorization", $"Bearer {SecretOf(bearer.Token)}");
                break;
            case ComponentAuthentication.Basic basic:
                var pair = $"{ValueOf(basic.Username)}:{SecretOf(basic.Password)}";
                _secrets.Add(pair);
                Set("Authorization", $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(pair))}");
                break;
            case ComponentAuthentication.ApiKeyHeader key:
                Set(key.Header, SecretOf(key.Key));
                break;
            case ComponentAuthentication.ApiKeyQuery key:
                Query = (key.Parameter, SecretOf(key.Key));
                break;
            default:
                throw new System.Diagnostics.UnreachableException($"{authentication.GetType().Name} is unknown.");
        }
    }

    private void Set(string name, string value)
    {
        _headers.RemoveAll(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase));
        _headers.Add(new(name, value));
    }

    private string ValueOf(DeclaredValue value) => value switch
    {
        DeclaredValue.Literal literal => literal.Text,
        DeclaredValue.Secret secret => SecretOf(secret.Reference),
        _ => throw new System.Diagnostics.UnreachableException($"Value {value.GetType().Name} is unknown."),
    };

    private string SecretOf(SecretReference reference)
    {
        var value = _store.Resolve(reference);
        _secrets.Add(value);
        return value;
    }
}
