using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Harmonia.Tekton.Doubles.Hermes;

namespace Harmonia.Components.Tests.Tekton.Doubles;

public sealed class HermesDoubleTests : IAsyncLifetime
{
    private readonly HermesDouble _hermes = new();

    public async ValueTask InitializeAsync() => await _hermes.StartAsync();

    public ValueTask DisposeAsync() => _hermes.DisposeAsync();

    [Fact]
    public async Task A_token_is_signed_over_its_sorted_payload_and_lasts_an_hour()
    {
        var reply = await _hermes.PostAsync(
            "/api/register", """{"name": "n", "version": "1", "type": "t", "endpoint": "http://127.0.0.1:1"}""");
        var token = JsonElement.Parse(reply.Json.Text("token"));
        var payload = token.GetProperty("payload");
        var (issued, expires) = (payload.GetProperty("iat").GetInt64(), payload.GetProperty("exp").GetInt64());

        var (owner, id) = (reply.Json.Text("componentId"), payload.Text("token_id"));
        var text = $$"""
            {"component_id": "{{owner}}", "exp": {{expires}}, "iat": {{issued}}, "token_id": "{{id}}"}
            """;
        var signature = HMACSHA256.HashData("tekton-secret-key"u8, Encoding.UTF8.GetBytes(text));

        Assert.Equal(3600, expires - issued);
        Assert.Equal(Convert.ToHexStringLower(signature), token.Text("signature"));
    }

    [Fact]
    public async Task Values_are_kept_by_namespace_and_key()
    {
        Assert.Equal("null", (await _hermes.GetAsync("/api/database/kv/n/k")).Json.GetProperty("value").GetRawText());

        await _hermes.AskAsync("PUT", "/api/database/kv/n/k", """{"value": {"a": [1]}}""");

        Assert.Equal("[1]", (await _hermes.GetAsync("/api/database/kv/n/k")).Json.Text("value", "a"));
        Assert.Equal(422, (await _hermes.DeleteAsync("/api/database/kv/n/k")).Status);
        await _hermes.AskAsync("DELETE", "/api/database/kv/n/k", "{}");
        Assert.Equal("null", (await _hermes.GetAsync("/api/database/kv/n/k")).Json.GetProperty("value").GetRawText());
    }

    [Fact]
    public async Task Ten_documents_are_found_unless_more_are_asked_for()
    {
        for (var number = 0; number < 12; number++)
        {
            await _hermes.PostAsync("/api/database/document/n/c", $$"""{"document": {"number": {{number}} } }""");
        }

        Assert.Equal(10, await CountAsync("""{"query": {}}"""));
        Assert.Equal(12, await CountAsync("""{"query": {}, "limit": 100}"""));
        Assert.Equal(3, await CountAsync("""{"query": {"number": {"$gte": 9}}}"""));
        Assert.Equal(1, await CountAsync("""{"query": {"number": 5}}"""));

        await _hermes.AskAsync(
            "PUT", "/api/database/document/n/c", """{"query": {"number": 5}, "update": {"number": 6}}""");
        Assert.Equal(2, await CountAsync("""{"query": {"number": 6}}"""));
    }

    [Fact]
    public async Task An_open_a2a_keeps_tasks()
    {
        _hermes.IsA2AOpen = true;

        var made = await RpcAsync("task.create", """{"name": "t", "input_data": {"a": 1}}""");
        var id = made.Json.Text("result", "task_id");
        await RpcAsync("task.complete", $$"""{"task_id": "{{id}}", "output_data": {"b": 2} }""");

        var found = await RpcAsync("task.get", $$"""{"task_id": "{{id}}"}""");
        Assert.Equal("completed", found.Json.Text("result", "task", "state"));
        Assert.Equal("2", found.Json.Text("result", "task", "output_data", "b"));
    }

    [Fact]
    public async Task What_is_published_arrives_though_the_answer_is_an_error()
    {
        _hermes.IsA2AOpen = true;

        var reply = await RpcAsync("channel.publish", """{"channel": "c", "message": {"a": 1}}""");

        Assert.Equal("-32603", reply.Json.Text("error", "code"));
        Assert.Equal(("c", """{"a":1}"""), Assert.Single(_hermes.Published));
    }

    [Theory]
    [InlineData("{", "-32700")]
    [InlineData("1", "-32600")]
    [InlineData("""{"method": "nothing.known", "id": 1}""", "-32601")]
    public async Task What_is_no_request_gets_an_error_of_json_rpc(string body, string code)
    {
        _hermes.IsA2AOpen = true;

        Assert.Equal(code, (await _hermes.PostAsync("/api/a2a/v1/", body)).Json.Text("error", "code"));
    }

    [Fact]
    public async Task A_notification_is_not_answered() => Assert.Equal(
        204,
        (await _hermes.PostAsync("/api/a2a/v1/", """{"jsonrpc": "2.0", "method": "agent.register"}""")).Status);

    private async Task<int> CountAsync(string query) =>
        (await _hermes.PostAsync("/api/database/document/n/c/find", query))
            .Json.GetProperty("documents").GetArrayLength();

    private Task<Reply> RpcAsync(string method, string parameters) => _hermes.PostAsync(
        "/api/a2a/v1/", $$"""{"jsonrpc": "2.0", "id": 1, "method": "{{method}}", "params": {{parameters}}}""");
}
