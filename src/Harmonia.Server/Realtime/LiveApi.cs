using Harmonia.Engine;
using Harmonia.Engine.Ports;
using Harmonia.Server.Metrics;
using Microsoft.AspNetCore.Builder;

namespace Harmonia.Server.Realtime;

/// <summary>What can be watched: events over both protocols, and figures.</summary>
internal static class LiveApi
{
    public static void Use(WebApplication app, WorkflowEngine engine, IExecutionStore executions, TimeProvider time)
    {
        var live = new LiveServices(engine, executions, time, LiveOptions.Default);
        app.UseWebSockets();
        app.MapEvents(live);
        app.MapSockets(live);
        app.MapMetrics(new MetricsPage(executions, time));
    }
}
