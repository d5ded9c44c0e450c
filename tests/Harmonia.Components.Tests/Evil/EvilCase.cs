using System.Net;
using System.Net.Sockets;
using Harmonia.Components.Http;

namespace Harmonia.Components.Tests.Evil;

/// <summary>A peer that misbehaves, and what has to become of a task that calls it.</summary>
/// <param name="Name">As docs/components/evil.md has it.</param>
/// <param name="Http">
/// Of the component http: "completed", or a failure class with + when it can be retried and - when not; several with |
/// where the network decides which.
/// </param>
/// <param name="Registered">The same of a registered component, which also knows "unavailable".</param>
/// <param name="Behave">What the peer does with a connection; <see langword="null"/> when nobody listens.</param>
internal sealed record EvilCase(
    string Name, string Http, string Registered, Func<Socket, CancellationToken, Task>? Behave)
{
    /// <summary>Of the attempt, until its deadline.</summary>
    public TimeSpan Within { get; init; } = TimeSpan.FromSeconds(20);

    public string Scheme { get; init; } = "http";

    /// <summary>How names are resolved, when it is not the peer that misbehaves.</summary>
    public OutboundHttp.ResolveHost? Resolve { get; init; }

    public OutboundHttp.ConnectTo? Connect { get; init; }

    /// <summary>Whether it sends more than anybody wants.</summary>
    public bool IsBig { get; init; }

    public OutboundHttp Outbound() => new(
        OutboundAllowList.Parse(Resolve is null ? "127.0.0.1" : ""),
        new HttpLimits { ConnectTimeout = TimeSpan.FromSeconds(2) },
        Resolve ?? Dns.GetHostAddressesAsync,
        Connect ?? ConnectAsync);

    public override string ToString() => Name;

    private static async ValueTask<Stream> ConnectAsync(IPEndPoint endPoint, CancellationToken cancellationToken)
    {
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
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
