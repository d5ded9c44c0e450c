using System.Collections.Immutable;
using System.Globalization;
using Harmonia.Core.Failures;

namespace Harmonia.Components.Tekton;

/// <summary>
/// Reads the variables of a fleet that say where its components are: <c>ENGRAM_URL</c>, or <c>ENGRAM_HOST</c> and
/// <c>ENGRAM_PORT</c>, with <c>TEKTON_HOST</c> for the host of those that name only a port.
/// </summary>
public static class FamilyVariables
{
    private const string FleetHost = "TEKTON_HOST";

    /// <summary>The machine of the family, if somebody names it.</summary>
    public static string? HostOf(IReadOnlyDictionary<string, string> environment, ICollection<Finding> findings)
    {
        if (Find(environment, FleetHost) is not { } host)
        {
            return null;
        }

        if (NormalHost(host) is { } normal)
        {
            return normal;
        }

        findings.Add(Ignored(FleetHost, "is not the name or address of a host"));
        return null;
    }

    /// <summary>Addresses by the name of their component; Hermes is not among them, for it has a setting.</summary>
    public static ImmutableSortedDictionary<string, Uri> AddressesOf(
        IReadOnlyDictionary<string, string> environment, string? fleetHost, ICollection<Finding> findings) =>
        FamilyPorts.All
            .Where(component => component.Key != FamilyPorts.Hermes)
            .Select(component => (
                component.Key,
                Address: AddressOf(environment, component.Key, component.Value, fleetHost, findings)))
            .Where(component => component.Address is not null)
            .ToImmutableSortedDictionary(
                component => component.Key, component => component.Address!, StringComparer.Ordinal);

    private static Uri? AddressOf(
        IReadOnlyDictionary<string, string> environment,
        string component,
        int usualPort,
        string? fleetHost,
        ICollection<Finding> findings)
    {
        var prefix = component.ToUpperInvariant();
        if (Find(environment, prefix + "_URL") is { } text)
        {
            if (FamilyAddress.Parse(text) is { } url)
            {
                return url;
            }

            findings.Add(Ignored(prefix + "_URL", "is not an address such as http://localhost:8000"));
        }

        var host = Find(environment, prefix + "_HOST");
        if (host is { } named && (host = NormalHost(named)) is null)
        {
            findings.Add(Ignored(prefix + "_HOST", "is not the name or address of a host"));
        }

        var port = PortOf(environment, prefix + "_PORT", findings);
        return host is null && port is null
            ? null
            : FamilyAddress.Parse($"http://{Bracketed(host ?? fleetHost ?? "localhost")}:{port ?? usualPort}");
    }

    private static int? PortOf(
        IReadOnlyDictionary<string, string> environment, string name, ICollection<Finding> findings)
    {
        if (Find(environment, name) is not { } text)
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            && port is > 0 and <= ushort.MaxValue)
        {
            return port;
        }

        findings.Add(Ignored(name, "is not a port"));
        return null;
    }

    private static string? Find(IReadOnlyDictionary<string, string> environment, string name) =>
        environment.TryGetValue(name, out var value) && value.Trim() is { Length: > 0 } text ? text : null;

    private static string? NormalHost(string text) => FamilyAddress.Parse($"http://{Bracketed(text)}")?.IdnHost;

    private static string Bracketed(string host) =>
        Uri.CheckHostName(host) is UriHostNameType.IPv6 && !host.StartsWith('[') ? $"[{host}]" : host;

    /// <summary>The variables are meant for a whole fleet: what cannot be used is said and does not stop us.</summary>
    private static Finding Ignored(string variable, string why) =>
        new(FindingCodes.InvalidValue, "", $"{variable} is ignored: it {why}.")
        {
            Severity = FindingSeverity.Warning,
        };
}
