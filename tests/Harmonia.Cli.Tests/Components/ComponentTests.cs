using System.Text.Json;

namespace Harmonia.Cli.Tests.Components;

public sealed class ComponentTests : IAsyncLifetime
{
    /// <summary>Nobody listens at port 1.</summary>
    private const string Weather =
        """
        name: weather.service
        description: Tells the weather
        base_url: http://127.0.0.1:1
        actions:
          - name: forecast
            description: What will be
            path: /forecast
            method: GET
            parameters:
              - {name: city, type: string, required: true}
              - {name: days, type: integer}
          - {name: report, path: /report}
        """;

    private readonly TestTerminal _terminal = new();
    private TestServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync(_terminal);
        _terminal["HARMONIA_SERVER"] = _server.Url;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _terminal.Dispose();
    }

    [Fact]
    public async Task What_is_added_is_listed_shown_and_removed()
    {
        var added = await AddAsync(Weather);
        var list = await _terminal.RunAsync("components", "list");
        var shown = await _terminal.RunAsync("components", "show", "weather.service");
        var removed = await _terminal.RunAsync("components", "remove", "weather.service");
        var gone = await _terminal.RunAsync("components", "show", "weather.service");

        Assert.Equal((0, 0, 0, 0, 1), (added.Code, list.Code, shown.Code, removed.Code, gone.Code));
        Assert.Contains("weather.service is registered, protocol http with forecast, report", added.Out);
        Assert.Matches("(?m)^weather.service +up +api +http +[0-9].* forecast, report", list.Out);
        Assert.Matches("(?m)^http +up +built in ", list.Out);
        Assert.Contains("weather.service: up, api, protocol http", shown.Out);
        Assert.Contains("Tells the weather", shown.Out);
        Assert.Matches("(?m)^forecast +city, days[?] +What will be", shown.Out);
        Assert.Contains("weather.service is removed", removed.Out);
        Assert.Contains("COMPONENT_NOT_FOUND", gone.Error);
    }

    [Fact]
    public async Task Programs_get_json()
    {
        var added = await AddAsync(Weather, "--json");
        var list = await _terminal.RunAsync("components", "list", "--json", "--limit", "1");
        var shown = await _terminal.RunAsync("components", "show", "weather.service", "--json");
        var test = await _terminal.RunAsync("components", "test", "weather.service", "--json");
        var removed = await _terminal.RunAsync("components", "remove", "weather.service", "--json");

        Assert.Equal("weather.service", added.Json.GetProperty("name").GetString());
        Assert.Equal(1, list.Json.GetProperty("count").GetInt32());
        Assert.Equal(
            "Tells the weather", shown.Json.GetProperty("declaration").GetProperty("description").GetString());
        Assert.Equal((1, false), (test.Code, test.Json.GetProperty("success").GetBoolean()));
        Assert.True(removed.Json.GetProperty("success").GetBoolean());
    }

    [Fact]
    public async Task A_list_that_is_cut_says_so() =>
        Assert.Matches("1 of [0-9]+; --limit", (await _terminal.RunAsync("components", "list", "--limit", "1")).Error);

    [Fact]
    public async Task A_name_that_exists_is_refused_unless_an_update_is_wanted()
    {
        await AddAsync(Weather);

        var refused = await AddAsync(Weather);
        var updated = await AddAsync(Weather + "\ntimeout: 5\n", "--update");

        Assert.Equal((1, ""), (refused.Code, refused.Out));
        Assert.Contains("COMPONENT_NAME_TAKEN", refused.Error);
        Assert.Equal(0, updated.Code);
        Assert.Equal(
            5,
            (await _terminal.RunAsync("components", "show", "weather.service", "--json")).Json
                .GetProperty("limits").GetProperty("timeout").GetDouble());
    }

    [Fact]
    public async Task What_is_wrong_is_told_at_its_place_in_the_file()
    {
        var path = _terminal.Write("wrong.yaml", "name: a b\nbase_url: http://a.example\nactions: [{name: x, hue: 1}]");

        var refused = await _terminal.RunAsync("components", "add", path);
        var unreadable = await _terminal.RunAsync("components", "add", _terminal.PathOf("missing.yaml"));
        var broken = await _terminal.RunAsync("components", "add", _terminal.Write("broken.yaml", "a: [1"));
        var builtIn = await AddAsync("{name: http, base_url: 'http://a.example'}");

        Assert.Equal((1, ""), (refused.Code, refused.Out));
        Assert.Contains("nothing was registered:", refused.Error);
        Assert.Contains("wrong.yaml:1:1: error invalid_value", refused.Error);
        Assert.Contains("wrong.yaml:3:", refused.Error);
        Assert.Equal((2, ""), (unreadable.Code, unreadable.Out));
        Assert.Equal((1, ""), (broken.Code, broken.Out));
        Assert.Contains("COMPONENT_BUILT_IN", builtIn.Error);
    }

    [Fact]
    public async Task A_test_ends_with_1_when_nobody_is_there()
    {
        await AddAsync(Weather);

        var dead = await _terminal.RunAsync("components", "test", "weather.service");
        var own = await _terminal.RunAsync("components", "test", "http");
        var unknown = await _terminal.RunAsync("components", "test", "nobody");

        Assert.Equal((1, 0, 1), (dead.Code, own.Code, unknown.Code));
        Assert.StartsWith("weather.service is down (", dead.Out);
        Assert.StartsWith("http is up (", own.Out);
        Assert.Contains("COMPONENT_NOT_FOUND", unknown.Error);
    }

    [Fact]
    public async Task An_action_is_called_with_the_input_given()
    {
        await AddAsync(Weather);

        var logged = await _terminal.RunAsync("components", "call", "harmonia.log", "--input", """{"message": "hi"}""");
        var asJson = await _terminal.RunAsync(
            "components", "call", "harmonia.log", "--json", "--timeout", "5", "--idempotency-key", "k",
            "--input", "@" + _terminal.Write("input.yaml", "message: hi"));
        var wrong = await _terminal.RunAsync("components", "call", "weather.service.forecast", "--input", "{}");
        var core = await _terminal.RunAsync("components", "call", "harmonia.echo");

        Assert.Equal((0, 0, 1, 1), (logged.Code, asJson.Code, wrong.Code, core.Code));
        Assert.Equal(JsonValueKind.Number, asJson.Json.GetProperty("duration").ValueKind);
        Assert.Contains("city", wrong.Error);
        Assert.Contains("ACTION_NOT_CALLABLE", core.Error);
    }

    [Theory]
    [InlineData("components", "call", "weather")]
    [InlineData("components", "call", "weather.")]
    [InlineData("components", "call", "harmonia.log", "--timeout", "91")]
    [InlineData("components", "call", "harmonia.log", "--input", "{")]
    [InlineData("components", "add")]
    [InlineData("components", "list", "--server", "http://127.0.0.1:1")]
    public async Task What_makes_no_sense_is_not_tried(params string[] words) =>
        Assert.Equal(2, (await _terminal.RunAsync(words)).Code);

    private Task<CommandResult> AddAsync(string declaration, params string[] options) =>
        _terminal.RunAsync(["components", "add", _terminal.Write("weather.yaml", declaration), .. options]);
}
