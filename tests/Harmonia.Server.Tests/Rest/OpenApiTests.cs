using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Harmonia.Server.Tests.Rest;

/// <summary>What others build upon is a file in review.</summary>
public sealed class OpenApiTests : IAsyncLifetime
{
    /// <summary>Set to 1, it makes the test write the file instead of comparing it.</summary>
    private const string Refresh = "HARMONIA_REFRESH_SNAPSHOTS";

    private TestServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await TestServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task The_description_is_the_one_in_the_repository()
    {
        var served = Narrow((await _server.GetAsync("/openapi.json")).Expect(200).Json);
        var file = Path.Combine(RepositoryFiles.Root, "schemas", "openapi.json");
        if (Environment.GetEnvironmentVariable(Refresh) == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllTextAsync(file, served);
        }

        Assert.True(
            served == await File.ReadAllTextAsync(file),
            $"The API differs from schemas/openapi.json. If that is meant, run this test with {Refresh}=1 and commit.");
    }

    [Fact]
    public async Task Every_call_is_described()
    {
        var paths = (await _server.GetAsync("/openapi.json")).Json.GetProperty("paths");
        var calls = paths.EnumerateObject().SelectMany(
            path => path.Value.EnumerateObject().Select(call => (Name: call.Name + " " + path.Name, call.Value)));

        Assert.NotEmpty(calls);
        Assert.All(calls, call => Assert.NotEqual("", call.Value.GetProperty("summary").GetString()));
    }

    [Fact]
    public async Task Integers_are_numbers_only() =>
        Assert.DoesNotContain(
            "\"pattern\": \"^-?", (await _server.GetAsync("/openapi.json")).Body, StringComparison.Ordinal);

    [Fact]
    public async Task The_page_that_shows_it_needs_nothing_from_elsewhere()
    {
        var page = (await _server.GetAsync("/docs/index.html")).Expect(200);

        Assert.DoesNotContain("https://", page.Body, StringComparison.Ordinal);
        (await _server.GetAsync("/docs/swagger-ui-bundle.js")).Expect(200);
    }

    [Fact]
    public async Task The_root_is_a_page_for_browsers_and_an_object_for_programs()
    {
        var told = (await _server.GetAsync("/")).Expect(200);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Accept.ParseAdd("text/html,application/xhtml+xml");
        using var page = await _server.Http.SendAsync(request);

        Assert.Equal("running", told.Text("status"));
        Assert.Contains("/docs", told.Body, StringComparison.Ordinal);
        Assert.Equal("text/html", page.Content.Headers.ContentType?.MediaType);
        Assert.Contains("href=\"/docs\"", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    /// <summary>As it is kept: each level is one column further in, so that the file stays small.</summary>
    private static string Narrow(JsonElement description)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var options = new JsonWriterOptions
        {
            Indented = true,
            IndentSize = 1,
            NewLine = "\n",
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
        using (var writer = new Utf8JsonWriter(buffer, options))
        {
            description.WriteTo(writer);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }
}
