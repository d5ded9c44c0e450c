using System.Net;
using Harmonia.Server.Rest;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Harmonia.Server.Security;

/// <summary>What holds for every request and every answer, whatever is asked.</summary>
internal static class RequestGuard
{
    private const string ContentPolicy = "default-src 'self'; frame-ancestors 'none'";

    /// <summary>
    /// The page that shows the API brings styles and icons inline; nothing else is loosened, and only for it.
    /// </summary>
    private const string DocumentationPolicy =
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'";

    /// <param name="app">What is guarded.</param>
    /// <param name="host">Where it listens.</param>
    /// <param name="publicHost">What others call it, if the operator says so.</param>
    public static void Use(IApplicationBuilder app, string host, string? publicHost = null)
    {
        var hosts = new AllowedHosts(host, publicHost);
        app.Use(next => context =>
        {
            AddHeaders(context);
            return next(context);
        });
        app.UseMiddleware<ErrorAnswers>();
        app.Use(next => context =>
        {
            // A web page can make a browser send requests here under its own name (DNS rebinding): not answered.
            if (!hosts.Allows(context.Request.Host))
            {
                throw new ApiException(new Problem(
                    StatusCodes.Status421MisdirectedRequest,
                    ApiCodes.MisdirectedRequest,
                    $"The Host header names '{context.Request.Host.Host}', which is not this server. Use localhost."));
            }

            if (!OriginCheck.IsAllowed(context.Request))
            {
                throw new ApiException(new Problem(
                    StatusCodes.Status403Forbidden,
                    ApiCodes.OriginNotAllowed,
                    $"Pages of '{Wire.Shorten(context.Request.Headers.Origin.ToString())}' may not call this server: "
                        + "only pages of this host may."));
            }

            return next(context);
        });
    }

    private static void AddHeaders(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "no-store";
        headers.ContentSecurityPolicy = context.Request.Path.StartsWithSegments(RestApi.DocumentationPath)
            ? DocumentationPolicy
            : ContentPolicy;
    }
}

/// <summary>The names under which this server may be called.</summary>
internal sealed class AllowedHosts(string configured, string? publicHost)
{
    private readonly string _configured = configured.Trim('[', ']');
    private readonly string? _public = publicHost?.Trim('[', ']');

    public bool Allows(HostString host)
    {
        var name = host.Host.Trim('[', ']').TrimEnd('.');
        return name.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || name.Equals(_configured, StringComparison.OrdinalIgnoreCase)
            || name.Equals(_public, StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(name, out var address) && IPAddress.IsLoopback(address));
    }
}
