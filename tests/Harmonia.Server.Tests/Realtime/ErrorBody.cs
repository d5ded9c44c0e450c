using System.Text.Json;

namespace Harmonia.Server.Tests.Realtime;

/// <summary>Reads the documented body of an error.</summary>
internal static class ErrorBody
{
    public static async Task<string?> CodeAsync(HttpResponseMessage response)
    {
        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        var error = body.RootElement.GetProperty("error");
        Assert.NotEqual("", error.GetProperty("message").GetString());
        Assert.Equal(JsonValueKind.Object, error.GetProperty("details").ValueKind);
        Assert.Equal(JsonValueKind.String, error.GetProperty("request_id").ValueKind);
        return error.GetProperty("code").GetString();
    }
}
