using System.Net.Sockets;
using Harmonia.Core.Failures;

namespace Harmonia.Components.Http;

/// <summary>What the trouble of a call means for the task.</summary>
internal static class HttpFailures
{
    public static TaskFailure InvalidInput(IEnumerable<Finding> findings) =>
        new TaskFailure(FailureCodes.InvalidInput, ObjectReader.Describe(findings), Retryable: false).Bounded();

    public static TaskFailure TimedOut(string target) => new(
        FailureCodes.Timeout, $"{target} did not answer completely in time.", Retryable: true);

    public static TaskFailure TooLarge(string target, int maxBytes) => new(
        FailureCodes.ResponseTooLarge,
        $"The answer of {target} has more than {maxBytes} bytes after decompression.",
        Retryable: false);

    public static TaskFailure From(Exception exception, string target, HttpLimits limits)
    {
        if (Find<AddressNotAllowedException>(exception) is { } refused)
        {
            return new(FailureCodes.AddressNotAllowed, refused.Message, Retryable: false);
        }

        if (exception is HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded })
        {
            var message = $"The headers of the answer of {target} exceed {limits.MaxHeaderKibibytes} KiB.";
            return new(FailureCodes.ResponseTooLarge, message, Retryable: false);
        }

        // A request that was given up because connecting took too long comes as a cancellation with this inside.
        if (exception is OperationCanceledException || Find<TimeoutException>(exception) is not null)
        {
            return TimedOut(target);
        }

        return new TaskFailure(
            FailureCodes.ConnectionError, $"{target} could not be called: {Reason(exception)}", Retryable: true)
            .Bounded();
    }

    /// <summary>
    /// Whether no connection came about, so that nothing of the request can have arrived: refused, no route, no such
    /// name, or no answer to connecting.
    /// </summary>
    public static bool ReachedNobody(Exception exception) =>
        Find<AddressNotAllowedException>(exception) is null
        && exception switch
        {
            HttpRequestException
            {
                HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError,
            } => Find<SocketException>(exception) is not null,
            OperationCanceledException => Find<TimeoutException>(exception) is not null,
            _ => false,
        };

    /// <summary>Why it came to nothing, without the address.</summary>
    public static string Reason(Exception exception) =>
        Find<SocketException>(exception)?.Message ?? PlainText.EscapeControls(
            exception.InnerException is { } inner ? $"{exception.Message} {inner.Message}" : exception.Message);

    /// <summary>Without path and query, which may hold secrets.</summary>
    public static string Target(HttpMethod method, Uri url) => $"{method} {url.GetLeftPart(UriPartial.Authority)}";

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
