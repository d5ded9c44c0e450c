using System.Net;
using Harmonia.Components.Http;

namespace Harmonia.Components.Tekton;

/// <summary>Where calls to the family may go: a registry that anybody can write to does not decide that.</summary>
/// <remarks>
/// Allowed are the machine of Hermes, the machine of the family, the addresses that the operator named, this machine if
/// Hermes is on it, and what the operator allows anyway. Public addresses are no exception.
/// </remarks>
public sealed class FamilyTrust
{
    private readonly OutboundAllowList _entries;
    private readonly FamilyOptions _options;

    public FamilyTrust(FamilyOptions options, OutboundAllowList allowed)
    {
        _options = options;
        _entries = allowed.With(EntriesOf(options));
    }

    /// <summary>For the client that calls the family: authors of workflows gain nothing by it.</summary>
    public OutboundAllowList AllowList => _entries;

    /// <summary>
    /// What an endpoint means from here: components register as <c>localhost</c>, which is the machine of Hermes.
    /// </summary>
    public Uri Seen(Uri endpoint)
    {
        if (!FamilyAddress.IsLoopback(endpoint.IdnHost)
            || _options.HermesUrl is not { } hermes
            || FamilyAddress.IsLoopback(hermes.IdnHost))
        {
            return endpoint;
        }

        return new UriBuilder(endpoint) { Host = _options.Host ?? hermes.Host }.Uri;
    }

    /// <returns>Why calls may not go there, for people; <see langword="null"/> when they may.</returns>
    public string? WhyNot(Uri endpoint)
    {
        var (host, port) = (endpoint.IdnHost, endpoint.Port);
        var isAllowed = _entries.AllowsHost(host, port)
            || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && _entries.AllowsAddress(address, port));
        return isAllowed
            ? null
            : $"Its address {endpoint.GetLeftPart(UriPartial.Authority)} is not on the machine of Hermes. The operator "
                + $"allows it with HARMONIA_OUTBOUND_ALLOW={endpoint.Authority}.";
    }

    private static IEnumerable<string> EntriesOf(FamilyOptions options)
    {
        if (options.HermesUrl is { } hermes)
        {
            yield return Entry(hermes.IdnHost, null);
            if (FamilyAddress.IsLoopback(hermes.IdnHost))
            {
                yield return "localhost";
                yield return "127.0.0.0/8";
                yield return "::1";
            }

            if (options.Host is { } host)
            {
                yield return Entry(host, null);
            }
        }

        foreach (var address in options.Addresses.Values)
        {
            yield return Entry(address.IdnHost, address.Port);
        }
    }

    private static string Entry(string host, int? port)
    {
        var name = host.Trim('[', ']');
        return (port, IPAddress.TryParse(name, out var address)) switch
        {
            (null, _) => name,
            ({ } number, true) => new IPEndPoint(address!, number).ToString(),
            ({ } number, false) => $"{name}:{number}",
        };
    }
}
