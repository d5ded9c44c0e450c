using System.Net;
using Microsoft.AspNetCore.Http;

namespace Harmonia.Server.Security;

/// <summary>
/// Browsers let every page open a WebSocket, or send a simple request, anywhere, and say whose page it is: only this
/// host's are let in.
/// </summary>
/// <remarks>The port is not compared, so that a user interface on another port of the same machine may call.</remarks>
internal static class OriginCheck
{
    public static bool IsAllowed(HttpRequest request)
    {
        var origin = request.Headers.Origin.ToString();
        if (origin.Length == 0)
        {
            return true; // Not a browser, or a page that asks its own server.
        }

        return Uri.TryCreate(origin, UriKind.Absolute, out var page)
            && page.Scheme is "http" or "https"
            && IsSameHost(page.Host.Trim('[', ']'), request.Host.Host.Trim('[', ']'));
    }

    private static bool IsSameHost(string page, string here) =>
        page.Equals(here, StringComparison.OrdinalIgnoreCase) || (IsLoopback(page) && IsLoopback(here));

    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
