using System.Net;
using System.Net.Sockets;
using Harmonia.Components.Http;
using Harmonia.Core.Failures;

namespace Harmonia.Components.Tests.Http;

/// <summary>The resolver is the test's, and so are the connections: nothing leaves this machine.</summary>
public sealed class OutboundHttpTests : IAsyncDisposable
{
    private static readonly IPAddress Public = IPAddress.Parse("93.184.216.34");
    private static readonly IPAddress OtherPublic = IPAddress.Parse("93.184.216.35");
    private static readonly IPAddress Private = IPAddress.Parse("10.0.0.7");

    private readonly Queue<IPAddress[]> _answers = new();
    private readonly List<IPAddress> _connected = [];
    private readonly List<string> _resolved = [];
    private readonly HashSet<IPAddress> _dead = [];
    private readonly RawPeer _peer = new(async (socket, cancellationToken) =>
    {
        while (await RawPeer.ReadRequestAsync(socket, cancellationToken) is { Length: > 0 } request)
        {
            if (request.StartsWith("GET /last ", StringComparison.Ordinal))
            {
                var last = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok";
                await RawPeer.SendAsync(socket, last, cancellationToken);
                return;
            }

            await RawPeer.SendAsync(socket, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", cancellationToken);
        }
    });

    public ValueTask DisposeAsync() => _peer.DisposeAsync();

    [Fact]
    public async Task A_name_that_resolves_to_a_private_address_later_is_refused()
    {
        _answers.Enqueue([Public]);
        _answers.Enqueue([Private]);
        using var outbound = Outbound("");

        await GetAsync(outbound, "http://rebind.example/last");
        var failure = await RefusedAsync(outbound, "http://rebind.example/");

        Assert.Equal(FailureCodes.AddressNotAllowed, failure.Code);
        Assert.False(failure.Retryable);
        Assert.Contains("10.0.0.7", failure.Message, StringComparison.Ordinal);
        Assert.Contains("HARMONIA_OUTBOUND_ALLOW", failure.Message, StringComparison.Ordinal);
        Assert.Equal([Public], _connected);
    }

    [Fact]
    public async Task A_pooled_connection_is_used_again_without_asking_for_the_name()
    {
        _answers.Enqueue([Public]);
        _answers.Enqueue([Private]);
        using var outbound = Outbound("");

        await GetAsync(outbound, "http://rebind.example/");
        await GetAsync(outbound, "http://rebind.example/");

        Assert.Equal([Public], _connected);
        Assert.Single(_resolved);
        Assert.Equal(1, _peer.Connections);
    }

    [Fact]
    public async Task Of_a_mixed_answer_only_the_public_address_is_called()
    {
        _answers.Enqueue([Private, Public, IPAddress.Loopback]);
        using var outbound = Outbound("");

        await GetAsync(outbound, "http://mixed.example/");

        Assert.Equal([Public], _connected);
    }

    [Fact]
    public async Task When_the_first_address_is_dead_the_next_is_called_but_never_a_private_one()
    {
        _answers.Enqueue([Public, Private, OtherPublic]);
        _dead.Add(Public);
        using var outbound = Outbound("");

        await GetAsync(outbound, "http://two.example/");

        Assert.Equal([Public, OtherPublic], _connected);
    }

    [Fact]
    public async Task When_all_public_addresses_are_dead_it_is_a_connection_error()
    {
        _answers.Enqueue([Public, Private]);
        _dead.Add(Public);
        using var outbound = Outbound("");

        var failure = await RefusedAsync(outbound, "http://dead.example/");

        Assert.Equal(FailureCodes.ConnectionError, failure.Code);
        Assert.True(failure.Retryable);
        Assert.Equal([Public], _connected);
    }

    [Fact]
    public async Task A_name_without_addresses_is_a_connection_error()
    {
        _answers.Enqueue([]);
        using var outbound = Outbound("");

        var failure = await RefusedAsync(outbound, "http://nowhere.example/");

        Assert.Equal(FailureCodes.ConnectionError, failure.Code);
        Assert.True(failure.Retryable);
    }

    [Theory]
    [InlineData("intern.example", true)]
    [InlineData("*.example:80", true)]
    [InlineData("10.0.0.0/24", true)]
    [InlineData("10.0.0.7:80", true)]
    [InlineData("10.0.0.7:81", false)]
    [InlineData("other.example", false)]
    public async Task The_operator_allows_by_name_network_and_port(string entry, bool allowed)
    {
        _answers.Enqueue([Private]);
        using var outbound = Outbound(entry);

        if (allowed)
        {
            await GetAsync(outbound, "http://intern.example/");
            Assert.Equal([Private], _connected);
        }
        else
        {
            Assert.Equal(FailureCodes.AddressNotAllowed, (await RefusedAsync(outbound, "http://intern.example/")).Code);
            Assert.Empty(_connected);
        }
    }

    [Theory]
    [InlineData("http://127.0.0.1/")]
    [InlineData("http://2130706433/")]
    [InlineData("http://017700000001/")]
    [InlineData("http://0x7f000001/")]
    [InlineData("http://0x7f.1/")]
    [InlineData("http://0177.0.0.1/")]
    [InlineData("http://127.1/")]
    [InlineData("http://0/")]
    [InlineData("http://127.0.0.1./")]
    [InlineData("http://localhost/")]
    [InlineData("http://localhost./")]
    [InlineData("http://LOCALHOST/")]
    [InlineData("http://[::1]/")]
    [InlineData("http://[::ffff:7f00:1]/")]
    [InlineData("http://[::ffff:127.0.0.1]/")]
    [InlineData("http://[64:ff9b::7f00:1]/")]
    [InlineData("http://[fe80::1%25eth0]/")]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    [InlineData("https://10.0.0.1/")]
    [InlineData("http://①②⑦.⓪.⓪.①/")]
    [InlineData("http://127。0。0。1/")]
    public async Task No_spelling_of_an_internal_address_is_called(string url)
    {
        // The resolver of the system, and no way to connect.
        using var outbound = new OutboundHttp(
            OutboundAllowList.Empty, new HttpLimits(), Dns.GetHostAddressesAsync, ConnectNowhereAsync);

        var failure = await RefusedAsync(outbound, url);

        // What does not even resolve, or is no URL, is refused in its own way.
        Assert.Contains(
            failure.Code,
            (string[])[FailureCodes.AddressNotAllowed, FailureCodes.ConnectionError, FailureCodes.InvalidInput]);
        Assert.Empty(_connected);
    }

    [Theory]
    [InlineData("http://127.0.0.1/")]
    [InlineData("http://2130706433/")]
    [InlineData("http://0x7f.1/")]
    [InlineData("http://localhost/")]
    [InlineData("http://[::ffff:7f00:1]/")]
    [InlineData("http://169.254.169.254/")]
    public async Task An_internal_address_is_refused_by_name(string url)
    {
        using var outbound = new OutboundHttp(OutboundAllowList.Empty, new HttpLimits());

        Assert.Equal(FailureCodes.AddressNotAllowed, (await RefusedAsync(outbound, url)).Code);
    }

    private OutboundHttp Outbound(string allow) => new(
        OutboundAllowList.Parse(allow),
        new HttpLimits(),
        (host, _) =>
        {
            _resolved.Add(host);
            return Task.FromResult(_answers.Dequeue());
        },
        (endPoint, cancellationToken) => ConnectAsync(endPoint.Address, cancellationToken));

    /// <summary>Whatever address was chosen, the peer of this test is there.</summary>
    private async ValueTask<Stream> ConnectAsync(IPAddress address, CancellationToken cancellationToken)
    {
        _connected.Add(address);
        if (_dead.Contains(address))
        {
            throw new SocketException((int)SocketError.ConnectionRefused);
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, _peer.Port, cancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    }

    private ValueTask<Stream> ConnectNowhereAsync(IPEndPoint endPoint, CancellationToken cancellationToken)
    {
        _connected.Add(endPoint.Address);
        throw new SocketException((int)SocketError.ConnectionRefused);
    }

    private static async Task GetAsync(OutboundHttp outbound, string url)
    {
        var output = await new HttpExecutor(outbound, TimeProvider.System)
            .OutputAsync(Calls.Call("request", $$"""{"url": "{{url}}"}"""));
        Assert.Equal("ok", output.GetProperty("body").GetString());
    }

    private static Task<TaskFailure> RefusedAsync(OutboundHttp outbound, string url) =>
        new HttpExecutor(outbound, TimeProvider.System)
            .FailureAsync(Calls.Call("request", $$"""{"url": "{{url}}"}"""));
}
