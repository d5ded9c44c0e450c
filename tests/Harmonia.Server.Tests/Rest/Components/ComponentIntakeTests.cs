using Harmonia.Engine.Ports;

namespace Harmonia.Server.Tests.Rest.Components;

public sealed class ComponentIntakeTests : ComponentHost
{
    [Theory]
    [InlineData("""{"name": "a"}""", "/base_url")]
    [InlineData("""{"base_url": "http://a.example"}""", "/name")]
    [InlineData("""{"name": "1a", "base_url": "http://a.example"}""", "/name")]
    [InlineData("""{"name": "a b", "base_url": "http://a.example"}""", "/name")]
    [InlineData("""{"name": "a/b", "base_url": "http://a.example"}""", "/name")]
    [InlineData("""{"name": "ä", "base_url": "http://a.example"}""", "/name")]
    [InlineData("""{"name": "", "base_url": "http://a.example"}""", "/name")]
    [InlineData("""{"name": "a", "base_url": "ftp://a.example"}""", "/base_url")]
    [InlineData("""{"name": "a", "base_url": "http://u:p@a.example"}""", "/base_url")]
    [InlineData("""{"name": "a", "base_url": "http://a.example", "protocol": "smoke"}""", "/protocol")]
    [InlineData("""{"name": "a", "base_url": "http://a.example", "colour": "red"}""", "/colour")]
    [InlineData("""{"name": "a", "base_url": "http://a.example", "max_concurrent": 0}""", "/max_concurrent")]
    [InlineData(
        """{"name": "a", "base_url": "http://a.example", "authentication": {"type": "bearer", "token": "plain"}}""",
        "/authentication/token")]
    [InlineData("""{"name": "a", "base_url": "http://a.example", "headers": {"X-Team": "***"}}""", "/headers/X-Team")]
    [InlineData("[]", "")]
    public async Task What_is_wrong_is_said_with_its_place(string declaration, string pointer)
    {
        var refused = (await Server.PostAsync("/api/components", declaration))
            .ExpectError(400, "ValidationError", "INVALID_INPUT");

        Assert.Contains(pointer, Pointers(refused));
        Assert.Equal(0, (await Server.Embedded.Components.ListAsync(1, 0, Token)).Total);
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_said_at_once()
    {
        var refused = await Server.PostAsync(
            "/api/components",
            """
            {"name": "a b", "base_url": "no", "colour": 1, "actions": [{"name": "x", "path": "/x", "hue": 1}],
             "headers": {"X-Team": "***"}}
            """);

        var found = Pointers(refused.ExpectError(400, "ValidationError", "INVALID_INPUT"));
        Assert.All(
            (string[])["/name", "/base_url", "/colour", "/actions/0/hue", "/headers/X-Team"],
            pointer => Assert.Contains(pointer, found));
    }

    [Theory]
    [InlineData("a")]
    [InlineData("harmonia.workflow")]
    [InlineData("My-Component_2.x")]
    [InlineData("z123456789012345678901234567890123456789012345678901234567890123")]
    public async Task Names_have_letters_digits_dots_hyphens_and_underscores(string name)
    {
        await RegisterAsync(Declaration(name));

        Assert.Equal(name, (await GetAsync($"/api/components/{name}")).Text("name"));
    }

    [Fact]
    public async Task A_declaration_keeps_the_name_of_its_address()
    {
        var refused = (await Server.PutAsync("/api/components/other", Declaration()))
            .ExpectError(400, "ValidationError", "INVALID_INPUT");

        Assert.Equal("/name", refused.Field);
    }

    [Fact]
    public async Task What_is_no_document_is_refused_as_everywhere()
    {
        (await Server.PostAsync("/api/components", "{")).ExpectError(400, "ValidationError", "INVALID_JSON");
        (await Server.SendAsync(HttpMethod.Post, "/api/components", "x", "text/plain"))
            .ExpectError(415, "ValidationError", "UNSUPPORTED_MEDIA_TYPE");
        (await Server.PostAsync("/api/components?force=1", Declaration()))
            .ExpectError(400, "ValidationError", "INVALID_INPUT");
        (await Server.GetAsync("/api/components?limit=0")).ExpectError(400, "ValidationError", "INVALID_INPUT");
    }

    [Fact]
    public async Task A_huge_declaration_is_refused()
    {
        var huge = Declaration(more: $$""", "metadata": {"x": "{{new string('x', 256 * 1024)}}"}""");

        (await Server.PostAsync("/api/components", huge))
            .ExpectError(413, "ValidationError", "PAYLOAD_TOO_LARGE");
    }

    [Fact]
    public async Task There_are_only_so_many()
    {
        var store = Server.Embedded.Components;
        var now = DateTimeOffset.UnixEpoch;
        await Task.WhenAll(Enumerable.Range(0, StoredComponent.MaxComponents - 1).Select(number => store.SaveAsync(
            new StoredComponent
            {
                Name = $"c{number}",
                Kind = "http",
                Declaration = "{}"u8.ToArray(),
                ContentHash = "hash",
                CreatedAt = now,
                UpdatedAt = now,
            },
            new SaveCondition.Any(),
            Token).AsTask()));

        await RegisterAsync(Declaration("last"));
        (await Server.PostAsync("/api/components", Declaration("one-too-many")))
            .ExpectError(409, "ConflictError", "TOO_MANY_COMPONENTS");
        (await Server.PutAsync("/api/components/one-too-many", Declaration("one-too-many")))
            .ExpectError(409, "ConflictError", "TOO_MANY_COMPONENTS");
        (await Server.PutAsync("/api/components/last", Declaration("last"))).Expect(200);
        (await Server.DeleteAsync("/api/components/last")).Expect(200);
        await RegisterAsync(Declaration("one-too-many"));
    }

    [Fact]
    public async Task Values_that_may_be_secret_are_never_told()
    {
        await RegisterAsync(Declaration(more:
            """
            , "authentication": {"type": "basic", "username": "hidden-user", "password": "${env.WEATHER_TOKEN}"},
            "headers": {"X-Team": "hidden-team", "Accept": "application/json", "X-Key": "secret://file"}
            """));

        var detail = await GetAsync("/api/components/weather");
        var told = detail.Json.GetProperty("declaration");

        Assert.Equal("***", told.GetProperty("authentication").GetProperty("username").GetString());
        Assert.Equal(
            "${env.WEATHER_TOKEN}", told.GetProperty("authentication").GetProperty("password").GetString());
        Assert.Equal("basic", told.GetProperty("authentication").GetProperty("type").GetString());
        Assert.Equal("***", told.GetProperty("headers").GetProperty("X-Team").GetString());
        Assert.Equal("application/json", told.GetProperty("headers").GetProperty("Accept").GetString());
        Assert.Equal("secret://file", told.GetProperty("headers").GetProperty("X-Key").GetString());
        foreach (var path in (string[])["", "/weather", "/weather/actions", "/weather/actions/forecast"])
        {
            var reply = await GetAsync("/api/components" + path);
            Assert.DoesNotContain("hidden-", reply.Body, StringComparison.Ordinal);
            Assert.DoesNotContain(Secret, reply.Body, StringComparison.Ordinal);
        }
    }

    private static IEnumerable<string> Pointers(Reply refused) =>
        refused.Error.GetProperty("details").GetProperty("findings").EnumerateArray()
            .Select(finding => finding.GetProperty("pointer").GetString()!);
}
