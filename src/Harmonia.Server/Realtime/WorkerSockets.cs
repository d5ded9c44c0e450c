using System.Net.WebSockets;
using Harmonia.Server.Rest;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Harmonia.Server.Realtime;

/// <summary><c>/ws/workers</c>: a worker's one connection, instead of polls.</summary>
internal static class WorkerSockets
{
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Connect];

    public static void MapWorkerSockets(this IEndpointRouteBuilder endpoints, ApiServices services)
    {
        var stopping = endpoints.ServiceProvider.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        endpoints.MapMethods("/ws/workers", Methods, context => ServeAsync(services, context, stopping))
            .DisableHttpMetrics();
    }

    private static async Task ServeAsync(ApiServices services, HttpContext context, CancellationToken stopping)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.Headers.Upgrade = "websocket";
            throw LiveProblems.NotUpgraded();
        }

        RequestQuery.Check(context.Request.Query, []);
        try
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
            {
                KeepAliveInterval = LiveOptions.Default.KeepAlive,
                KeepAliveTimeout = LiveOptions.Default.SendTimeout,
            });
            await using var session = new WorkerSession(services, socket);
            await session.ServeAsync(stopping);
        }
        catch (Exception exception) when (exception is OperationCanceledException or WebSocketException)
        {
            // The worker is gone. What it has is its own until its leases are over: it may come back.
        }
    }
}
