using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Harmonia.Components.Http;
using Harmonia.Core.Failures;

namespace Harmonia.Components.Tests.Http;

/// <summary>What answers become, also strange ones.</summary>
public sealed class ResponseTests : IDisposable
{
    private readonly OutboundHttp _outbound = new(
        OutboundAllowList.Parse("127.0.0.1"), new HttpLimits { MaxResponseBytes = 1024 * 1024 });

    private HttpExecutor Executor => new(_outbound, TimeProvider.System);

    public void Dispose() => _outbound.Dispose();

    [Theory]
    [InlineData("application/json", """{"a": [1]}""", """{"a":[1]}""")]
    [InlineData("application/problem+json; charset=utf-8", "3", "3")]
    [InlineData("APPLICATION/JSON", "\u00ef\u00bb\u00bftrue", "true")]
    [InlineData("application/json", "<html>", "\"<html>\"")]
    [InlineData("application/json", "{\"a\": NaN}", "\"{\\\"a\\\": NaN}\"")]
    [InlineData("application/json", "{\"a\": 1, \"a\": 2}", "\"{\\\"a\\\": 1, \\\"a\\\": 2}\"")]
    [InlineData("application/json", "\"\\ud800\"", "\"\\\"\\\\ud800\\\"\"")]
    [InlineData("application/json", "\"\\ud83d\\ude00\"", "\"\\uD83D\\uDE00\"")]
    [InlineData("application/json", "{} trailing", "\"{} trailing\"")]
    [InlineData("text/html", "<html>", "\"<html>\"")]
    [InlineData("text/plain", "{}", "\"{}\"")]
    [InlineData("text/plain; charset=iso-8859-1", "gr\u00fcn", "\"gr\u00fcn\"")]
    [InlineData("text/plain", "gr\u00fcn", """{"base64":"Z3L8bg=="}""")]
    [InlineData("application/json", "\u00ff", """{"base64":"/w=="}""")]
    [InlineData("application/octet-stream", "hi", """{"base64":"aGk="}""")]
    [InlineData("image/png", "hi", """{"base64":"aGk="}""")]
    [InlineData("image/svg+xml", "<svg/>", "\"<svg/>\"")]
    [InlineData("nonsense;;;", "hi", "\"hi\"")]
    [InlineData("text/plain", "", "null")]
    [InlineData("application/json", "", "null")]
    public async Task A_body_becomes_json_text_or_base64(string type, string body, string expected)
    {
        await using var peer = RawPeer.Answering(
            $"HTTP/1.1 200 OK\nContent-Type: {type}\nContent-Length: {body.Length}\nConnection: close\n\n{body}");

        var output = await Executor.OutputAsync(Request(peer));

        var actual = output.GetProperty("body");
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(expected), actual), actual.GetRawText());
    }

    [Fact]
    public async Task Headers_that_come_twice_are_joined_under_a_lower_case_name()
    {
        await using var peer = RawPeer.Answering(
            "HTTP/1.1 200 OK\nX-A: 1\nx-a: 2\nSet-Cookie: a=b\nSet-Cookie: c=d\nContent-Length: 0\n\n");

        var headers = (await Executor.OutputAsync(Request(peer))).GetProperty("headers");

        Assert.Equal("1, 2", headers.GetProperty("x-a").GetString());
        Assert.Equal("a=b, c=d", headers.GetProperty("set-cookie").GetString());
    }

    [Theory]
    [InlineData(64, JsonValueKind.Array)]
    [InlineData(65, JsonValueKind.String)]
    [InlineData(10_000, JsonValueKind.String)]
    public async Task Json_is_read_down_to_64_levels(int depth, JsonValueKind kind)
    {
        var body = new string('[', depth) + new string(']', depth);
        await using var peer = RawPeer.Answering(
            $"HTTP/1.1 200 OK\nContent-Type: application/json\nContent-Length: {body.Length}\n\n{body}");

        Assert.Equal(kind, (await Executor.OutputAsync(Request(peer))).GetProperty("body").ValueKind);
    }

    [Fact]
    public async Task A_compressed_answer_is_read()
    {
        await using var peer = RawPeer.Answering(Compressed(Encoding.UTF8.GetBytes("packed"), repeat: 1));

        Assert.Equal("packed", (await Executor.OutputAsync(Request(peer))).GetProperty("body").GetString());
    }

    [Fact]
    public async Task A_compressed_answer_that_grows_beyond_the_limit_is_given_up()
    {
        // 64 MiB out of some 64 KiB; nothing near that is ever held.
        await using var peer = RawPeer.Answering(Compressed(new byte[1024 * 1024], repeat: 64));

        var failure = await Executor.FailureAsync(Request(peer));

        Assert.Equal(FailureCodes.ResponseTooLarge, failure.Code);
        Assert.False(failure.Retryable);
    }

    [Fact]
    public async Task Broken_compression_is_a_connection_error()
    {
        await using var peer = RawPeer.Answering(
            "HTTP/1.1 200 OK\nContent-Encoding: gzip\nContent-Length: 8\n\nnot gzip");

        Assert.Equal(FailureCodes.ConnectionError, (await Executor.FailureAsync(Request(peer))).Code);
    }

    [Theory]
    [InlineData("3", 3L)]
    [InlineData(" 0 ", 0L)]
    [InlineData("3600", 3600L)]
    [InlineData("3601", 3600L)]
    [InlineData("99999999999999999999999999", 3600L)]
    [InlineData("-5", null)]
    [InlineData("1.5", null)]
    [InlineData("soon", null)]
    [InlineData("", null)]
    [InlineData("Wed, 21 Oct 2015 07:28:00 GMT", null)]
    [InlineData("Wed, 21 Oct 2099 07:28:00 GMT", 3600L)]
    public async Task The_peers_wish_to_wait_is_kept_within_an_hour(string value, long? seconds)
    {
        await using var peer = RawPeer.Answering($"HTTP/1.1 429 Slow\nRetry-After: {value}\nContent-Length: 0\n\n");

        var failure = await Executor.FailureAsync(Request(peer));

        Assert.Equal("http_429", failure.Code);
        Assert.Equal(seconds is not null, failure.Details!.Value.TryGetProperty("retry_after", out var actual));
        if (seconds is { } expected)
        {
            Assert.Equal(expected, actual.GetInt64());
        }
    }

    [Fact]
    public async Task A_date_to_wait_for_becomes_seconds()
    {
        var later = TimeProvider.System.GetUtcNow() + TimeSpan.FromMinutes(30);
        var date = later.ToString("r", CultureInfo.InvariantCulture);
        await using var peer = RawPeer.Answering($"HTTP/1.1 503 No\nRetry-After: {date}\nContent-Length: 0\n\n");

        var failure = await Executor.FailureAsync(Request(peer));

        Assert.InRange(failure.Details!.Value.GetProperty("retry_after").GetInt64(), 1, 1800);
    }

    [Fact]
    public async Task The_body_of_a_failure_is_shortened_visibly()
    {
        var body = new string('x', 500_000);
        await using var peer = RawPeer.Answering($"HTTP/1.1 500 No\nContent-Length: {body.Length}\n\n{body}");

        var failure = await Executor.FailureAsync(Request(peer));

        var excerpt = failure.Details!.Value.GetProperty("body").GetString()!;
        Assert.Equal(RefusedAnswer.MaxExcerptLength, excerpt.Length);
        Assert.EndsWith(PlainText.CutMark, excerpt, StringComparison.Ordinal);
    }

    private static Harmonia.Engine.Ports.TaskCall Request(RawPeer peer) =>
        Calls.Call("request", $$"""{"url": "{{peer.Url}}"}""");

    private static byte[] Compressed(byte[] chunk, int repeat)
    {
        using var body = new MemoryStream();
        using (var gzip = new GZipStream(body, CompressionLevel.Fastest, leaveOpen: true))
        {
            for (var count = 0; count < repeat; count++)
            {
                gzip.Write(chunk);
            }
        }

        var head = $"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {body.Length}\r\n\r\n";
        return [.. Encoding.ASCII.GetBytes(head), .. body.ToArray()];
    }
}
