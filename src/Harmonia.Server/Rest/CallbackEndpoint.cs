using System.Text;
using System.Text.Json;
using Harmonia.Client;
using Harmonia.Core.Definitions;
using Harmonia.Core.Executions;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Harmonia.Server.Rest;

/// <summary><c>POST /callbacks/{token}</c>: whoever a webhook has called, calls back.</summary>
/// <remarks>The token is all that is asked for: it was told to that one, for this one answer.</remarks>
internal static class CallbackEndpoint
{
    private static readonly UTF8Encoding Strict =
        new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static async ValueTask<Answer> ReceiveAsync(ApiRequest request)
    {
        var embedded = request.Services.Embedded;
        var token = (string)request.Context.Request.RouteValues["token"]!;
        var target = embedded.Callbacks.Read(token) ?? throw new ApiException(new Problem(
            StatusCodes.Status404NotFound, ApiCodes.NotFound, "There is no such callback."));
        var body = await ReadAsync(request);
        var reply = await embedded.Engine.Router.DeliverAsync(
            target.ExecutionId, new ReceiveCallback(target.Task, target.Number, body), request.Token);
        var decided = Decisions.Accepted(reply, target.ExecutionId);
        if (decided.Decision is Decision.Accepted { Events.IsEmpty: true })
        {
            request.MarkReplayed();
        }

        return Answer.Ok(
            new CommandAnswer(true, target.ExecutionId.Value, decided.Status.Word), HarmoniaJson.Wire.CommandAnswer);
    }

    /// <summary>JSON as it is, any other text as a text, and nothing as null.</summary>
    private static async ValueTask<JsonElement> ReadAsync(ApiRequest request)
    {
        var bytes = await RequestBody.ReadAsync(request, request.Services.BodyLimits.State);
        if (bytes.IsEmpty)
        {
            return JsonText.Null;
        }

        if (MediaTypeHeaderValue.TryParse(request.Context.Request.ContentType, out var type)
            && (type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
                || type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase)))
        {
            return RequestBody.Parse(bytes, DocumentFormat.Json, RequestBody.Limits(bytes.Length)).Root;
        }

        try
        {
            return JsonText.Of(Strict.GetString(bytes.Span));
        }
        catch (DecoderFallbackException)
        {
            throw new ApiException(new Problem(
                StatusCodes.Status400BadRequest, ApiCodes.InvalidEncoding, "The body is not text in UTF-8."));
        }
    }
}
