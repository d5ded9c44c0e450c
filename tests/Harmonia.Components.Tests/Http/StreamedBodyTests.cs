using System.Text;
using System.Text.Json;
using Harmonia.Components.Http;
using Harmonia.Engine.Ports;

namespace Harmonia.Components.Tests.Http;

/// <summary>Answers that are brought in parts.</summary>
public sealed class StreamedBodyTests : IDisposable
{
    private readonly OutboundHttp _outbound = new(
        OutboundAllowList.Parse("127.0.0.1"), new HttpLimits { MaxResponseBytes = 1024 });

    public void Dispose() => _outbound.Dispose();

    [Theory]
    [InlineData("application/x-ndjson", "{\"a\":1}\n\n[2]\r\nno json\n3", """[{"a":1},[2],"no json",3]""")]
    [InlineData("application/jsonl", "1\n2\n", "[1,2]")]
    [InlineData(
        "text/event-stream",
        ": hi\ndata: {\"a\":\ndata: 1}\n\nevent: x\ndata:two\n\ndata: lost",
        """[{"a":1},"two"]""")]
    public async Task The_parts_of_a_streamed_answer_are_brought_in_order(string type, string body, string expected)
    {
        var parts = new Parts();

        var output = await ExecuteAsync(type, body, parts);

        var brought = $"[{string.Join(',', parts.Brought.Select(part => part.GetRawText()))}]";
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(expected), JsonElement.Parse(brought)), brought);
        Assert.Equal(JsonValueKind.Null, output.GetProperty("body").ValueKind);
    }

    [Fact]
    public async Task Nobody_who_wants_parts_gets_the_answer_as_a_whole()
    {
        var output = await ExecuteAsync("application/x-ndjson", "1\n2\n", NoPartialResults.Instance);

        Assert.Equal("1\n2\n", output.GetProperty("body").GetString());
    }

    [Fact]
    public async Task A_part_that_is_too_large_fails_the_call()
    {
        await using var peer = Peer("application/x-ndjson", $"1\n\"{new string('x', 5_000)}\"\n");

        var failure = await Executor.FailureAsync(Call(peer) with { Partial = new Parts() });

        Assert.Equal("response_too_large", failure.Code);
    }

    private HttpExecutor Executor => new(_outbound, TimeProvider.System);

    private static RawPeer Peer(string type, string body) => RawPeer.Answering(Encoding.ASCII.GetBytes(
        $"HTTP/1.1 200 OK\r\nContent-Type: {type}\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n"
            + body));

    private static TaskCall Call(RawPeer peer) => Calls.Call("request", $$"""{"url":"{{peer.Url}}"}""");

    private async Task<JsonElement> ExecuteAsync(string type, string body, IPartialResults partial)
    {
        await using var peer = Peer(type, body);
        return await Executor.OutputAsync(Call(peer) with { Partial = partial });
    }

    private sealed class Parts : IPartialResults
    {
        public List<JsonElement> Brought { get; } = [];

        public bool AreWanted => true;

        public ValueTask ReportAsync(JsonElement data, CancellationToken cancellationToken)
        {
            Brought.Add(data);
            return default;
        }
    }
}
