using System.Net.WebSockets;
using Harmonia.Core.Executions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Harmonia.Server.Realtime;

/// <summary>Live events over WebSockets.</summary>
internal static class SocketStreams
{
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Connect];

    /// <summary>Maps <c>/ws/events</c> and <c>/ws/executions/{id}</c>; the host has to use WebSockets.</summary>
    public static IEndpointRouteBuilder MapSockets(this IEndpointRouteBuilder endpoints, LiveServices live)
    {
        var stopping = endpoints.ServiceProvider.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        endpoints.MapMethods("/ws/events", Methods, context => ServeAsync(live, context, null, stopping))
            .DisableHttpMetrics();
        endpoints.MapMethods("/ws/executions/{id}", Methods, ServeOneAsync).DisableHttpMetrics();
        return endpoints;

        Task ServeOneAsync(HttpContext context)
        {
            var id = (string?)context.Request.RouteValues["id"];
            return ExecutionId.TryParse(id, out var execution)
                ? ServeAsync(live, context, execution, stopping)
                : throw LiveProblems.NoExecution(id);
        }
    }

    private static async Task ServeAsync(
        LiveServices live, HttpContext context, ExecutionId? execution, CancellationToken stopping)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        try
        {
            if (!context.WebSockets.IsWebSocketRequest)
            {
                context.Response.Headers.Upgrade = "websocket";
                throw LiveProblems.NotUpgraded();
            }

            using var stream = await LiveStream.OpenAsync(live, context, execution, stop.Token);
            using var socket = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
            {
                KeepAliveInterval = live.Options.KeepAlive,
                KeepAliveTimeout = live.Options.SendTimeout,
            });
            using var session = new SocketSession(live, socket, stream);
            await session.ServeAsync(stop.Token);
        }
        catch (Exception exception) when (exception is OperationCanceledException or WebSocketException)
        {
            // The subscriber left, took nothing for too long, or broke the protocol: whoever returns goes on.
        }
    }
}
