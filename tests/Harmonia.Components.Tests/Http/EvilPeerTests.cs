using System.Net.Sockets;
using Harmonia.Components.Http;
using Harmonia.Core.Failures;
using Harmonia.Engine.Ports;

namespace Harmonia.Components.Tests.Http;

/// <summary>Peers that break, stall, flood and lie: each ends as a failure of a documented class.</summary>
public sealed class EvilPeerTests : IDisposable
{
    /// <summary>Far more than any of these cases may take, so that a hang is told from a slow machine.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(45);

    private readonly OutboundHttp _outbound = new(OutboundAllowList.Parse("127.0.0.1, localhost"), new HttpLimits());

    private HttpExecutor Executor => new(_outbound, TimeProvider.System);

    public void Dispose() => _outbound.Dispose();

    [Fact]
    public async Task Nobody_listens()
    {
        var peer = RawPeer.Answering("");
        var url = peer.Url;
        await peer.DisposeAsync();

        await ExpectAsync(url, FailureCodes.ConnectionError, retryable: true);
    }

    [Fact]
    public Task The_name_does_not_exist() =>
        ExpectAsync("http://does-not-exist.invalid/", FailureCodes.ConnectionError, retryable: true);

    [Fact]
    public async Task It_does_not_speak_tls()
    {
        await using var peer = new RawPeer((socket, cancellationToken) =>
            RawPeer.SendAsync(socket, "HTTP/1.1 400 Bad Request\n\n", cancellationToken));

        await ExpectAsync(
            peer.Url.Replace("http:", "https:", StringComparison.Ordinal),
            FailureCodes.ConnectionError,
            retryable: true);
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200")]
    [InlineData("HTTP/1.1 200 OK\nContent-Type: text/pl")]
    [InlineData("HTTP/1.1 200 OK\nContent-Length: 10\n\nhalf")]
    [InlineData("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n5\nhel")]
    [InlineData("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\nZZ\nhello\n0\n\n")]
    [InlineData("HTTP/1.1 200 OK\nContent-Length: minus\n\nhello")]
    [InlineData("HTTP/1.1 20 OK\nContent-Length: 0\n\n")]
    [InlineData("SSH-2.0-OpenSSH_9.6\n")]
    [InlineData("\0\0\0\0\n\n")]
    [InlineData("HTTP/1.1 100 Continue\n\n")]
    public async Task Its_answer_is_cut_off_or_is_not_http(string answer)
    {
        await using var peer = RawPeer.Answering(answer);

        var outcome = await Executor.ExecuteAsync(Request(peer.Url), Calls.Token)
            .AsTask().WaitAsync(Patience, Calls.Token);

        // A client may read a length that is no number as "until the end"; whatever else is a connection error.
        if (outcome is TaskOutcome.Failed { Failure: var failure })
        {
            Assert.Equal((FailureCodes.ConnectionError, true), (failure.Code, failure.Retryable));
        }
        else
        {
            Assert.Contains("minus", answer, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\nContent-Le")]
    [InlineData("HTTP/1.1 200 OK\nContent-Length: 10\n\nhalf")]
    public async Task It_resets_the_connection(string answer)
    {
        await using var peer = new RawPeer(async (socket, cancellationToken) =>
        {
            await RawPeer.ReadRequestAsync(socket, cancellationToken);
            await RawPeer.SendAsync(socket, answer, cancellationToken);
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
        });

        await ExpectAsync(peer.Url, FailureCodes.ConnectionError, retryable: true);
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\nConte")]
    [InlineData("HTTP/1.1 200 OK\nContent-Length: 10\n\nhalf")]
    [InlineData("HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n5\nhello\n")]
    [InlineData("HTTP/1.1 200 OK\n\nno end")]
    public async Task It_falls_silent_with_the_connection_open(string answer)
    {
        await using var peer = new RawPeer(async (socket, cancellationToken) =>
        {
            await RawPeer.SendAsync(socket, answer, cancellationToken);
            await RawPeer.ForeverAsync(cancellationToken);
        });

        await ExpectAsync(peer.Url, FailureCodes.Timeout, retryable: true, within: TimeSpan.FromSeconds(0.5));
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\nX-Slow: ")]
    [InlineData("HTTP/1.1 200 OK\nContent-Length: 100000\n\n")]
    public async Task It_drips_byte_by_byte(string answer)
    {
        await using var peer = new RawPeer(async (socket, cancellationToken) =>
        {
            await RawPeer.SendAsync(socket, answer, cancellationToken);
            using var drip = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
            while (await drip.WaitForNextTickAsync(cancellationToken))
            {
                await RawPeer.SendAsync(socket, "x", cancellationToken);
            }
        });

        await ExpectAsync(peer.Url, FailureCodes.Timeout, retryable: true, within: TimeSpan.FromSeconds(0.7));
    }

    [Fact]
    public async Task The_authors_own_timeout_ends_a_call_before_the_deadline()
    {
        await using var peer = new RawPeer((_, cancellationToken) => RawPeer.ForeverAsync(cancellationToken));

        var failure = await Executor.FailureAsync(
            Calls.Call("request", $$"""{"url": "{{peer.Url}}", "timeout": 0.3}"""));

        Assert.Equal(FailureCodes.Timeout, failure.Code);
    }

    [Fact]
    public async Task The_engine_cancels_the_call()
    {
        using var cancel = new CancellationTokenSource();
        await using var peer = new RawPeer(async (_, cancellationToken) =>
        {
            await cancel.CancelAsync();
            await RawPeer.ForeverAsync(cancellationToken);
        });

        var outcome = await Executor.ExecuteAsync(Request(peer.Url), cancel.Token);

        Assert.Equal(FailureCodes.Timeout, Assert.IsType<TaskOutcome.Failed>(outcome).Failure.Code);
    }

    [Fact]
    public async Task A_deadline_that_has_passed_calls_nobody_to_the_end()
    {
        await using var peer = RawPeer.Answering("HTTP/1.1 200 OK\nContent-Length: 0\n\n");

        await ExpectAsync(peer.Url, FailureCodes.Timeout, retryable: true, within: TimeSpan.FromSeconds(-5));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task It_sends_a_hundred_megabytes(bool withLength)
    {
        const int Size = 100 * 1024 * 1024;
        var sent = 0L;
        await using var peer = new RawPeer(async (socket, cancellationToken) =>
        {
            await RawPeer.ReadRequestAsync(socket, cancellationToken);
            var length = withLength ? $"Content-Length: {Size}\n" : "";
            await RawPeer.SendAsync(socket, $"HTTP/1.1 200 OK\n{length}\n", cancellationToken);
            var chunk = new byte[64 * 1024];
            while (sent < Size)
            {
                sent += await socket.SendAsync(chunk, cancellationToken);
            }
        });

        await ExpectAsync(peer.Url, FailureCodes.ResponseTooLarge, retryable: false);

        Assert.InRange(sent, 0, Size / 2);
    }

    [Fact]
    public async Task Its_headers_have_a_megabyte()
    {
        await using var peer = RawPeer.Answering(
            $"HTTP/1.1 200 OK\nX-Big: {new string('x', 1024 * 1024)}\nContent-Length: 0\n\n");

        await ExpectAsync(peer.Url, FailureCodes.ResponseTooLarge, retryable: false);
    }

    [Fact]
    public async Task It_sends_ten_thousand_cookies()
    {
        var cookies = string.Concat(Enumerable.Repeat("Set-Cookie: a=bbbbbbbbbbbbbbbb\n", 10_000));
        await using var peer = RawPeer.Answering($"HTTP/1.1 200 OK\n{cookies}Content-Length: 0\n\n");

        await ExpectAsync(peer.Url, FailureCodes.ResponseTooLarge, retryable: false);
    }

    [Fact]
    public async Task It_floods_with_interim_answers()
    {
        await using var peer = new RawPeer(async (socket, cancellationToken) =>
        {
            while (true)
            {
                await RawPeer.SendAsync(socket, "HTTP/1.1 103 Early Hints\nLink: a\n\n", cancellationToken);
            }
        });

        var failure = await Executor.FailureAsync(Request(peer.Url, TimeSpan.FromSeconds(2)))
            .WaitAsync(Patience, Calls.Token);

        Assert.Contains(failure.Code, (string[])[FailureCodes.Timeout, FailureCodes.ResponseTooLarge]);
    }

    [Fact]
    public async Task Its_redirect_is_not_followed()
    {
        await using var inner = RawPeer.Answering("HTTP/1.1 200 OK\nContent-Length: 6\n\nsecret");
        await using var peer = RawPeer.Answering($"HTTP/1.1 302 Found\nLocation: {inner.Url}\nContent-Length: 0\n\n");

        await ExpectAsync(peer.Url, "http_302", retryable: false);

        Assert.Equal(0, inner.Connections);
    }

    [Fact]
    public async Task It_resets_in_the_body_of_an_error_and_the_error_still_counts()
    {
        await using var peer = RawPeer.Answering("HTTP/1.1 503 No\nContent-Length: 100\n\nhalf");

        var failure = await ExpectAsync(peer.Url, "http_503", retryable: true);

        Assert.Equal("half", failure.Details!.Value.GetProperty("body").GetString());
    }

    [Fact]
    public async Task It_answers_before_the_request_has_ended_and_closes()
    {
        await using var peer = RawPeer.Answering(
            "HTTP/1.1 413 Too Much\nConnection: close\nContent-Length: 0\n\n");
        var input = $$"""{"url": "{{peer.Url}}", "method": "POST", "text": "{{new string('x', 5_000_000)}}"}""";

        var failure = await Executor.FailureAsync(Calls.Call("request", input)).WaitAsync(Patience, Calls.Token);

        // Which of the two the client sees first is the network's affair.
        Assert.Contains(failure.Code, (string[])["http_413", FailureCodes.ConnectionError]);
    }

    [Fact]
    public async Task What_it_sends_beyond_its_answer_poisons_no_later_call()
    {
        await using var peer = new RawPeer(async (socket, cancellationToken) =>
        {
            while ((await RawPeer.ReadRequestAsync(socket, cancellationToken)).Length > 0)
            {
                const string Answer = "HTTP/1.1 200 OK\nContent-Length: 4\n\ngood";
                await RawPeer.SendAsync(
                    socket, Answer + "HTTP/1.1 200 OK\nContent-Length: 6\n\npoison", cancellationToken);
            }
        });

        var bodies = new List<string?>();
        for (var call = 0; call < 5; call++)
        {
            var outcome = await Executor.ExecuteAsync(Request(peer.Url), Calls.Token);
            if (outcome is TaskOutcome.Completed { Output: var output })
            {
                bodies.Add(output.GetProperty("body").GetString());
            }
        }

        Assert.NotEmpty(bodies);
        Assert.All(bodies, body => Assert.Equal("good", body));
    }

    private static TaskCall Request(string url, TimeSpan? within = null) =>
        Calls.Call("request", $$"""{"url": "{{url}}"}""", within);

    private async Task<TaskFailure> ExpectAsync(string url, string code, bool retryable, TimeSpan? within = null)
    {
        var failure = await Executor.FailureAsync(Request(url, within)).WaitAsync(Patience, Calls.Token);
        Assert.True(code == failure.Code, $"{failure.Code}: {failure.Message}");
        Assert.Equal(retryable, failure.Retryable);
        return failure;
    }
}
