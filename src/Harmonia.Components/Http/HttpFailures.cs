using System.Net.Sockets;
using Harmonia.Core.Failures;

namespace Harmonia.Components.Http;

/// <summary>What the trouble of a call means for the task.</summary>
internal static class HttpFailures
{
    public static TaskFailure InvalidInput(IEnumerable<Finding> findings) =>
        new TaskFailure(FailureCodes.InvalidInput, ObjectReader.Describe(findings), Retryable: false).Bounded();

    public static TaskFailure TimedOut(HttpCall call) => new(
        FailureCodes.Timeout, $"{Target(call)} did not answer completely in time.", Retryable: true);

    public static TaskFailure TooLarge(HttpCall call, int maxBytes) => new(
        FailureCodes.ResponseTooLarge,
        $"The answer of {Target(call)} has more than {maxBytes} bytes after decompression.",
        Retryable: false);

    public static TaskFailure From(Exception exception, HttpCall call, HttpLimits limits)
    {
        if (Find<AddressNotAllowedException>(exception) is { } refused)
        {
            return new(FailureCodes.AddressNotAllowed, refused.Message, Retryable: false);
        }

        if (exception is HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded })
        {
            var message = $"The headers of the answer of {Target(call)} exceed {limits.MaxHeaderKibibytes} KiB.";
            return new(FailureCodes.ResponseTooLarge, message, Retryable: false);
        }

        // A request that was given up because connecting took too long comes as a cancellation with this inside.
        if (exception is OperationCanceledException || Find<TimeoutException>(exception) is not null)
        {
            return TimedOut(call);
        }

        return new TaskFailure(
            FailureCodes.ConnectionError, $"{Target(call)} could not be called: {Reason(exception)}", Retryable: true)
            .Bounded();
    }

    private static string Reason(Exception exception) =>
        Find<SocketException>(exception)?.Message ?? PlainText.EscapeControls(
            exception.InnerException is { } inner ? $"{exception.Message} {inner.Message}" : exception.Message);

    /// <summary>Without path and query, which may hold secrets.</summary>
    private static string Target(HttpCall call) => $"{call.Method} {call.Url.GetLeftPart(UriPartial.Authority)}";

    private static TException? Find<TException>(Exception? exception)
        where TException : Exception
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            if (exception is TException found)
            {
                return found;
            }
        }

        return null;
    }
}
