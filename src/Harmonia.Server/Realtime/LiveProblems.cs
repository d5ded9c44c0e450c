using Harmonia.Server.Rest;
using Microsoft.AspNetCore.Http;

namespace Harmonia.Server.Realtime;

/// <summary>Why a stream is not opened; thrown before the first byte of the answer.</summary>
internal static class LiveProblems
{
    private const int RetryAfterSeconds = 5;

    public static ApiException Invalid(string parameter, string reason) =>
        new(Problem.OfParameter(parameter, reason));

    public static ApiException NoExecution(string? id) => new(Problem.NoExecution(id ?? ""));

    public static ApiException NotUpgraded() => new(new Problem(
        StatusCodes.Status426UpgradeRequired,
        LiveCodes.UpgradeRequired,
        "This is a WebSocket: ask for an upgrade, or read /events for server-sent events."));

    public static ApiException Full(int capacity) => new(new Problem(
        StatusCodes.Status503ServiceUnavailable,
        LiveCodes.TooManySubscribers,
        $"{capacity} streams are open, which is all that this server allows. Close some, or come back later.")
    {
        RetryAfterSeconds = RetryAfterSeconds,
    });
}
