using System.Net;

namespace Harmonia.Components.Http;

/// <summary>
/// What the operator allows beyond public addresses; from entries <c>host-or-CIDR[:port]</c>. Authors cannot extend it.
/// </summary>
public sealed class OutboundAllowList
{
    private readonly OutboundAllowEntry[] _entries;

    private OutboundAllowList(OutboundAllowEntry[] entries) => _entries = entries;

    /// <summary>Allows nothing beyond public addresses.</summary>
    public static OutboundAllowList Empty { get; } = new([]);

    /// <summary>Entries separated by commas or white space, as <c>HARMONIA_OUTBOUND_ALLOW</c> has them.</summary>
    /// <exception cref="FormatException">An entry is wrong; the message names it and says how to write it.</exception>
    public static OutboundAllowList Parse(string? entries) =>
        Parse((entries ?? "").Split([',', ' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries));

    /// <inheritdoc cref="Parse(string)"/>
    public static OutboundAllowList Parse(IEnumerable<string> entries) =>
        new([.. entries.Select(OutboundAllowEntry.Parse)]);

    /// <summary>The same, and more.</summary>
    /// <exception cref="FormatException">An entry is wrong; the message names it.</exception>
    public OutboundAllowList With(IEnumerable<string> entries) =>
        new([.. _entries, .. entries.Select(OutboundAllowEntry.Parse)]);

    /// <summary>Whether an entry names this host, whatever it resolves to.</summary>
    internal bool AllowsHost(string host, int port)
    {
        var name = OutboundAllowEntry.NormalHost(host);
        return _entries.Any(entry => entry.AllowsHost(name, port));
    }

    /// <summary>Whether an entry's network holds this address.</summary>
    internal bool AllowsAddress(IPAddress address, int port)
    {
        var canonical = AddressRules.Canonical(address);
        return _entries.Any(entry => entry.AllowsAddress(canonical, port));
    }
}
