using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Text.Json;
using Harmonia.Components.Http;
using Harmonia.Components.Registered;
using Harmonia.Components.Tests.Registered;
using Harmonia.Core.Failures;
using Harmonia.Engine.Ports;

namespace Harmonia.Components.Tests.Http;

/// <summary>No spelling of an internal address leads to a sentinel that listens on every address of this machine.
/// </summary>
public sealed class SsrfVectorTests : IDisposable
{
    private static readonly IPAddress Public = IPAddress.Parse("93.184.216.34");

    private readonly TcpListener _sentinel = TcpListener.Create(0);
    private readonly List<IPAddress> _connected = [];

    public SsrfVectorTests() => _sentinel.Start();

    /// <summary>With the port of the sentinel where there is an #.</summary>
    public static TheoryData<string> Refused =>
    [
        "http://127.0.0.1:#/", "http://127.0.0.2:#/", "http://127.255.255.254:#/", "http://2130706433:#/",
        "http://017700000001:#/", "http://0x7f000001:#/", "http://0X7F000001:#/", "http://0x7f.1:#/",
        "http://0x7f.0x0.0x0.0x1:#/", "http://0177.0.0.1:#/", "http://0177.0.0.01:#/", "http://127.1:#/",
        "http://127.0.1:#/", "http://0:#/", "http://0.0.0.0:#/", "http://localhost:#/", "http://LOCALHOST:#/",
        "http://[::1]:#/", "http://[0:0:0:0:0:0:0:1]:#/", "http://[::]:#/", "http://[::ffff:7f00:1]:#/",
        "http://[::ffff:127.0.0.1]:#/", "http://[0:0:0:0:0:ffff:127.0.0.1]:#/", "http://[::127.0.0.1]:#/",
        "http://[::ffff:0:7f00:1]:#/", "http://[64:ff9b::7f00:1]:#/", "http://[64:ff9b:1::7f00:1]:#/",
        "http://[2002:7f00:1::]:#/", "http://[fd00:ec2::254]/", "http://[fe80::a9fe:a9fe]/",
        "http://169.254.169.254/latest/meta-data/", "http://2852039166/latest/meta-data/", "http://0xa9fea9fe/",
        "http://0251.0376.0251.0376/", "http://169.254.43518/", "http://100.100.100.200/", "http://192.168.0.1/",
        "http://10.0.0.1:#/", "http://172.16.0.1/", "https://127.0.0.1:#/", "http://127。0。0。1:#/",
    ];

    /// <summary>What does not even resolve, or is no address of a service.</summary>
    public static TheoryData<string> RefusedSomehow =>
    [
        "http://localhost.:#/", "http://127.0.0.1.:#/", "http://user@127.0.0.1:#/", "http://user:pw@localhost:#/",
        "http://@127.0.0.1:#/", "http://93.184.216.34@127.0.0.1:#/", "http://127.0.0.1:#@93.184.216.34@localhost:#/",
        "http://127.0.0.1:#\\@93.184.216.34/", "http://[fe80::1%25lo]:#/", "http://[::1%25lo]:#/",
        "http://[fe80::1%251]:#/", "http://127.0.0.1%00.example:#/", "http://127.0.0.1%2f:#/", "http:127.0.0.1:#/",
        "http:///127.0.0.1:#/", "//127.0.0.1:#/", "file:///etc/passwd", "gopher://127.0.0.1:#/_x", "ftp://localhost:#/",
        "unix:///var/run/docker.sock", "http://localhost\t:#/", "http://127.0.0.1:#\r\nHost: example.org/",
        "http://4294967297:#/", "http://127.0.0.1.1:#/", "http://256.0.0.1:#/", "http://[::1:#/", "http://xn--:#/",
        "http://①②⑦.⓪.⓪.①:#/", "http://１２７．０．０．１:#/", "http://%31%32%37.0.0.1:#/", "http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ:#/",
    ];

    public void Dispose() => _sentinel.Dispose();

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task An_internal_address_in_any_spelling_is_refused_as_such(string vector)
    {
        using var outbound = new OutboundHttp(OutboundAllowList.Empty, new HttpLimits());

        var (http, registered) = await TryAsync(outbound, vector);

        Assert.Equal(FailureCodes.AddressNotAllowed, http);
        Assert.Equal(FailureCodes.AddressNotAllowed, registered);
        AssertUntouched();
    }

    [Theory]
    [MemberData(nameof(RefusedSomehow))]
    public async Task What_only_looks_like_an_address_leads_nowhere(string vector)
    {
        using var outbound = new OutboundHttp(OutboundAllowList.Empty, new HttpLimits());

        var (http, registered) = await TryAsync(outbound, vector);

        string[] allowed = [FailureCodes.AddressNotAllowed, FailureCodes.ConnectionError, FailureCodes.InvalidInput];
        Assert.Contains(http, allowed);
        Assert.Contains(registered, (string[])[.. allowed, "unavailable", "not_declared"]);
        AssertUntouched();
    }

    [Fact]
    public async Task No_address_of_this_machine_is_called()
    {
        using var outbound = new OutboundHttp(OutboundAllowList.Empty, new HttpLimits());
        var own = NetworkInterface.GetAllNetworkInterfaces()
            .SelectMany(network => network.GetIPProperties().UnicastAddresses)
            .Select(unicast => AddressRules.Canonical(unicast.Address))
            .Where(address => AddressRules.WhyRefused(address) is not null)
            .ToArray();
        Assert.NotEmpty(own);

        foreach (var address in own)
        {
            var host = address.AddressFamily is AddressFamily.InterNetworkV6 ? $"[{address}]" : $"{address}";
            Assert.Equal(
                (FailureCodes.AddressNotAllowed, FailureCodes.AddressNotAllowed),
                await TryAsync(outbound, $"http://{host}:#/"));
        }

        AssertUntouched();
    }

    [Theory]
    [InlineData("10.0.0.7")]
    [InlineData("127.0.0.1")]
    [InlineData("::ffff:127.0.0.1")]
    public async Task A_name_that_is_public_once_and_then_internal_is_refused_the_second_time(string second)
    {
        var answers = new Queue<IPAddress[]>([[Public], [IPAddress.Parse(second)], [IPAddress.Parse(second)]]);
        await using var peer = RawPeer.Answering("HTTP/1.1 200 OK\nConnection: close\nContent-Length: 2\n\n{}");
        using var outbound = Outbound(answers, peer);
        await using var registry = new Registry(outbound);
        var executor = await DeclareAsync(registry, "http://rebind.example/");

        Assert.IsType<TaskOutcome.Completed>(await executor.ExecuteAsync(Calls.Call("run", "{}"), Calls.Token));
        var failure = await executor.FailureAsync(Calls.Call("run", "{}"));

        Assert.Equal((FailureCodes.AddressNotAllowed, false), (failure.Code, failure.Retryable));
        Assert.Null(executor.GateOf("run")!.ShutBecause); // It is not down; it is not for us.
        Assert.Equal([Public], _connected);
        AssertUntouched();
    }

    [Fact]
    public async Task Of_a_mixed_answer_a_registered_component_is_called_at_its_public_address_only()
    {
        var answers = new Queue<IPAddress[]>([[IPAddress.Loopback, Public, IPAddress.IPv6Loopback]]);
        await using var peer = RawPeer.Answering("HTTP/1.1 200 OK\nContent-Length: 2\n\n{}");
        using var outbound = Outbound(answers, peer);
        await using var registry = new Registry(outbound);
        var executor = await DeclareAsync(registry, "http://mixed.example/");

        await executor.OutputAsync(Calls.Call("run", "{}"));

        Assert.Equal([Public], _connected);
    }

    [Theory]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    [InlineData("http://127.0.0.1:#/")]
    [InlineData("//localhost:#/")]
    public async Task A_redirect_of_a_registered_component_is_not_followed(string location)
    {
        await using var peer = RawPeer.Answering(
            $"HTTP/1.1 302 Found\nLocation: {WithPort(location)}\nContent-Length: 0\n\n");
        await using var registry = new Registry();
        var executor = await DeclareAsync(registry, peer.Url);

        Assert.Equal("http_302", (await executor.FailureAsync(Calls.Call("run", "{}"))).Code);

        AssertUntouched();
    }

    [Fact]
    public async Task A_probe_does_not_reach_an_internal_address_either()
    {
        await using var registry = new Registry(allow: "");
        await DeclareAsync(registry, WithPort("http://127.0.0.1:#/"));

        var test = await registry.Components.TestAsync("inner", Calls.Token);

        Assert.False(test!.IsHealthy);
        Assert.Contains("not allowed", test.Message, StringComparison.Ordinal);
        AssertUntouched();
    }

    private string WithPort(string vector) =>
        vector.Replace("#", $"{((IPEndPoint)_sentinel.LocalEndpoint).Port}", StringComparison.Ordinal);

    private void AssertUntouched() => Assert.False(_sentinel.Pending(), "Somebody called the sentinel.");

    private async Task<(string Http, string Registered)> TryAsync(OutboundHttp outbound, string vector)
    {
        var url = WithPort(vector);
        var input = JsonSerializable(url);
        var http = await new HttpExecutor(outbound, TimeProvider.System)
            .ExecuteAsync(Calls.Call("request", $$"""{"url": {{input}}}"""), Calls.Token);
        List<Finding> findings = [];
        var declaration = ComponentDeclarationReader.Read(
            JsonElement.Parse($$"""{"name": "inner", "protocol": "tasks", "base_url": {{input}}}"""), "", findings);
        if (declaration is null)
        {
            return (CodeOf(http), "not_declared");
        }

        await using var registry = new Registry(outbound, ownsOutbound: false);
        Assert.Empty(await registry.Components.PutAsync(declaration));
        return (CodeOf(http), CodeOf(await registry.Components.Find("inner")!
            .ExecuteAsync(Calls.Call("run", "{}"), Calls.Token)));
    }

    private static string JsonSerializable(string text) => $"\"{JsonEncodedText.Encode(text)}\"";

    private static string CodeOf(TaskOutcome outcome) => outcome switch
    {
        TaskOutcome.Failed { Failure.Code: var code } => code,
        TaskOutcome.Unavailable => "unavailable",
        _ => "completed",
    };

    private static Task<ITaskExecutor> DeclareAsync(Registry registry, string url) =>
        registry.PutAsync($$"""{"name": "inner", "protocol": "tasks", "base_url": "{{url}}"}""");

    /// <summary>Whatever address was chosen, the peer of the test is there.</summary>
    private OutboundHttp Outbound(Queue<IPAddress[]> answers, RawPeer peer) => new(
        OutboundAllowList.Empty,
        new HttpLimits(),
        (_, _) => Task.FromResult(answers.Dequeue()),
        async (endPoint, cancellationToken) =>
        {
            _connected.Add(endPoint.Address);
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(IPAddress.Loopback, peer.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        });
}
