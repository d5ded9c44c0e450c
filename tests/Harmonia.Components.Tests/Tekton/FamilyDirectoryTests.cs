using Harmonia.Components.Http;
using Harmonia.Components.Tekton;

namespace Harmonia.Components.Tests.Tekton;

public sealed class FamilyDirectoryTests : IAsyncLifetime
{
    private FamilyBench _bench = null!;

    public async ValueTask InitializeAsync() => _bench = await FamilyBench.StartAsync();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task A_component_is_found_by_its_name()
    {
        var peer = await _bench.PeerAsync("engram");
        await _bench.RegisterAsync("engram-engram-1", "engram", peer.Url);
        var link = await LinkAsync();

        Assert.Equal(peer.Url, link.Family.EndpointOf("engram"));
        Assert.Equal(peer.Url, link.Family.EndpointOf("Engram"));
        Assert.Null(link.Family.EndpointOf("rhetor"));
        var member = link.Family.Members.Single(member => member.Name == "engram");
        Assert.Equal(("engram-engram-1", "engram", true), (member.ComponentId, member.Type, member.IsUp));
        Assert.Equal(["cap"], member.Capabilities);
        Assert.Equal("played", member.Metadata?.GetProperty("description").GetString());
        Assert.Equal(_bench.Hermes.Url, link.Family.EndpointOf("hermes"));
    }

    [Fact]
    public async Task The_newest_heartbeat_wins_over_later_registrations()
    {
        var (older, newer, silent) = (
            await _bench.PeerAsync("engram"), await _bench.PeerAsync("engram"), await _bench.PeerAsync("engram"));
        await _bench.RegisterAsync("a", "engram", newer.Url, beats: true);
        await _bench.RegisterAsync("c", "engram", older.Url, beats: true);
        _bench.Time.PutForward(TimeSpan.FromSeconds(5));
        await _bench.RegisterAsync("a", "engram", newer.Url, beats: true);
        _bench.Time.PutForward(TimeSpan.FromSeconds(5));
        await _bench.RegisterAsync("d", "engram", silent.Url);

        Assert.Equal(newer.Url, (await LinkAsync()).Family.EndpointOf("engram"));
    }

    [Fact]
    public async Task Without_heartbeats_the_last_registration_wins()
    {
        var (first, last) = (await _bench.PeerAsync("ergon"), await _bench.PeerAsync("ergon"));
        await _bench.RegisterAsync("a", "ergon", first.Url);
        _bench.Time.PutForward(TimeSpan.FromSeconds(1));
        await _bench.RegisterAsync("b", "ergon", last.Url);

        Assert.Equal(last.Url, (await LinkAsync()).Family.EndpointOf("ergon"));
    }

    [Fact]
    public async Task Whoever_does_not_answer_is_passed_over()
    {
        var (alive, dead, ill) = (
            await _bench.PeerAsync("ergon"), await _bench.PeerAsync("ergon"), await _bench.PeerAsync("ergon", 500));
        await _bench.RegisterAsync("a", "ergon", alive.Url);
        await _bench.RegisterAsync("b", "ergon", dead.Url, beats: true);
        await _bench.RegisterAsync("c", "ergon", ill.Url, beats: true);
        await dead.DisposeAsync();

        Assert.Equal(alive.Url, (await LinkAsync()).Family.EndpointOf("ergon"));
    }

    [Fact]
    public async Task A_port_that_another_component_took_over_is_passed_over()
    {
        var (right, wrong) = (await _bench.PeerAsync("rhetor"), await _bench.PeerAsync("synthesis"));
        await _bench.RegisterAsync("a", "rhetor", right.Url);
        await _bench.RegisterAsync("b", "rhetor", wrong.Url, beats: true);
        var link = await LinkAsync();

        Assert.Equal(right.Url, link.Family.EndpointOf("rhetor"));
    }

    [Fact]
    public async Task Lists_in_camel_case_are_read_too()
    {
        var (older, newer) = (await _bench.PeerAsync("engram"), await _bench.PeerAsync("engram"));
        var link = _bench.Link();
        _bench.Hermes.FailNext(
            1,
            200,
            $$"""
            [{"componentId": "a", "name": "engram", "version": "1", "type": "memory", "endpoint": "{{newer.Url}}",
              "capabilities": [{"name": "recall"}], "metadata": {}, "healthy": null, "lastHeartbeat": 1795336315.7},
             {"componentId": "b", "name": "engram", "version": "1", "type": "memory", "endpoint": "{{older.Url}}",
              "capabilities": ["recall"], "metadata": {}, "healthy": null, "lastHeartbeat": 1795336310.1},
             {"nonsense": true}, 7]
            """,
            "/api/components");

        await link.RoundAsync(isFull: true, Calls.Token);

        Assert.Equal(newer.Url, link.Family.EndpointOf("engram"));
        var member = link.Family.Members.Single(member => member.Name == "engram");
        Assert.Equal(("a", "memory"), (member.ComponentId, member.Type));
        Assert.Equal(["recall"], member.Capabilities);
    }

    [Theory]
    [InlineData("http://203.0.113.7:8000")]
    [InlineData("http://169.254.169.254")]
    [InlineData("http://example.com")]
    [InlineData("http://10.1.2.3:22")]
    public async Task The_registry_does_not_decide_where_we_call(string endpoint)
    {
        await _bench.RegisterAsync("a", "engram", new Uri(endpoint), beats: true);
        var link = await LinkAsync();

        Assert.Null(link.Family.EndpointOf("engram"));
        var member = link.Family.Members.Single(member => member.Name == "engram");
        Assert.False(member.IsUp);
        Assert.Contains("HARMONIA_OUTBOUND_ALLOW", member.Trouble, StringComparison.Ordinal);
    }

    [Fact]
    public void The_operator_allows_other_machines()
    {
        var options = new FamilyOptions { HermesUrl = new("http://10.0.0.5:8001"), Host = "fleet.lan" };
        var trust = new FamilyTrust(options, OutboundAllowList.Parse("engram.lan:8000,192.168.0.0/16"));

        Assert.Null(trust.WhyNot(new("http://10.0.0.5:8003")));
        Assert.Null(trust.WhyNot(new("http://fleet.lan:8003")));
        Assert.Null(trust.WhyNot(new("http://engram.lan:8000")));
        Assert.Null(trust.WhyNot(new("http://192.168.3.4:99")));
        Assert.NotNull(trust.WhyNot(new("http://engram.lan:8001")));
        Assert.NotNull(trust.WhyNot(new("http://127.0.0.1:8000")));
        Assert.NotNull(trust.WhyNot(new("http://localhost:8000")));
    }

    [Theory]
    [InlineData("http://10.0.0.5:8001", null, "http://localhost:8003", "http://10.0.0.5:8003/")]
    [InlineData("http://10.0.0.5:8001", "fleet.lan", "http://127.0.0.1:8003", "http://fleet.lan:8003/")]
    [InlineData("http://localhost:8001", null, "http://localhost:8003", "http://localhost:8003/")]
    [InlineData("http://10.0.0.5:8001", null, "http://10.0.0.6:8003", "http://10.0.0.6:8003/")]
    public void The_machine_of_Hermes_is_what_it_calls_localhost(
        string hermes, string? host, string endpoint, string seen) => Assert.Equal(
            seen,
            new FamilyTrust(new() { HermesUrl = new(hermes), Host = host }, OutboundAllowList.Empty)
                .Seen(new(endpoint)).AbsoluteUri);

    [Fact]
    public async Task Whoever_was_known_stays_known_while_it_answers()
    {
        var peer = await _bench.PeerAsync("ergon");
        await _bench.RegisterAsync("a", "ergon", peer.Url);
        var link = await LinkAsync();
        _bench.Hermes.Restart();
        await RoundAsync(link);
        Assert.Equal(peer.Url, link.Family.EndpointOf("ergon"));

        await peer.DisposeAsync();
        await RoundAsync(link);
        Assert.False(link.Family.Members.Single(member => member.Name == "ergon").IsUp);

        _bench.Time.PutForward(TimeSpan.FromMinutes(61));
        await RoundAsync(link);
        Assert.Null(link.Family.EndpointOf("ergon"));
    }

    [Fact]
    public async Task Whoever_is_known_stays_known_while_Hermes_is_away()
    {
        var peer = await _bench.PeerAsync("ergon");
        await _bench.RegisterAsync("a", "ergon", peer.Url);
        var link = await LinkAsync();
        await _bench.Hermes.DownAsync();

        await RoundAsync(link);

        Assert.Equal(peer.Url, link.Family.EndpointOf("ergon"));
    }

    [Fact]
    public async Task A_component_that_did_not_answer_is_down_until_it_is_found_again()
    {
        var peer = await _bench.PeerAsync("ergon");
        await _bench.RegisterAsync("a", "ergon", peer.Url);
        var link = await LinkAsync();
        List<string> changes = [];
        link.Family.Changed += changes.Add;

        link.Family.LookAgain("ergon", "It did not answer.");

        var member = link.Family.Members.Single(one => one.Name == "ergon");
        Assert.Equal((false, "It did not answer."), (member.IsUp, member.Trouble));
        Assert.Equal(["ergon"], changes);

        await RoundAsync(link);
        Assert.True(link.Family.Members.Single(one => one.Name == "ergon").IsUp);
        Assert.Equal(["ergon", "ergon"], changes);
    }

    [Fact]
    public async Task A_component_that_somebody_waits_for_is_looked_for_at_once()
    {
        var link = _bench.Link();
        link.Start();
        await _bench.Hermes.Requests.ReachAsync(1, one => one.Path == "/api/components", Calls.Token);
        var peer = await _bench.PeerAsync("ergon");
        await _bench.RegisterAsync("a", "ergon", peer.Url);
        var found = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        link.Family.Changed += name => found.TrySetResult(name);

        Assert.Null(link.Family.EndpointOf("ergon"));

        Assert.Equal("ergon", await found.Task.WaitAsync(Calls.Token));
        Assert.Equal(peer.Url, link.Family.EndpointOf("ergon"));
    }

    [Fact]
    public async Task Where_Hermes_knows_nobody_the_operator_says_where_components_are()
    {
        var (listed, named) = (await _bench.PeerAsync("ergon"), await _bench.PeerAsync("engram"));
        await _bench.RegisterAsync("a", "ergon", listed.Url);
        var link = _bench.Link(change: options => options with
        {
            Addresses = options.Addresses.Add("engram", named.Url).Add("ergon", new("http://127.0.0.1:9")),
        });

        await RoundAsync(link);

        Assert.Equal(named.Url, link.Family.EndpointOf("engram"));
        Assert.Equal(listed.Url, link.Family.EndpointOf("ergon"));
    }

    [Fact]
    public async Task Named_addresses_do_without_Hermes()
    {
        var peer = await _bench.PeerAsync("engram");
        await using var link = _bench.Link(change: _ => FamilyOptions.StandAlone with
        {
            Addresses = FamilyOptions.StandAlone.Addresses.Add("engram", peer.Url),
        });
        var changes = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        link.Start();
        Assert.Equal((true, peer.Url), (link.Family.IsOn, link.Family.EndpointOf("engram")));

        link.Family.Changed += _ =>
        {
            if (link.Family.Members.Single().IsUp)
            {
                changes.TrySetResult();
            }
        };
        link.Family.LookAgain("engram", "It did not answer.");

        await changes.Task.WaitAsync(Calls.Token);
        Assert.Equal(0, _bench.Hermes.Requests.Total);
    }

    private static Task<bool> RoundAsync(FamilyLink link) => link.RoundAsync(isFull: true, Calls.Token);

    private async Task<FamilyLink> LinkAsync()
    {
        var link = _bench.Link();
        await RoundAsync(link);
        return link;
    }
}
