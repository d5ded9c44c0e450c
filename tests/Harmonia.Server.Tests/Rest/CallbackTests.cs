using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Harmonia.Engine.Ports;

namespace Harmonia.Server.Tests.Rest;

/// <summary>Webhooks as the other side sees them: a call with an address, and answers at that address.</summary>
public sealed class CallbackTests : IAsyncLifetime
{
    private const string Definition = """
        {"name": "ask", "tasks": {"ask": {
          "type": "webhook", "component": "partner", "action": "order",
          "input": {"to": ["${callback.url}?x=1", "${callback.token}"], "n": 7},
          "result": {"said": "${response}", "order": "${call.order}"}
        }}}
        """;

    private readonly Partner _partner = new();
    private TestServer? _server;

    private TestServer Server => _server!;

    public async ValueTask InitializeAsync() =>
        _server = await TestServer.StartAsync(configuration => configuration with { Components = [_partner] });

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    [Fact]
    public async Task Whoever_was_called_answers_once_at_the_address_it_was_told()
    {
        var (id, path) = await AskAsync();

        (await Server.PostAsync(path, """{"ok": true}""")).Expect(200);

        (await Server.PostAsync(path, """{ "ok": true }""")).Expect(200);
        (await Server.PostAsync(path, """{"ok": false}"""))
            .ExpectError(409, "ConflictError", "CALLBACK_ALREADY_RECEIVED");
        var detail = (await Server.GetAsync($"/api/executions/{id}")).Expect(200).Json;
        Assert.Equal("completed", detail.GetProperty("status").GetString());
        Assert.Equal(
            """{"ok":true}""",
            detail.GetProperty("output").GetProperty("ask").GetProperty("said").GetRawText().Replace(" ", ""));
    }

    [Theory]
    [InlineData("text/plain", "yes", "\"yes\"")]
    [InlineData("application/cloudevents+json", "[1]", "[1]")]
    [InlineData("text/plain", "", "null")]
    public async Task A_callback_may_be_text_or_nothing(string type, string body, string output)
    {
        var (id, path) = await AskAsync();
        (await Server.SendAsync(HttpMethod.Post, path, Encoding.UTF8.GetBytes(body), type, null)).Expect(200);
        var detail = (await Server.GetAsync($"/api/executions/{id}")).Expect(200).Json;
        Assert.Equal(output, detail.GetProperty("output").GetProperty("ask").GetProperty("said").GetRawText());
    }

    [Fact]
    public async Task After_the_end_it_is_late_and_a_forged_address_is_unknown()
    {
        var (id, path) = await AskAsync();
        (await Server.PostAsync($"/api/executions/{id}/cancel")).Expect(200);

        (await Server.PostAsync(path, "{}")).ExpectError(410, "GoneError", "CALLBACK_LATE");
        (await Server.PostAsync(path + "x", "{}")).ExpectError(404, "NotFoundError", "NOT_FOUND");
        (await Server.PostAsync("/callbacks/a.b", "{}")).ExpectError(404, "NotFoundError", "NOT_FOUND");
    }

    [Fact]
    public async Task Nobody_else_learns_the_address()
    {
        var (id, path) = await AskAsync();
        var token = path["/callbacks/".Length..];
        var detail = (await Server.GetAsync($"/api/executions/{id}")).Expect(200);
        Assert.Equal("callback", detail.Json
            .GetProperty("task_executions").GetProperty("ask").GetProperty("waiting").GetString());
        var history = (await Server.GetAsync($"/api/executions/{id}/history")).Expect(200);
        Assert.All([detail, history], reply => Assert.DoesNotContain(token, reply.Body, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_operator_says_what_the_address_begins_with()
    {
        await using var server = await TestServer.StartAsync(configuration => configuration with
        {
            Components = [_partner],
            PublicUrl = new Uri("https://harmonia.example.com/base/"),
        });
        await server.StartInlineAsync(Definition);
        var call = await _partner.NextAsync();
        Assert.StartsWith(
            "https://harmonia.example.com/base/callbacks/",
            call.Input.GetProperty("to")[0].GetString(),
            StringComparison.Ordinal);
    }

    private async Task<(string Id, string Path)> AskAsync()
    {
        var id = await Server.StartInlineAsync(Definition);
        var call = await _partner.NextAsync();
        var url = new Uri(call.Input.GetProperty("to")[0].GetString()!);
        Assert.Equal("?x=1", url.Query);
        Assert.Equal(url.AbsolutePath, "/callbacks/" + call.Input.GetProperty("to")[1].GetString());
        return (id, url.AbsolutePath);
    }

    /// <summary>Takes orders and answers with a number.</summary>
    private sealed class Partner : ITaskExecutor
    {
        private static readonly JsonElement Number = JsonElement.Parse("{\"order\": 12}");

        private readonly BlockingCollection<TaskCall> _calls = [];

        public string Component => "partner";

        public bool BuiltIn => false;

        public IReadOnlyCollection<string> Actions { get; } = ["order"];

        public int? MaxConcurrent => null;

        public Task<TaskCall> NextAsync() => Task.Run(
            () => _calls.TryTake(out var call, TimeSpan.FromSeconds(20))
                ? call
                : throw new TimeoutException("Nobody called."));

        public ValueTask<TaskOutcome> ExecuteAsync(TaskCall call, CancellationToken cancellationToken)
        {
            _calls.Add(call, cancellationToken);
            return ValueTask.FromResult<TaskOutcome>(new TaskOutcome.Completed(Number));
        }
    }
}
