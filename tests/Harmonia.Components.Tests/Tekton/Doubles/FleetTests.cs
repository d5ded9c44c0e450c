using Harmonia.Tekton.Doubles;

namespace Harmonia.Components.Tests.Tekton.Doubles;

public sealed class FleetTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Everybody_is_registered_without_an_id_and_nobody_is_healthy()
    {
        await using var fleet = await Fleet.StartAsync(cancellationToken: Token);

        await fleet.BeatAsync(Token);

        Assert.Equal(fleet.All.Count - 1, fleet.Hermes.Registered.Count);
        Assert.Matches("^engram-engram-[0-9a-f]{8}$", fleet.Hermes.Registered[0]);
        var healthy = await fleet.Hermes.GetAsync("/api/components?healthy_only=true");
        Assert.Equal("0", healthy.Json.Text("total"));
        var beats = fleet.Hermes.Requests.Of("POST", "/api/heartbeat");
        Assert.Equal(fleet.All.Count - 1, beats.Count);
        Assert.All(beats, beat => Assert.Null(beat.Header("X-Authentication-Token")));
    }

    [Fact]
    public async Task A_restarted_component_is_listed_twice()
    {
        await using var fleet = await Fleet.StartAsync(cancellationToken: Token);

        await fleet.RestartAsync(fleet.Rhetor, Token);

        Assert.Equal(2, fleet.Hermes.Registered.Count(id => id.StartsWith("rhetor-", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Every_component_has_health_and_discovery_at_its_own_path()
    {
        await using var fleet = await Fleet.StartAsync(cancellationToken: Token);

        foreach (var one in fleet.All)
        {
            var path = one.Name is "hermes" or "metis" or "sophia" ? "/discovery" : "/api/v1/discovery";
            Assert.Equal(one.Name, (await one.GetAsync("/health")).Json.Text("component"));
            Assert.Equal(one.Name, (await one.GetAsync(path)).Json.Text("component").ToLowerInvariant());
            Assert.Equal("True", (await one.GetAsync("/ready")).Json.Text("ready"));
        }
    }

    [Fact]
    public async Task Ergon_tells_hermes_another_version_than_it_reports()
    {
        await using var fleet = await Fleet.StartAsync(cancellationToken: Token);

        Assert.Equal("0.2.0", (await fleet.Hermes.GetAsync("/api/components/ergon")).Json.Text("version"));
        Assert.Equal("0.1.0", (await fleet.Ergon.GetAsync("/health")).Json.Text("version"));
    }

    [Fact]
    public async Task Ports_follow_from_a_base()
    {
        await using var probe = new Harmonia.Tekton.Doubles.Siblings.NumaDouble();
        await probe.StartAsync();
        var portBase = probe.Port + 100;

        await using var fleet = await Fleet.StartAsync(portBase, cancellationToken: Token);

        Assert.Equal((portBase + 1, portBase + 9), (fleet.Hermes.Port, fleet.Synthesis.Port));
    }
}
