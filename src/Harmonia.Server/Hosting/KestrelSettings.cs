using System.Net;
using Harmonia.Server.Rest;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Harmonia.Server.Hosting;

/// <summary>What the web server takes from a peer before anything of ours runs.</summary>
internal static class KestrelSettings
{
    private const int MaxHeaderBytes = 32 * 1024;
    private const int MaxRequestLineBytes = 8 * 1024;
    private const int MaxConnections = 10_000;
    private const int MaxUpgradedConnections = 1_000;
    private const double MinBytesPerSecond = 240;
    private static readonly TimeSpan HeaderTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    public static void Apply(IWebHostBuilder web, HarmoniaConfiguration configuration, IPAddress[] addresses) =>
        web.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // Each call has its own, lower limit; up to here a body that is too large still gets a proper answer.
            kestrel.Limits.MaxRequestBodySize = 2L * BodyLimits.Of(configuration).Largest;
            kestrel.Limits.MaxRequestHeadersTotalSize = MaxHeaderBytes;
            kestrel.Limits.MaxRequestLineSize = MaxRequestLineBytes;
            kestrel.Limits.MaxConcurrentConnections = MaxConnections;
            kestrel.Limits.MaxConcurrentUpgradedConnections = MaxUpgradedConnections;
            kestrel.Limits.RequestHeadersTimeout = HeaderTimeout;
            kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(MinBytesPerSecond, Grace);
            foreach (var address in Listenable(addresses, configuration.Port))
            {
                kestrel.Listen(address, configuration.Port, static listen => listen.Protocols = HttpProtocols.Http1);
            }
        });

    /// <summary>
    /// A name may have an address of each family; "any free port" can only be one port for one of them.
    /// </summary>
    private static IEnumerable<IPAddress> Listenable(IPAddress[] addresses, int port) => addresses
        .Where(address => address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork
            || System.Net.Sockets.Socket.OSSupportsIPv6)
        .Distinct()
        .Take(port == 0 ? 1 : addresses.Length);
}
