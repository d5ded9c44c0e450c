using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Harmonia.Server.Realtime;

/// <summary>Why a stream is not opened; thrown before the first byte of the answer.</summary>
internal sealed class LiveRefusal(int status, string type, string code, string message) : Exception(message)
{
    private const string InvalidInput = "INVALID_INPUT";
    private const string ExecutionNotFound = "EXECUTION_NOT_FOUND";

    /// <summary>Which parameter is wrong, if one is.</summary>
    private string? Field { get; init; }

    public static LiveRefusal Invalid(string field, string reason) =>
        new(StatusCodes.Status400BadRequest, "ValidationError", InvalidInput, reason) { Field = field };

    public static LiveRefusal UnknownExecution(string? id) => new(
        StatusCodes.Status404NotFound, "NotFoundError", ExecutionNotFound, $"There is no execution with the id '{id}'.");

    public static LiveRefusal ForeignOrigin(string origin) => new(
        StatusCodes.Status403Forbidden,
        "AuthorizationError",
        LiveCodes.OriginNotAllowed,
        $"Pages of '{origin}' may not listen here: only pages of this host may.");

    public static LiveRefusal NotUpgraded() => new(
        StatusCodes.Status426UpgradeRequired,
        "ValidationError",
        LiveCodes.UpgradeRequired,
        "This is a WebSocket: ask for an upgrade, or read /events for server-sent events.");

    public static LiveRefusal Full(int capacity) => new(
        StatusCodes.Status503ServiceUnavailable,
        "UnavailableError",
        LiveCodes.TooManySubscribers,
        $"{capacity} streams are open, which is all that this server allows. Close some, or come back later.");

    public async Task AnswerAsync(HttpContext context)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        if (status == StatusCodes.Status426UpgradeRequired)
        {
            context.Response.Headers.Upgrade = "websocket";
        }

        await using (var writer = new Utf8JsonWriter(context.Response.BodyWriter))
        {
            Write(writer, context.TraceIdentifier);
        }

        await context.Response.CompleteAsync();
    }

    private void Write(Utf8JsonWriter writer, string requestId)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("error"u8);
        writer.WriteString("type"u8, type);
        writer.WriteString("message"u8, Message);
        writer.WriteStartObject("details"u8);
        if (Field is { } field)
        {
            writer.WriteString("field"u8, field);
            writer.WriteString("reason"u8, Message);
        }

        writer.WriteEndObject();
        writer.WriteString("code"u8, code);
        writer.WriteString("request_id"u8, requestId);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
