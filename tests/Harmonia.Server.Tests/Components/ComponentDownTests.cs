using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Harmonia.Components.Http;
using Harmonia.Components.Registered;
using Harmonia.Server.Tests.Documents;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Harmonia.Server.Tests.Components;

/// <summary>A declared component goes and comes back while an execution needs it.</summary>
public sealed class ComponentDownTests : IAsyncLifetime
{
    private const string Workflow =
        """
        {"name": "patient",
         "tasks": {"a": {"component": "svc", "action": "run", "retry_policy": {"max_retries": 0}}}}
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly JumpingTime _time = new(new DateTimeOffset(2026, 11, 25, 15, 0, 0, TimeSpan.Zero));
    private readonly int _port = FreePort();
    private TestServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync(configuration => configuration with
        {
            Time = _time,
            OutboundAllowList = OutboundAllowList.Parse("127.0.0.1"),
        });
        var declaration = $$"""
            {"name": "svc", "base_url": "http://127.0.0.1:{{_port}}", "protocol": "tasks",
             "health": {"path": "/health", "interval": 10} }
            """;
        (await _server.PostAsync("/api/components", declaration)).Expect(201);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_component_that_is_down_for_a_minute_costs_a_task_without_retries_nothing()
    {
        var id = await _server.StartInlineAsync(Workflow);
        await UntilAsync(async () => (await EventsAsync(id)).Contains("waiting_for_component"));
        for (var passed = 0; passed < 60; passed += 15)
        {
            var before = LastProbe();
            _time.Jump(TimeSpan.FromSeconds(15));
            await UntilAsync(() => Task.FromResult(LastProbe() > before));
        }

        await using var component = await StartComponentAsync();
        _time.Jump(TimeSpan.FromSeconds(15));
        await UntilAsync(async () => (await StatusAsync(id)).Text("status") is "completed" or "failed");

        var ended = (await StatusAsync(id)).Json;
        Assert.Equal("completed", ended.GetProperty("status").GetString());
        var task = ended.GetProperty("task_executions").GetProperty("a");
        Assert.Equal(0, task.GetProperty("retries").GetInt32());
        Assert.Equal(42, task.GetProperty("output").GetProperty("result").GetInt32());
        var types = await EventsAsync(id);
        Assert.DoesNotContain("retry_attempted", types);
        Assert.DoesNotContain("task_failed", types);
        var attempts = (await HistoryAsync(id))
            .Where(item => item.GetProperty("type").GetString() is "task_started")
            .Select(item => item.GetProperty("data").GetProperty("attempt").GetInt32());
        Assert.All(attempts, attempt => Assert.Equal(1, attempt));
        Assert.Equal(ComponentCondition.Up, _server.Embedded.Registry.Live.StatusOf("svc")!.Condition);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task<WebApplication> StartComponentAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, _port));
        builder.Services.AddRoutingCore();
        builder.Services.AddLogging();
        var web = builder.Build();
        web.MapGet("/health", context => AnswerAsync(context, """{"status": "healthy"}"""));
        web.MapPost("/api/tasks/run", context => AnswerAsync(context, """{"status": "success", "result": 42}"""));
        await web.StartAsync();
        return web;
    }

    private static Task AnswerAsync(HttpContext context, string json)
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(json);
    }

    private DateTimeOffset LastProbe() =>
        _server.Embedded.Registry.Live.StatusOf("svc")!.LastProbe?.At ?? DateTimeOffset.MinValue;

    private async Task<Reply> StatusAsync(string id) => (await _server.GetAsync($"/api/executions/{id}")).Expect(200);

    private async Task<JsonElement[]> HistoryAsync(string id) =>
    [
        .. (await _server.GetAsync($"/api/executions/{id}/history")).Expect(200).Json.GetProperty("items")
            .EnumerateArray(),
    ];

    private async Task<string[]> EventsAsync(string id) =>
        [.. (await HistoryAsync(id)).Select(item => item.GetProperty("type").GetString()!)];

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (!await holds())
        {
            Assert.False(limit.IsCancellationRequested, "It did not come to that.");
            await Task.Yield();
        }
    }
}
