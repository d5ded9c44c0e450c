using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Harmonia.Core.Executions;
using Harmonia.Server.Hosting;
using Microsoft.Extensions.Logging;

namespace Harmonia.Server.Tests;

/// <summary>A real server on a free port, with its data in memory, and what tests ask of it.</summary>
public sealed class TestServer : IAsyncDisposable
{
    private readonly HarmoniaHost _host;

    private TestServer(HarmoniaHost host)
    {
        _host = host;
#pragma warning disable RS0030 // Tests call their own server; nothing here leaves the machine.
        Http = new HttpClient { BaseAddress = host.Address };
#pragma warning restore RS0030
    }

    public HttpClient Http { get; }

    public Uri Address => _host.Address;

    public EmbeddedEngine Embedded => _host.Embedded;

    /// <summary>Cancelled when somebody asked it to stop.</summary>
    public CancellationToken Stopping => _host.Stopping;

    public static HarmoniaConfiguration Configuration { get; } = new()
    {
        Port = 0,
        DataDirectory = "/nowhere",
        Database = new DatabaseLocation.Memory(),
    };

    public static async Task<TestServer> StartAsync(
        Func<HarmoniaConfiguration, HarmoniaConfiguration>? change = null) =>
        new(await HarmoniaHost.StartAsync(
            change is null ? Configuration : change(Configuration),
            static logging => HostLogging.ToConsole(logging, LogLevel.Error),
            CancellationToken.None));

    public async Task<Reply> SendAsync(
        HttpMethod method, string path, string? body = null, string type = "application/json", string? key = null) =>
        await SendAsync(method, path, body is null ? null : Encoding.UTF8.GetBytes(body), type, key);

    public async Task<Reply> SendAsync(HttpMethod method, string path, byte[]? body, string? type, string? key)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = type is null ? null : MediaTypeHeaderValue.Parse(type);
        }

        if (key is not null)
        {
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        }

        using var response = await Http.SendAsync(request);
        return await Reply.ReadAsync(response);
    }

    public Task<Reply> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<Reply> PostAsync(string path, string? body = null, string? key = null) =>
        SendAsync(HttpMethod.Post, path, body, key: key);

    public Task<Reply> PutAsync(string path, string body) => SendAsync(HttpMethod.Put, path, body);

    public Task<Reply> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path);

    /// <summary>Saves a workflow and returns its id.</summary>
    public async Task<string> SaveAsync(string definition) =>
        (await PostAsync("/api/workflows", definition)).Expect(201).Text("workflow_id");

    /// <summary>Starts an execution of an inline definition and returns its id.</summary>
    public async Task<string> StartInlineAsync(string definition, string query = "") =>
        (await PostAsync("/api/executions" + query, $$"""{"workflow": {{definition}}}""")).Text("execution_id");

    /// <summary>Waits for the end of an execution.</summary>
    public async Task EndAsync(string execution)
    {
        await foreach (var _ in Embedded.WatchAsync(
            new ExecutionId(Guid.Parse(execution)), CancellationToken.None))
        {
            // The last one is the end.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        Http.Dispose(); // After the server, so that it can answer those who wait.
    }
}

/// <summary>An answer.</summary>
public sealed record Reply(int Status, string Body, IReadOnlyDictionary<string, string> Headers)
{
    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    public JsonElement Error => Json.GetProperty("error");

    public static async Task<Reply> ReadAsync(HttpResponseMessage response)
    {
        var headers = response.Headers.Concat(response.Content.Headers).ToDictionary(
            header => header.Key, header => string.Join(",", header.Value), StringComparer.OrdinalIgnoreCase);
        return new Reply((int)response.StatusCode, await response.Content.ReadAsStringAsync(), headers);
    }

    public string Text(string name) => Json.GetProperty(name).GetString()!;

    public Reply Expect(int status)
    {
        Assert.True(Status == status, $"Expected {status}, got {Status}: {Body}");
        return this;
    }

    /// <summary>The documented body of an error, and all of it.</summary>
    public Reply ExpectError(int status, string type, string code)
    {
        Expect(status);
        Assert.Equal(["error"], Json.EnumerateObject().Select(member => member.Name));
        Assert.Equal(
            ["type", "message", "details", "code", "request_id"],
            Error.EnumerateObject().Select(member => member.Name));
        Assert.True(Error.GetProperty("code").GetString() == code, $"Expected {code}: {Body}");
        Assert.Equal(type, Error.GetProperty("type").GetString());
        Assert.Equal(Error.GetProperty("request_id").GetString(), Headers["X-Request-Id"]);
        Assert.NotEqual("", Error.GetProperty("message").GetString());
        Assert.Equal(JsonValueKind.Object, Error.GetProperty("details").ValueKind);
        return this;
    }

    public string? Field => Error.GetProperty("details").TryGetProperty("field", out var at) ? at.GetString() : null;
}
