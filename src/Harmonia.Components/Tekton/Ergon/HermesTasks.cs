using System.Text.Json;
using Harmonia.Components.Tekton.Calling;
using Harmonia.Core.Executions;

namespace Harmonia.Components.Tekton.Ergon;

/// <summary>Tasks and channels of Hermes' A2A service.</summary>
internal static class HermesTasks
{
    public const string Hermes = "hermes";

    /// <summary>Hermes delivers a message and then stumbles: this answer means delivered.</summary>
    private const string AfterDelivery = "-32603";

    /// <returns>
    /// What Hermes answered; <see langword="null"/> when it refused, as it does without its own tokens, or is away.
    /// </returns>
    public static async Task<JsonElement?> CallAsync(
        FamilyCall call, string method, JsonElement parameters, CancellationToken cancellationToken) =>
        await SendAsync(call, method, parameters, cancellationToken) is { } body
            ? AnswerText.At(body, "result")
            : null;

    /// <returns>Whether it was delivered.</returns>
    public static async Task<bool> PublishAsync(
        FamilyCall call, string channel, JsonElement message, CancellationToken cancellationToken)
    {
        var parameters = JsonText.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("channel", channel);
            writer.WritePropertyName("message");
            message.WriteTo(writer);
            writer.WriteString("sender_id", "harmonia");
            writer.WriteEndObject();
        });
        return await SendAsync(call, "channel.publish", parameters, cancellationToken) is { } body
            && (AnswerText.At(body, "result") is not null || AnswerText.TextAt(body, "error.code") is AfterDelivery);
    }

    private static async Task<JsonElement?> SendAsync(
        FamilyCall call, string method, JsonElement parameters, CancellationToken cancellationToken)
    {
        if (!call.Caller.Knows(Hermes))
        {
            return null;
        }

        var request = FamilyRequest.Post(
            Hermes,
            "/api/a2a/v1/",
            ("jsonrpc", JsonText.Of("2.0")),
            ("method", JsonText.Of(method)),
            ("params", parameters),
            ("id", JsonText.Of(call.Task.IdempotencyKey)));
        return await call.SendAsync(request, cancellationToken) is FamilyAnswer.Answered { IsSuccess: true } answer
            ? answer.Body
            : null;
    }
}
