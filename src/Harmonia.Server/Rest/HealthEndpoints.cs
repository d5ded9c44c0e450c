using Harmonia.Client;
using Harmonia.Server.Hosting;
using Microsoft.AspNetCore.Http;

namespace Harmonia.Server.Rest;

/// <summary>Whether the server lives, and whether it is ready for work.</summary>
internal static class HealthEndpoints
{
    public static ValueTask<Answer> HealthAsync(ApiRequest request) => ValueTask.FromResult(Answer.Ok(
        new HealthAnswer(
            "healthy",
            "harmonia",
            ProductVersion.Text,
            Math.Round(request.Services.Uptime.TotalSeconds, 3),
            request.Services.Embedded.Engine.IsReady),
        HarmoniaJson.Wire.HealthAnswer));

    public static ValueTask<Answer> ReadyAsync(ApiRequest request)
    {
        string[] reasons = request.Services.Embedded.Engine.IsReady
            ? []
            : ["Executions that were open when the server stopped are being taken up."];
        return ValueTask.FromResult(Answer.Of(
            reasons.Length == 0 ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable,
            new ReadyAnswer(reasons.Length == 0, reasons),
            HarmoniaJson.Wire.ReadyAnswer));
    }
}
