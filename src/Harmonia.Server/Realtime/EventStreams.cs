using Harmonia.Core.Executions;
using Harmonia.Engine.Ports;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Harmonia.Server.Realtime;

/// <summary>Live events as server-sent events.</summary>
internal static class EventStreams
{
    /// <summary>Maps <c>/events</c> and <c>/events/executions/{id}</c>.</summary>
    public static IEndpointRouteBuilder MapEvents(this IEndpointRouteBuilder endpoints, LiveServices live)
    {
        var stopping = endpoints.ServiceProvider.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        endpoints.MapGet("/events", context => ServeAsync(live, context, null, stopping)).DisableHttpMetrics();
        endpoints.MapGet("/events/executions/{id}", ServeOneAsync).DisableHttpMetrics();
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
            using var stream = await LiveStream.OpenAsync(live, context, execution, stop.Token);
            await SendAsync(live, context, stream, stop.Token);
        }
        catch (OperationCanceledException)
        {
            // The subscriber left, took nothing for too long, or the server stops: whoever returns goes on.
        }
        catch (StoreUnavailableException) when (context.Response.HasStarted)
        {
            // The stream ends here; whoever returns with the last id goes on.
        }
    }

    private static async Task SendAsync(
        LiveServices live, HttpContext context, LiveStream stream, CancellationToken cancellationToken)
    {
        var response = context.Response;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        response.Headers["X-Accel-Buffering"] = "no"; // A proxy that collects would hold events back.
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();

        await using var sink = new EventStreamSink(context, live, withPosition: stream.Execution is null);
        sink.WriteConnected(stream);
        if (stream.IsReset)
        {
            sink.WriteReset(stream);
        }

        await LivePump.CopyAsync(
            stream.ReadAsync(cancellationToken), sink, live.Options.KeepAlive, live.Time, cancellationToken);
    }
}
