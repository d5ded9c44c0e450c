using System.Net.Sockets;
using Harmonia.Components.Http;

namespace Harmonia.Components.Tekton;

/// <summary>Why somebody was not reached, in a sentence without paths.</summary>
internal static class FamilyTrouble
{
    public static string Of(Exception exception, string address)
    {
        for (var inner = exception; inner is not null; inner = inner.InnerException)
        {
            switch (inner)
            {
                case AddressNotAllowedException refused:
                    return refused.Message;
                case SocketException socket:
                    return $"{address} could not be reached: {socket.Message}";
                case TimeoutException or OperationCanceledException:
                    return $"{address} did not answer in time.";
            }
        }

        return $"{address} did not answer: {PlainText.EscapeControls(exception.Message)}";
    }
}
