using System.Text;
using System.Text.Json;
using Harmonia.Tekton.Doubles;

namespace Harmonia.Components.Tests.Tekton.Doubles;

/// <summary>What came back from a double.</summary>
internal sealed record Reply(int Status, string Text, string? Location)
{
    public JsonElement Json => JsonElement.Parse(Text);
}

/// <summary>Asks doubles as a plain client would.</summary>
internal static class World
{
    private static readonly HttpClient Http = new(
        new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });

    public static Task<Reply> GetAsync(this ComponentDouble one, string path) => one.AskAsync("GET", path);

    public static Task<Reply> DeleteAsync(this ComponentDouble one, string path) => one.AskAsync("DELETE", path);

    public static Task<Reply> PostAsync(this ComponentDouble one, string path, string body) =>
        one.AskAsync("POST", path, body);

    public static async Task<Reply> AskAsync(
        this ComponentDouble one,
        string method,
        string path,
        string? body = null,
        IReadOnlyDictionary<string, string>? headers = null)
    {
        using var request = new HttpRequestMessage(new(method), new Uri(one.Url, path));
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        foreach (var (name, value) in headers ?? new Dictionary<string, string>())
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await Http.SendAsync(request, TestContext.Current.CancellationToken);
        return new(
            (int)response.StatusCode,
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            response.Headers.Location?.ToString());
    }

    public static string Text(this JsonElement element, params string[] path) =>
        path.Aggregate(element, (one, name) => one.GetProperty(name)).ToString();
}
