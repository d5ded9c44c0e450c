using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;

namespace Harmonia.Components.Http;

/// <summary>The one way out: every HTTP call that Harmonia makes goes through the client of this factory.</summary>
/// <remarks>
/// The address is checked where the connection is made, and the connection goes to exactly the checked address. So a
/// name that resolves to something else a moment later gains nothing, and neither does a pooled connection, which leads
/// to an address that was checked.
/// </remarks>
public sealed class OutboundHttp : IDisposable
{
    /// <summary>Connections are renewed so that changes of DNS are seen.</summary>
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(2);

    private readonly OutboundAllowList _allowed;
    private readonly ResolveHost _resolve;
    private readonly ConnectTo _connect;
    private readonly SocketsHttpHandler _handler;

    public OutboundHttp(OutboundAllowList allowed, HttpLimits limits)
        : this(allowed, limits, Dns.GetHostAddressesAsync, ConnectSocketAsync)
    {
    }

    internal OutboundHttp(OutboundAllowList allowed, HttpLimits limits, ResolveHost resolve, ConnectTo connect)
    {
        (_allowed, _resolve, _connect) = (allowed, resolve, connect);
        Limits = limits;
        _handler = new SocketsHttpHandler
        {
            ConnectCallback = ConnectAsync,
            ConnectTimeout = limits.ConnectTimeout,
            UseProxy = false, // A proxy would connect for us, past the check.
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.All,
            MaxResponseHeadersLength = limits.MaxHeaderKibibytes,
            MaxConnectionsPerServer = limits.MaxConnectionsPerHost,
            MaxResponseDrainSize = 0, // A connection with an unread body is closed instead of read to its end.
            PooledConnectionLifetime = ConnectionLifetime,
        };
#pragma warning disable RS0030 // This is the factory that the ban points to.
        Client = new HttpClient(_handler, disposeHandler: true)
        {
            Timeout = Timeout.InfiniteTimeSpan, // Each call brings its deadline.
            MaxResponseContentBufferSize = limits.MaxResponseBytes,
        };
#pragma warning restore RS0030
        Client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("harmonia", Version));
    }

    /// <summary>Finds the addresses of a host.</summary>
    internal delegate Task<IPAddress[]> ResolveHost(string host, CancellationToken cancellationToken);

    /// <summary>Connects to exactly this address.</summary>
    internal delegate ValueTask<Stream> ConnectTo(IPEndPoint endPoint, CancellationToken cancellationToken);

    /// <summary>This release, as peers see it.</summary>
    internal static string Version { get; } = typeof(OutboundHttp).Assembly.GetName().Version?.ToString(3) ?? "0";

    /// <summary>The shared client; it has no timeout of its own.</summary>
    public HttpClient Client { get; }

    internal HttpLimits Limits { get; }

    /// <summary>A client with this way out, for a library that wants one of its own.</summary>
    /// <param name="rules">What is done with each request and answer.</param>
    internal HttpClient ClientThrough(DelegatingHandler rules)
    {
        rules.InnerHandler = _handler;
#pragma warning disable RS0030 // This is the factory that the ban points to.
        return new HttpClient(rules, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
#pragma warning restore RS0030
    }

    public void Dispose() => Client.Dispose();

    private async ValueTask<Stream> ConnectAsync(
        SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        // A resolver refuses some addresses in its own way; that they are not allowed is the clearer answer.
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await _resolve(host, cancellationToken);
        if (addresses.Length is 0)
        {
            throw new SocketException((int)SocketError.NoData);
        }

        var allowedAddresses = addresses.Where(address => IsAllowed(host, address, port)).ToArray();
        if (allowedAddresses.Length is 0)
        {
            throw new AddressNotAllowedException(host, port, addresses[0], AddressRules.WhyRefused(addresses[0])!);
        }

        for (var next = 0; ; next++)
        {
            try
            {
                return await _connect(new IPEndPoint(allowedAddresses[next], port), cancellationToken);
            }
            catch (SocketException) when (next < allowedAddresses.Length - 1)
            {
                // The next address of the same host may answer.
            }
        }
    }

    private bool IsAllowed(string host, IPAddress address, int port) =>
        AddressRules.WhyRefused(address) is null
        || _allowed.AllowsHost(host, port)
        || _allowed.AllowsAddress(address, port);

    private static async ValueTask<Stream> ConnectSocketAsync(
        IPEndPoint endPoint, CancellationToken cancellationToken)
    {
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(endPoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
