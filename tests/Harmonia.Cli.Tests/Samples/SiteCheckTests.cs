using System.Text.Json;

namespace Harmonia.Cli.Tests.Samples;

public sealed class SiteCheckTests : IDisposable
{
    private readonly TestTerminal _terminal = new();

    public void Dispose() => _terminal.Dispose();

    [Fact]
    public async Task A_site_that_recovers_is_up_and_one_that_does_not_is_down()
    {
        await using var home = await Site.StartAsync();
        await using var api = await Site.StartAsync(failures: 2);
        using var shop = new DeadSite();

        var result = await CheckAsync(home.Url, api.Url, shop.Url);

        Assert.Equal(0, result.Code);
        Assert.Equal(
            [("home", 1), ("api", 3), ("shop", 4)],
            new[] { "home", "api", "shop" }.Select(site => (site, AttemptsOf(result, site))));
        Assert.Equal((1, 3), (home.Calls, api.Calls));
        Assert.Equal(("failed", "completed"), (StatusOf(result, "shop"), StatusOf(result, "alert")));
        Assert.Equal(("completed", "skipped"), (StatusOf(result, "summary"), StatusOf(result, "all_well")));
        var expected = $$"""
            {
              "all_well": false,
              "up": [
                { "site": "home", "url": "{{home.Url}}", "status_code": 200 },
                { "site": "api", "url": "{{api.Url}}", "status_code": 200 }
              ],
              "down": [
                {
                  "site": "shop", "url": "{{shop.Url}}", "reason": "connection_error",
                  "message": "GET {{shop.Url.TrimEnd('/')}} could not be called: Connection refused"
                }
              ]
            }
            """;
        AssertSame(expected, result.Json.GetProperty("output"));
    }

    [Fact]
    public async Task Nobody_is_alerted_when_all_is_well()
    {
        await using var site = await Site.StartAsync();

        var result = await CheckAsync(site.Url, site.Url, site.Url);

        Assert.Equal(("skipped", "completed"), (StatusOf(result, "alert"), StatusOf(result, "all_well")));
        Assert.True(result.Json.GetProperty("output").GetProperty("all_well").GetBoolean());
        Assert.Equal(3, result.Json.GetProperty("output").GetProperty("up").GetArrayLength());
        Assert.Equal(0, result.Json.GetProperty("output").GetProperty("down").GetArrayLength());
        Assert.Equal(3, site.Calls);
    }

    [Fact]
    public async Task A_site_that_keeps_answering_badly_is_down_with_its_status()
    {
        await using var site = await Site.StartAsync();
        await using var broken = await Site.StartAsync(failures: int.MaxValue);

        var result = await CheckAsync(site.Url, broken.Url, site.Url);

        var down = Assert.Single(result.Json.GetProperty("output").GetProperty("down").EnumerateArray());
        Assert.Equal("api", down.GetProperty("site").GetString());
        Assert.Equal("http_503", down.GetProperty("reason").GetString());
        Assert.Equal(4, broken.Calls);
    }

    [Fact]
    public async Task Without_the_configuration_nothing_on_this_machine_is_called()
    {
        await using var site = await Site.StartAsync();

        var result = await _terminal.RunAsync(
            "run", SampleFiles.PathOf("site-check/workflow.yaml"), "--input", Input(site.Url, site.Url, site.Url));

        var down = JsonElement.Parse(result.Out).GetProperty("down").EnumerateArray().ToList();
        Assert.Equal(3, down.Count);
        Assert.All(down, entry => Assert.Equal("address_not_allowed", entry.GetProperty("reason").GetString()));
        Assert.Equal(0, site.Calls);
    }

    [Fact]
    public async Task The_page_tells_what_comes_out()
    {
        await using var site = await Site.StartAsync();
        using var dead = new DeadSite();
        var (words, json) = Assert.Single(SampleFiles.Commands("site-check/README.md"));

        var result = await Programs.HarmoniaAsync(SampleFiles.Root, _terminal.Root, words[1..].Select(Here));

        Assert.Equal(("./harmonia", 0), (words[0], result.Code));
        AssertSame(Here(json), result.Json);

        string Here(string text) => text
            .Replace("http://127.0.0.1:8101", site.Url.TrimEnd('/'), StringComparison.Ordinal)
            .Replace("http://127.0.0.1:8102", dead.Url.TrimEnd('/'), StringComparison.Ordinal);
    }

    private static void AssertSame(string expected, JsonElement actual) =>
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(expected), actual), actual.GetRawText());

    private static JsonElement TaskOf(CommandResult result, string task) =>
        result.Json.GetProperty("tasks").GetProperty(task);

    private static int AttemptsOf(CommandResult result, string task) =>
        TaskOf(result, task).GetProperty("attempt").GetInt32();

    private static string? StatusOf(CommandResult result, string task) =>
        TaskOf(result, task).GetProperty("status").GetString();

    private static string Input(string home, string api, string shop) =>
        $$"""{"home": "{{home}}", "api": "{{api}}", "shop": "{{shop}}"}""";

    private Task<CommandResult> CheckAsync(string home, string api, string shop) => _terminal.RunAsync(
        "run",
        SampleFiles.PathOf("site-check/workflow.yaml"),
        "--config",
        SampleFiles.PathOf("site-check/harmonia.yaml"),
        "--input",
        Input(home, api, shop),
        "--json");
}
