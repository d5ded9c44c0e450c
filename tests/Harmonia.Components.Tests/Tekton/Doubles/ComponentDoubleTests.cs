using Harmonia.Tekton.Doubles;
using Harmonia.Tekton.Doubles.Hermes;

namespace Harmonia.Components.Tests.Tekton.Doubles;

public sealed class ComponentDoubleTests : IAsyncLifetime
{
    private readonly HermesDouble _hermes = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _hermes.StartAsync();

    public ValueTask DisposeAsync() => _hermes.DisposeAsync();

    [Fact]
    public async Task Requests_are_recorded_with_headers_and_body()
    {
        await _hermes.AskAsync(
            "POST", "/api/query?x=1", """{"capability":"c"}""", new Dictionary<string, string> { ["X-Own"] = "yes" });

        var request = Assert.Single(_hermes.Requests.All);
        Assert.Equal(("POST", "/api/query", "?x=1"), (request.Method, request.Path, request.Query));
        Assert.Equal("yes", request.Header("x-own"));
        Assert.Equal("c", request.Json.Text("capability"));
    }

    [Fact]
    public async Task The_list_of_requests_is_bounded_and_still_counts()
    {
        for (var count = 0; count <= RequestLog.Bound; count++)
        {
            await _hermes.GetAsync($"/health?n={count}");
        }

        Assert.Equal(RequestLog.Bound, _hermes.Requests.All.Count);
        Assert.Equal("?n=1", _hermes.Requests.All[0].Query);
        Assert.Equal(RequestLog.Bound + 1, _hermes.Requests.Total);
    }

    [Fact]
    public async Task It_is_down_and_up_again_on_the_same_port()
    {
        var url = _hermes.Url;
        await _hermes.GetAsync("/health");

        await _hermes.DownAsync();
        await Assert.ThrowsAsync<HttpRequestException>(() => _hermes.GetAsync("/health"));
        await _hermes.UpAsync();

        Assert.Equal(url, _hermes.Url);
        Assert.Equal(200, (await _hermes.GetAsync("/health")).Status);
    }

    [Fact]
    public async Task The_next_requests_fail_and_have_no_effect()
    {
        const string Component = """{"name": "n", "version": "1", "type": "t", "endpoint": "http://127.0.0.1:1"}""";
        _hermes.FailNext(2, 503, path: "/api/register");

        Assert.Equal(200, (await _hermes.GetAsync("/health")).Status);
        Assert.Equal(503, (await _hermes.PostAsync("/api/register", Component)).Status);
        Assert.Equal(503, (await _hermes.PostAsync("/api/register", Component)).Status);
        Assert.Empty(_hermes.Registered);
        Assert.Equal(200, (await _hermes.PostAsync("/api/register", Component)).Status);
        Assert.Single(_hermes.Registered);
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 1)]
    public async Task A_connection_is_cut_before_or_after_the_effect(bool afterwards, int registered)
    {
        _hermes.CutNext(1, afterwards: afterwards);

        await Assert.ThrowsAsync<HttpRequestException>(() => _hermes.PostAsync(
            "/api/register", """{"name": "n", "version": "1", "type": "t", "endpoint": "http://127.0.0.1:1"}"""));

        Assert.Equal(registered, _hermes.Registered.Count);
    }

    [Fact]
    public async Task A_gate_holds_requests_until_it_is_opened()
    {
        using var gate = _hermes.Hold("/api/components");

        var held = _hermes.GetAsync("/api/components");
        await gate.Reached.WaitAsync(Token);
        Assert.Equal(200, (await _hermes.GetAsync("/health")).Status);
        Assert.False(held.IsCompleted);
        gate.Open();

        Assert.Equal(200, (await held).Status);
        Assert.Equal(200, (await _hermes.GetAsync("/api/components")).Status);
    }

    [Fact]
    public async Task It_goes_down_with_requests_before_a_gate()
    {
        using var gate = _hermes.Hold();
        var held = _hermes.GetAsync("/health");
        await gate.Reached.WaitAsync(Token);

        await _hermes.DownAsync();

        await Assert.ThrowsAsync<HttpRequestException>(() => held);
    }

    [Fact]
    public async Task A_request_is_waited_for()
    {
        var second = _hermes.Requests.ReachAsync(2, request => request.Path == "/ready", Token);
        await _hermes.GetAsync("/ready?n=1");
        Assert.False(second.IsCompleted);
        await _hermes.GetAsync("/ready?n=2");

        Assert.Equal("?n=2", (await second).Query);
        Assert.Equal("?n=1", (await _hermes.Requests.FirstAsync(one => one.Path == "/ready", Token)).Query);
    }

    [Theory]
    [InlineData("GET", "/nowhere", 404)]
    [InlineData("DELETE", "/api/register", 405)]
    [InlineData("POST", "/api/a2a/v1", 307)]
    public async Task Paths_and_methods_are_told_apart(string method, string path, int status)
    {
        var reply = await _hermes.AskAsync(method, path);

        Assert.Equal(status, reply.Status);
        Assert.Equal(status == 307 ? $"{_hermes.Url}api/a2a/v1/" : null, reply.Location);
    }

    [Theory]
    [InlineData("", "missing")]
    [InlineData("{", "json_invalid")]
    [InlineData("[]", "model_attributes_type")]
    [InlineData("""{"name": 1, "version": "1", "type": "t", "endpoint": "e"}""", "string_type")]
    [InlineData("""{"name": "n", "version": "1", "type": "t", "endpoint": "e", "capabilities": [{}]}""", "string_type")]
    public async Task Bodies_are_refused_as_the_originals_do(string body, string type)
    {
        var reply = await _hermes.PostAsync("/api/register", body);

        Assert.Equal(422, reply.Status);
        Assert.Equal(type, reply.Json.GetProperty("detail")[0].Text("type"));
    }
}
