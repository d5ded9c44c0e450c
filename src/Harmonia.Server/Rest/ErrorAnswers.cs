using System.Globalization;
using Harmonia.Client;
using Harmonia.Engine.Ports;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Harmonia.Server.Rest;

/// <summary>The one place that writes errors: whatever went wrong, the answer has the documented body.</summary>
internal sealed partial class ErrorAnswers(RequestDelegate next, ILogger<ErrorAnswers> logger)
{
    private const int RetryAfterSeconds = 1;

    public async Task InvokeAsync(HttpContext context)
    {
        Problem? problem;
        try
        {
            await next(context);
            problem = context.Response is { HasStarted: false, StatusCode: >= 400, ContentLength: null }
                ? OfStatus(context)
                : null;
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            return; // Nobody is there to be told.
        }
        catch (Exception exception) when (context.Response.HasStarted)
        {
            LogBroken(logger, exception, context.TraceIdentifier);
            context.Abort(); // Half an answer must not look like a whole one.
            return;
        }
        catch (Exception exception)
        {
            problem = OfException(context, exception);
        }

        if (problem is not null)
        {
            await WriteAsync(context, problem);
        }
    }

    private static Task WriteAsync(HttpContext context, Problem problem)
    {
        var response = context.Response;
        response.StatusCode = problem.Status;
        response.Headers["X-Request-Id"] = context.TraceIdentifier;
        if (problem.RetryAfterSeconds is { } seconds)
        {
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        var error = new ApiError(problem.Type, problem.Message, problem.Details, problem.Code, context.TraceIdentifier);
        return JsonAnswer.WriteAsync(
            context, new ErrorAnswer(error), HarmoniaJson.Wire.ErrorAnswer, context.RequestAborted);
    }

    private Problem OfException(HttpContext context, Exception exception)
    {
        switch (exception)
        {
            case ApiException expected:
                return expected.Problem;
            case StoreUnavailableException trouble:
                LogStore(logger, trouble, context.TraceIdentifier);
                return OfStore(trouble);
            case BadHttpRequestException bad:
                return OfKestrel(bad);
            case OperationCanceledException:
                return new Problem(
                    StatusCodes.Status503ServiceUnavailable,
                    ApiCodes.RequestTimeout,
                    "The request took longer than is allowed. Whether it was carried out is unknown: ask, or repeat it "
                    + "with the same Idempotency-Key.")
                { RetryAfterSeconds = RetryAfterSeconds };
            default:
                LogUnhandled(logger, exception, context.TraceIdentifier, context.Request.Method, context.Request.Path);
                return new Problem(
                    StatusCodes.Status500InternalServerError,
                    ApiCodes.InternalError,
                    "Something went wrong inside the server. Its log says more under this request id.");
        }
    }

    private static Problem OfStore(StoreUnavailableException trouble) => new(
        StatusCodes.Status503ServiceUnavailable,
        trouble.Reason switch
        {
            StoreTrouble.Full => ApiCodes.StorageFull,
            StoreTrouble.Busy => ApiCodes.StorageBusy,
            _ => ApiCodes.StorageUnavailable,
        },
        trouble.Message)
    {
        RetryAfterSeconds = RetryAfterSeconds,
    };

    private static Problem OfKestrel(BadHttpRequestException bad) => bad.StatusCode switch
    {
        StatusCodes.Status413PayloadTooLarge => new Problem(
            bad.StatusCode, ApiCodes.PayloadTooLarge, "The body is larger than this server takes."),
        StatusCodes.Status408RequestTimeout => new Problem(
            bad.StatusCode, ApiCodes.RequestTimeout, "The body came too slowly."),
        StatusCodes.Status431RequestHeaderFieldsTooLarge => new Problem(
            bad.StatusCode, ApiCodes.HeadersTooLarge, "The headers are larger than this server takes."),
        _ => new Problem(StatusCodes.Status400BadRequest, ApiCodes.BadRequest, "The request is not proper HTTP."),
    };

    private static Problem OfStatus(HttpContext context) => context.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => new Problem(
            StatusCodes.Status404NotFound,
            ApiCodes.NotFound,
            $"There is nothing at {Wire.Shorten(context.Request.Path)}. /docs lists what there is."),
        StatusCodes.Status405MethodNotAllowed => new Problem(
            StatusCodes.Status405MethodNotAllowed,
            ApiCodes.MethodNotAllowed,
            $"{context.Request.Method} cannot be asked of this; the Allow header says what can."),
        var status => new Problem(status, ApiCodes.BadRequest, $"The request was answered with status {status}."),
    };

    [LoggerMessage(3101, LogLevel.Error, "Request {RequestId} {Method} {Path} failed inside the server.")]
    private static partial void LogUnhandled(
        ILogger logger, Exception exception, string requestId, string method, string path);

    [LoggerMessage(3102, LogLevel.Error, "The answer to request {RequestId} broke off.")]
    private static partial void LogBroken(ILogger logger, Exception exception, string requestId);

    [LoggerMessage(3103, LogLevel.Warning, "The store could not serve request {RequestId}.")]
    private static partial void LogStore(ILogger logger, Exception exception, string requestId);
}
