using System.Text.Json;
using Harmonia.Components.Tekton;
using Harmonia.Components.Tekton.Hermes;
using Harmonia.Tekton.Doubles;

namespace Harmonia.Components.Tests.Tekton.Hermes;

public sealed class HermesLifeTests : IAsyncLifetime
{
    private static readonly string[] Ids = ["harmonia", "harmonia.workflow", "harmonia.state"];
    private static readonly Uri Nowhere = new("http://127.0.0.1:9");

    private FamilyBench _bench = null!;

    public async ValueTask InitializeAsync() => _bench = await FamilyBench.StartAsync();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task Three_names_are_registered_under_fixed_ids()
    {
        var link = _bench.Harmonia(Nowhere);

        Assert.True(await RoundAsync(link));

        Assert.Equal(Ids, _bench.Hermes.Registered);
        Assert.Equal((true, true), (link.State.IsReached, link.State.IsRegistered));
        Assert.Equal(Ids, link.State.ComponentIds);
        var request = Requests("/api/register")[1].Json;
        Assert.Equal("harmonia.workflow", request.GetProperty("component_id").GetString());
        Assert.Equal("harmonia.workflow", request.GetProperty("name").GetString());
        Assert.Equal("http://127.0.0.1:9", request.GetProperty("endpoint").GetString());
        Assert.Equal("""["create_workflow"]""", request.GetProperty("capabilities").GetRawText());
        Assert.Equal(JsonValueKind.Object, request.GetProperty("metadata").ValueKind);
    }

    [Fact]
    public async Task Heartbeats_carry_the_token_as_it_came()
    {
        var link = _bench.Harmonia(Nowhere);
        await RoundAsync(link);

        Assert.True(await RoundAsync(link));

        var beats = Requests("/api/heartbeat");
        Assert.Equal(Ids, beats.Select(beat => beat.Json.GetProperty("component_id").GetString()));
        Assert.All(beats, beat => Assert.StartsWith(
            "{\"payload\": {\"component_id\": \"harmonia", Token(beat), StringComparison.Ordinal));
        Assert.Equal(3, Requests("/api/register").Count);
        var listed = Assert.IsType<HermesAnswer<IReadOnlyList<HermesEntry>>.Done>(
            await link.Client!.ListAsync(Calls.Token)).Value;
        Assert.All(listed, entry => Assert.NotNull(entry.LastHeartbeat));
        Assert.Equal(Ids, listed.Select(entry => entry.Type));
    }

    [Fact]
    public async Task A_restart_of_Hermes_is_seen_in_its_list()
    {
        var link = _bench.Harmonia(Nowhere);
        await RoundAsync(link);
        _bench.Hermes.Restart(); // Heartbeats would go on to be answered with 200.

        Assert.True(await RoundAsync(link));

        Assert.Equal(Ids, _bench.Hermes.Registered);
        Assert.Equal(6, Requests("/api/register").Count);
        Assert.True(link.State.IsRegistered);
    }

    [Fact]
    public async Task Tokens_are_renewed_before_their_hour_is_over()
    {
        var link = _bench.Harmonia(Nowhere);
        await RoundAsync(link);
        _bench.Time.PutForward(TimeSpan.FromMinutes(49));
        Assert.True(await RoundAsync(link));
        Assert.Equal(3, Requests("/api/register").Count);

        _bench.Time.PutForward(TimeSpan.FromMinutes(2));
        Assert.True(await RoundAsync(link));
        _bench.Time.PutForward(TimeSpan.FromMinutes(12)); // The first tokens are no good any more.
        Assert.True(await RoundAsync(link));

        Assert.Equal(6, Requests("/api/register").Count);
        Assert.Equal(6, Requests("/api/heartbeat").Count);
        Assert.Equal(Ids, _bench.Hermes.Registered);
        Assert.DoesNotContain(_bench.Log.Lines, line => line.Contains("refused", StringComparison.Ordinal));
    }

    [Fact]
    public async Task After_an_hour_of_sleep_they_register_again()
    {
        var link = _bench.Harmonia(Nowhere);
        await RoundAsync(link);
        _bench.Time.PutForward(TimeSpan.FromSeconds(3_601));

        Assert.True(await RoundAsync(link));

        Assert.Equal(6, Requests("/api/register").Count);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(404)]
    [InlineData(422)]
    public async Task A_refused_heartbeat_leads_to_a_registration(int status)
    {
        var link = _bench.Harmonia(Nowhere);
        await RoundAsync(link);
        _bench.Hermes.FailNext(1, status, """{"detail": "Invalid authentication token"}""", "/api/heartbeat");

        Assert.True(await RoundAsync(link));

        Assert.Equal(4, Requests("/api/register").Count);
        Assert.True(link.State.IsRegistered);
    }

    [Fact]
    public async Task A_token_that_is_not_ours_is_refused()
    {
        var (one, other) = (
            await _bench.RegisterAsync("one", "one", Nowhere), await _bench.RegisterAsync("two", "two", Nowhere));

        var answer = await _bench.Link().Client!.HeartbeatAsync(
            new HermesGrant(one.ComponentId, other.Token), Calls.Token);

        var refused = Assert.IsType<HermesAnswer<string>.Refused>(answer);
        Assert.Equal((401, "Invalid authentication token"), (refused.Status, refused.Reason));
    }

    [Fact]
    public async Task Hermes_may_be_away_at_the_start_and_come_later()
    {
        await _bench.Hermes.DownAsync();
        var link = _bench.Harmonia(Nowhere);

        Assert.False(await RoundAsync(link));
        Assert.False(await RoundAsync(link));

        Assert.Equal((false, false), (link.State.IsReached, link.State.IsRegistered));
        Assert.Contains("could not be reached", link.State.Trouble, StringComparison.Ordinal);
        Assert.Single(_bench.Log.Lines); // Said once, not in every round.

        await _bench.Hermes.UpAsync();
        Assert.True(await RoundAsync(link));
        Assert.Equal(Ids, _bench.Hermes.Registered);
        Assert.Null(link.State.Trouble);
    }

    [Fact]
    public async Task Whoever_leaves_is_taken_off_the_list()
    {
        var link = _bench.Harmonia(Nowhere);
        await RoundAsync(link);

        await link.LeaveAsync();

        Assert.Empty(_bench.Hermes.Registered);
        var request = Requests("/api/unregister").Single(one => one.Query == "?component_id=harmonia.state");
        Assert.Contains("harmonia.state", Token(request), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Leaving_a_Hermes_that_is_gone_is_no_trouble()
    {
        var link = _bench.Harmonia(Nowhere);
        await RoundAsync(link);
        await _bench.Hermes.DownAsync();

        await link.LeaveAsync();

        Assert.Empty(link.State.ComponentIds.Except(Ids));
    }

    [Fact]
    public async Task Two_of_us_do_not_fight_over_an_id()
    {
        var (here, there) = (await _bench.PeerAsync("harmonia"), await _bench.PeerAsync("harmonia"));
        var (first, second) = (_bench.Harmonia(here.Url), _bench.Harmonia(there.Url));

        for (var round = 0; round < 3; round++)
        {
            Assert.True(await RoundAsync(first));
            Assert.True(await RoundAsync(second));
        }

        Assert.Equal(Ids, first.State.ComponentIds);
        Assert.Equal(Ids.Select(id => $"{id}-127.0.0.1-{there.Url.Port}"), second.State.ComponentIds);
        Assert.Equal(6, Requests("/api/register").Count);
        Assert.Equal(2, Requests("/api/register").Count(IsNamed("harmonia")));

        await first.LeaveAsync();
        Assert.True(await RoundAsync(second));
        Assert.Equal(second.State.ComponentIds, _bench.Hermes.Registered);
    }

    [Fact]
    public async Task The_id_of_one_that_died_is_taken_over()
    {
        var dead = await _bench.PeerAsync("harmonia");
        await RoundAsync(_bench.Harmonia(dead.Url));
        await dead.DisposeAsync();
        var link = _bench.Harmonia((await _bench.PeerAsync("harmonia")).Url);

        Assert.True(await RoundAsync(link));

        Assert.Equal(Ids, link.State.ComponentIds);
        Assert.Equal(Ids, _bench.Hermes.Registered);
    }

    [Fact]
    public async Task A_refused_registration_is_trouble_and_is_tried_again()
    {
        var link = _bench.Harmonia(Nowhere);
        _bench.Hermes.FailNext(3, 400, """{"detail": "Registration failed"}""", "/api/register");

        Assert.False(await RoundAsync(link));
        Assert.Contains("400: Registration failed", link.State.Trouble, StringComparison.Ordinal);

        Assert.True(await RoundAsync(link));
        Assert.True(link.State.IsRegistered);
    }

    [Fact]
    public async Task No_token_is_ever_logged()
    {
        var link = _bench.Harmonia(Nowhere);
        await RoundAsync(link);
        await RoundAsync(link);
        var tokens = Requests("/api/heartbeat").Select(Token).ToList();
        _bench.Hermes.FailNext(1, 401, path: "/api/heartbeat");
        await RoundAsync(link);
        _bench.Hermes.CutNext(9);
        await RoundAsync(link);
        await link.LeaveAsync();

        Assert.NotEmpty(_bench.Log.Lines);
        foreach (var secret in tokens.Select(token => JsonElement.Parse(token).GetProperty("signature").GetString()!))
        {
            Assert.DoesNotContain(_bench.Log.Lines, line => line.Contains(secret, StringComparison.Ordinal));
        }

        Assert.DoesNotContain("signature", new HermesGrant("x", tokens[0]).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rounds_go_on_by_themselves()
    {
        var link = _bench.Link(change: options => options with { HeartbeatInterval = TimeSpan.FromSeconds(1) });
        link.Join([new HermesIdentity("harmonia", "harmonia", "harmonia", [], static _ => { })], Nowhere);

        link.Start();

        await _bench.Hermes.Requests.ReachAsync(2, one => one.Path == "/api/heartbeat", Calls.Token);
        Assert.Single(Requests("/api/register"));
    }

    [Fact]
    public async Task Without_Hermes_nobody_is_called()
    {
        await using var link = _bench.Link(change: static _ => FamilyOptions.StandAlone);
        link.Join([new HermesIdentity("harmonia", "harmonia", "harmonia", [], static _ => { })], Nowhere);

        link.Start();
        await link.RefreshAsync(Calls.Token);
        await link.LeaveAsync();

        Assert.Equal(0, _bench.Hermes.Requests.Total);
        Assert.False(link.Family.IsOn);
        Assert.Empty(link.Family.Members);
    }

    private static Func<RecordedRequest, bool> IsNamed(string name) =>
        request => request.Json.GetProperty("name").GetString() == name;

    private static string Token(RecordedRequest request) => request.Header("X-Authentication-Token")!;

    private static Task<bool> RoundAsync(FamilyLink link) => link.RoundAsync(isFull: true, Calls.Token);

    private IReadOnlyList<RecordedRequest> Requests(string path) => _bench.Hermes.Requests.Of("POST", path);
}
