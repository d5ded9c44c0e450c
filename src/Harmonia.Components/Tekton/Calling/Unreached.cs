using System.Net.Sockets;
using Harmonia.Components.Http;

namespace Harmonia.Components.Tekton.Calling;

/// <summary>Tells calls that reached nobody from those that may have had their effect.</summary>
internal static class Unreached
{
    /// <returns>Why the address may not be called; <see langword="null"/> when that is not the trouble.</returns>
    public static string? AddressRefusal(Exception exception) => Find<AddressNotAllowedException>(exception)?.Message;

    /// <returns>
    /// Why nobody was reached; <see langword="null"/> when the request may have been sent.
    /// </returns>
    public static string? Reason(Exception exception) => exception switch
    {
        HttpRequestException
        {
            HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError,
        } => PlainText.EscapeControls(Find<SocketException>(exception)?.Message ?? exception.Message),
        OperationCanceledException when Find<TimeoutException>(exception) is not null =>
            "the connection was not made in time.",
        _ => null,
    };

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
