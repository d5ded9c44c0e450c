using System.Text;
using System.Text.Json;
using Harmonia.Core.Failures;
using Harmonia.Engine.Ports;

namespace Harmonia.Components.Tests.Registered;

public sealed class AuthenticationTests : IAsyncDisposable
{
    private const string Secret = "s3cr+t/\"value&x=1";

    private readonly Registry _registry = new(
        variables: new Dictionary<string, string> { ["TOKEN"] = Secret, ["SHORT"] = "abc" });

    public ValueTask DisposeAsync() => _registry.DisposeAsync();

    [Theory]
    [InlineData("""{"type": "bearer", "token": "${env.TOKEN}"}""", "Authorization", "Bearer " + Secret)]
    [InlineData("""{"type": "api_key", "key": "${env.TOKEN}"}""", "X-API-Key", Secret)]
    [InlineData("""{"type": "api_key", "key": "${env.TOKEN}", "header": "X-Own"}""", "X-Own", Secret)]
    public async Task A_secret_is_sent_as_declared(string authentication, string header, string value)
    {
        await using var peer = await Peer.AnsweringAsync("{}");
        var executor = await DeclareAsync(peer, authentication);

        await executor.OutputAsync(Calls.Call("run", "{}"));

        Assert.Equal(value, Assert.Single(peer.Requests).Headers[header]);
    }

    [Fact]
    public async Task A_user_and_a_password_are_sent_as_basic_authentication()
    {
        await using var peer = await Peer.AnsweringAsync("{}");
        _registry.Keep("pass", "from-file\n");
        var executor = await DeclareAsync(
            peer, """{"type": "basic", "username": "me", "password": "secret://pass"}""");

        await executor.OutputAsync(Calls.Call("run", "{}"));

        Assert.Equal(
            "Basic " + Convert.ToBase64String("me:from-file"u8),
            Assert.Single(peer.Requests).Headers["Authorization"]);
    }

    [Fact]
    public async Task A_key_may_go_into_the_query()
    {
        await using var peer = await Peer.AnsweringAsync("{}");
        var executor = await DeclareAsync(peer, """{"type": "api_key", "key": "${env.TOKEN}", "query": "k"}""");

        await executor.OutputAsync(Calls.Call("run", "{}"));

        Assert.Equal(
            $"/api/tasks/run?k={Uri.EscapeDataString(Secret)}", Assert.Single(peer.Requests).Target);
    }

    [Fact]
    public async Task A_new_value_counts_from_the_next_call()
    {
        await using var peer = await Peer.AnsweringAsync("{}");
        var executor = await DeclareAsync(peer, """{"type": "bearer", "token": "secret://rolled"}""");
        _registry.Keep("rolled", "first-value");
        await executor.OutputAsync(Calls.Call("run", "{}"));
        _registry.Keep("rolled", "second-value");

        await executor.OutputAsync(Calls.Call("run", "{}"));

        Assert.Equal(
            ["Bearer first-value", "Bearer second-value"],
            peer.Requests.Select(request => request.Headers["Authorization"]));
    }

    [Theory]
    [InlineData("${env.OTHER}", "HARMONIA_SECRETS_ENV")]
    [InlineData("${env.SHORT}", "less than 4")]
    [InlineData("secret://missing", "no such file")]
    public async Task Without_its_secret_a_task_fails_and_nobody_is_called(string reference, string named)
    {
        await using var peer = await Peer.AnsweringAsync("{}");
        var executor = await DeclareAsync(peer, $$"""{"type": "bearer", "token": "{{reference}}"}""");

        var failure = await executor.FailureAsync(Calls.Call("run", "{}"));

        Assert.Equal((FailureCodes.SecretNotFound, false), (failure.Code, failure.Retryable));
        Assert.Contains(named, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("abc", failure.Message, StringComparison.Ordinal);
        Assert.Empty(peer.Requests);
    }

    public static TheoryData<string> Echoes =>
    [
        Secret,
        $"before {Secret} after",
        Convert.ToBase64String(Encoding.UTF8.GetBytes(Secret)),
        Uri.EscapeDataString(Secret),
        System.Net.WebUtility.UrlEncode(Secret),
        JsonEncodedText.Encode(Secret).ToString(),
        Secret.ToUpperInvariant(),
    ];

    [Theory]
    [MemberData(nameof(Echoes))]
    public async Task A_peer_that_repeats_a_secret_does_not_get_it_into_an_output(string echo)
    {
        var json = JsonValueOf(echo);
        await using var peer = await Peer.AnsweringAsync(
            $$"""{"status": "success", "result": {"got": {{json}}, "list": [{{json}}], {{json}}: 1} }""");
        var executor = await DeclareAsync(peer, """{"type": "bearer", "token": "${env.TOKEN}"}""");

        var output = (await executor.OutputAsync(Calls.Call("run", "{}"))).GetRawText();

        AssertClean(output);
        Assert.Contains("***", output, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Echoes))]
    public async Task Nor_into_a_failure_or_progress(string echo)
    {
        var json = JsonValueOf(echo);
        await using var failing = await Peer.AnsweringAsync($$"""{"detail": {{json}}}""", 400);
        await using var reporting = await Peer.StartAsync((_, response) => Peer.WriteAsync(
            response,
            $$"""{"type": "progress", "message": {{json}}, "details": {"d": {{json}} } }""" + "\n"
                + $$"""{"type": "error", "error": {{json}}, "error_type": "odd"}""" + "\n",
            "application/x-ndjson"));
        const string Bearer = """{"type": "bearer", "token": "${env.TOKEN}"}""";
        var progress = new KeptProgress();

        var executor = await DeclareAsync(failing, Bearer);
        var refused = await executor.FailureAsync(Calls.Call("run", "{}"));
        executor = await DeclareAsync(reporting, Bearer);
        var reported = await executor.FailureAsync(Calls.Call("run", "{}") with { Progress = progress });

        AssertClean($"{refused.Message} {refused.Details}");
        AssertClean($"{reported.Message} {reported.Details}");
        var report = Assert.Single(progress.Reports);
        AssertClean($"{report.Message} {report.Details}");
        Assert.Contains("***", report.Message, StringComparison.Ordinal);
    }

    private static string JsonValueOf(string text) => $"\"{JsonEncodedText.Encode(text)}\"";

    private static void AssertClean(string text)
    {
        foreach (var form in Echoes.Select(row => row.Data))
        {
            Assert.DoesNotContain(form, text, StringComparison.OrdinalIgnoreCase);
        }
    }

    private Task<ITaskExecutor> DeclareAsync(Peer peer, string authentication) => _registry.PutAsync(
        $$"""
        {"name": "svc", "base_url": "{{peer.Url}}", "protocol": "tasks", "authentication": {{authentication}}}
        """);
}
