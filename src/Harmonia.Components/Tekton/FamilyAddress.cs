using System.Net;

namespace Harmonia.Components.Tekton;

/// <summary>Addresses of components.</summary>
internal static class FamilyAddress
{
    private const int MaxLength = 2_048;

    /// <summary>An address of http or https with a host, and perhaps a path; nothing secret, nothing beyond.</summary>
    /// <returns><see langword="null"/> when it is not one.</returns>
    public static Uri? Parse(string text) =>
        text.Length <= MaxLength
        && Uri.TryCreate(text.Trim().TrimEnd('/'), UriKind.Absolute, out var url)
        && url is { Scheme: "http" or "https", Query: "", Fragment: "", UserInfo: "", IdnHost.Length: > 0, Port: > 0 }
            ? url
            : null;

    /// <summary>A path below an address, which may have a path of its own.</summary>
    public static Uri Below(Uri address, string path) => new(address.AbsoluteUri.TrimEnd('/') + path);

    public static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
