using System.Net;

namespace Harmonia.Components.Http;

/// <summary>
/// A host has no address that may be called. Thrown inside a connect, where only an exception can answer.
/// </summary>
public sealed class AddressNotAllowedException : Exception
{
    internal AddressNotAllowedException(string host, int port, IPAddress address, string why)
        : base($"The address {address} of \"{host}\" is not allowed ({why}). The operator allows it with "
            + $"HARMONIA_OUTBOUND_ALLOW, for example {Example(address, port)}.") =>
        Address = address;

    public IPAddress Address { get; }

    private static string Example(IPAddress address, int port) =>
        new IPEndPoint(AddressRules.Canonical(address), port).ToString();
}
