using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Harmonia.Components.Http;

/// <summary>One entry of the allow-list: a network or a host name, with or without a port.</summary>
internal sealed class OutboundAllowEntry
{
    private const string Wildcard = "*.";

    private readonly IPNetwork? _network;
    private readonly string? _host;
    private readonly int? _port;

    private OutboundAllowEntry(IPNetwork? network, string? host, int? port) =>
        (_network, _host, _port) = (network, host, port);

    /// <exception cref="FormatException">The message names the entry and says how to write it.</exception>
    public static OutboundAllowEntry Parse(string entry)
    {
        var text = entry.Trim();
        var (name, port) = SplitPort(text, entry);
        if (name.Contains('/', StringComparison.Ordinal))
        {
            return new(ParseNetwork(name, entry), null, port);
        }

        if (IPAddress.TryParse(name, out var address) && !name.Contains('%', StringComparison.Ordinal))
        {
            if (address.AddressFamily is AddressFamily.InterNetwork && address.ToString() != name)
            {
                throw Wrong(entry, $"write the IPv4 address in full, as {address}");
            }

            var canonical = AddressRules.Canonical(address);
            var length = canonical.AddressFamily is AddressFamily.InterNetwork ? 32 : 128;
            return new(new IPNetwork(canonical, length), null, port);
        }

        return new(null, ParseHost(name, entry), port);
    }

    /// <summary>The form that host names are compared in.</summary>
    public static string NormalHost(string host) => host.TrimEnd('.').ToLowerInvariant();

    public bool AllowsHost(string normalHost, int port) =>
        _host is not null && PortMatches(port) && (_host.StartsWith(Wildcard, StringComparison.Ordinal)
            ? normalHost.Length > _host.Length - 1 && normalHost.EndsWith(_host[1..], StringComparison.Ordinal)
            : normalHost == _host);

    public bool AllowsAddress(IPAddress canonical, int port) =>
        _network is { } network && PortMatches(port) && network.Contains(canonical);

    private bool PortMatches(int port) => _port is null || _port == port;

    private static (string Name, int? Port) SplitPort(string text, string entry)
    {
        if (text.StartsWith('['))
        {
            var end = text.IndexOf(']', StringComparison.Ordinal);
            if (end < 0)
            {
                throw Wrong(entry, "the bracket is not closed");
            }

            var rest = text[(end + 1)..];
            var inside = text[1..end];
            if (!inside.Contains(':', StringComparison.Ordinal))
            {
                throw Wrong(entry, "brackets are for IPv6 addresses");
            }

            return rest switch
            {
                "" => (inside, null),
                [':', .. var digits] => (inside, ParsePort(digits, entry)),
                _ => throw Wrong(entry, "only :port may follow the bracket"),
            };
        }

        var first = text.IndexOf(':', StringComparison.Ordinal);
        if (first < 0 || first != text.LastIndexOf(':'))
        {
            return (text, null); // No colon at all, or a bare IPv6 address.
        }

        return (text[..first], ParsePort(text[(first + 1)..], entry));
    }

    private static int ParsePort(string digits, string entry) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65535
            ? port
            : throw Wrong(entry, "the port has to be a number from 1 to 65535");

    private static IPNetwork ParseNetwork(string name, string entry)
    {
        if (!IPNetwork.TryParse(name, out var network))
        {
            throw Wrong(entry, "not a network in CIDR form");
        }

        // The parser clears the bits beyond the prefix; the operator may have meant something else by them.
        if (!network.BaseAddress.Equals(IPAddress.Parse(name.AsSpan(0, name.IndexOf('/', StringComparison.Ordinal)))))
        {
            throw Wrong(entry, $"bits are set beyond its prefix; the network is {network}");
        }

        return network.BaseAddress.IsIPv4MappedToIPv6 && network.PrefixLength >= 96
            ? throw Wrong(entry, "write an IPv4-mapped network as an IPv4 network")
            : network;
    }

    private static string ParseHost(string name, string entry)
    {
        var host = NormalHost(name);
        var labels = host.StartsWith(Wildcard, StringComparison.Ordinal) ? host[Wildcard.Length..] : host;
        if (labels.Length is 0 or > 253)
        {
            throw Wrong(entry, "a host name has 1 to 253 characters");
        }

        return labels.Split('.').All(IsLabel)
            ? host
            : throw Wrong(entry, "not a host name; a wildcard may only stand first, as in *.example.org");
    }

    private static bool IsLabel(string label) =>
        label.Length is > 0 and <= 63 && label.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_');

    private static FormatException Wrong(string entry, string why) => new(
        $"The outbound allow-list entry \"{entry}\" is wrong: {why}. Write host, *.suffix, address or CIDR, each with "
        + "an optional :port; an IPv6 address with a port stands in brackets.");
}
