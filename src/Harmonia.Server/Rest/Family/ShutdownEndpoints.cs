using System.Net;
using Harmonia.Client;
using Harmonia.Server.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Harmonia.Server.Rest.Family;

/// <summary><c>POST /shutdown</c>: programs of this machine may ask the server to stop, as the family's scripts do.
/// </summary>
internal static class ShutdownEndpoints
{
    private static readonly string[] Paths = ["/shutdown", "/api/shutdown"];

    /// <summary>A proxy on this machine speaks for somebody who is not on it.</summary>
    private static readonly string[] OfProxies =
        ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Via"];

    /// <summary>What browsers send of their own accord, and no page can leave out.</summary>
    private static readonly string[] OfBrowsers =
        ["Origin", "Referer", "Sec-Fetch-Site", "Sec-Fetch-Mode", "Sec-Fetch-Dest", "Sec-Fetch-User"];

    public static ValueTask<Answer> StopAsync(ApiRequest request)
    {
        if (WhyNot(request.Context) is { } reason)
        {
            throw new ApiException(new Problem(
                StatusCodes.Status403Forbidden,
                ApiCodes.ShutdownNotAllowed,
                $"Only a program on this machine may ask the server to stop: {reason}"));
        }

        var lifetime = request.Context.RequestServices.GetRequiredService<IHostApplicationLifetime>();
        request.Context.Response.OnCompleted(() =>
        {
            lifetime.StopApplication(); // Whoever asked has been answered.
            return Task.CompletedTask;
        });
        return ValueTask.FromResult(Answer.Of(
            StatusCodes.Status202Accepted,
            new ShutdownAnswer(
                "accepted", $"{FamilyIdentities.Main} shutdown initiated", request.Services.Time.GetUtcNow()),
            HarmoniaJson.Wire.ShutdownAnswer));
    }

    public static ValueTask<Answer> StatusAsync(ApiRequest request) => ValueTask.FromResult(Answer.Ok(
        new ShutdownStatus(
            true,
            FamilyIdentities.Main,
            Paths,
            HttpMethods.Post,
            request.Services.Presence.State.ComponentIds.Count), // Each is taken off the list of Hermes.
        HarmoniaJson.Wire.ShutdownStatus));

    private static string? WhyNot(HttpContext context)
    {
        var headers = context.Request.Headers;
        if (context.Connection.RemoteIpAddress is not { } peer || !IPAddress.IsLoopback(peer))
        {
            return "this request comes from elsewhere.";
        }

        return Array.Find(OfProxies, headers.ContainsKey) is { } proxied
            ? $"the header {proxied} says that this request comes through a proxy."
            : Array.Find(OfBrowsers, headers.ContainsKey) is { } browsed
                ? $"the header {browsed} says that this request comes from a browser."
                : null;
    }
}
