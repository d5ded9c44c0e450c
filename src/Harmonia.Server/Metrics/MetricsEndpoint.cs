using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Harmonia.Server.Metrics;

/// <summary>The endpoint of the figures.</summary>
internal static class MetricsEndpoint
{
    /// <summary>Maps <c>/metrics</c>; the page ends with the server.</summary>
    public static IEndpointRouteBuilder MapMetrics(this IEndpointRouteBuilder endpoints, MetricsPage page)
    {
        var lifetime = endpoints.ServiceProvider.GetRequiredService<IHostApplicationLifetime>();
        lifetime.ApplicationStopped.Register(page.Dispose);
        endpoints.MapGet("/metrics", async context =>
        {
            var text = await page.WriteAsync(context.RequestAborted);
            context.Response.ContentType = Exposition.ContentType;
            await context.Response.WriteAsync(text, context.RequestAborted);
        }).DisableHttpMetrics();
        return endpoints;
    }
}
