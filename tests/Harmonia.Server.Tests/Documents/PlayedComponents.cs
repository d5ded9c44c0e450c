using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using Harmonia.Core.Failures;
using Harmonia.Engine.Ports;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Harmonia.Server.Tests.Documents;

/// <summary>A server that plays the components of an example, and the service that it calls.</summary>
internal sealed class PlayedComponents : IAsyncDisposable
{
    private readonly WebApplication _web;
    private readonly Example _example;

    private PlayedComponents(WebApplication web, Example example) => (_web, _example) = (web, example);

    public Uri Address => new(_web.Urls.First());

    /// <summary>What each task sent to its component.</summary>
    public ConcurrentDictionary<string, JsonElement> Calls { get; } = new(StringComparer.Ordinal);

    public static async Task<PlayedComponents> StartAsync(Example example)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddRoutingCore();
        builder.Services.AddLogging();
        var played = new PlayedComponents(builder.Build(), example);
        played._web.MapPost("/api/tasks/{task}", played.AnswerTaskAsync);
        played._web.MapGet("/data", played.AnswerDataAsync);
        await played._web.StartAsync();
        return played;
    }

    public IEnumerable<ITaskExecutor> Executors() =>
        from answer in _example.Members("answers").Keys.Concat(_example.Members("failures").Keys)
        let call = answer.Split('.')
        group call[1] by call[0] into component
        select new PlayedExecutor(component.Key, [.. component], Address);

    public ValueTask DisposeAsync() => _web.DisposeAsync();

    private async Task AnswerTaskAsync(HttpContext context)
    {
        using var document = await JsonDocument.ParseAsync(context.Request.Body);
        Calls[(string)context.Request.RouteValues["task"]!] = document.RootElement.Clone();
        var action = $"{context.Request.Query["component"]}.{context.Request.Query["action"]}";
        if (_example.Members("answers").TryGetValue(action, out var answer))
        {
            await WriteAsync(context, answer);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        await context.Response.WriteAsync(_example.Members("failures")[action].GetString()!);
    }

    private Task AnswerDataAsync(HttpContext context) => WriteAsync(context, _example.Find("service")!.Value);

    private static Task WriteAsync(HttpContext context, JsonElement answer)
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(answer.GetRawText());
    }
}

/// <summary>Hands the tasks of one component to the server that plays it.</summary>
internal sealed class PlayedExecutor(string component, IReadOnlyCollection<string> actions, Uri server) : ITaskExecutor
{
#pragma warning disable RS0030 // Tests call their own server; nothing here leaves the machine.
    private static readonly HttpClient Http = new();
#pragma warning restore RS0030

    public string Component => component;

    public bool BuiltIn => false;

    public IReadOnlyCollection<string> Actions => actions;

    public int? MaxConcurrent => null;

    public async ValueTask<TaskOutcome> ExecuteAsync(TaskCall call, CancellationToken cancellationToken)
    {
        using var body = new StringContent(call.Input.GetRawText(), Encoding.UTF8, "application/json");
        using var response = await Http.PostAsync(
            new Uri(server, $"/api/tasks/{call.Task}?component={component}&action={call.Action}"),
            body,
            cancellationToken);
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        if (call.Partial.AreWanted)
        {
            foreach (var part in JsonElement.Parse(text).EnumerateArray())
            {
                await call.Partial.ReportAsync(part, cancellationToken);
            }
        }

        return response.IsSuccessStatusCode
            ? new TaskOutcome.Completed(JsonElement.Parse(text))
            : new TaskOutcome.Failed(new TaskFailure(text, "It was played to fail.", Retryable: false));
    }
}
