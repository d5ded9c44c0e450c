using System.Net;
using Harmonia.Cli.Running;
using Harmonia.Client;

namespace Harmonia.Cli.Remote;

/// <summary>Follows an execution on a server to its end, over as many connections as it takes.</summary>
internal sealed class ExecutionWatch(ServerConnection server, Terminal terminal)
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan MaxDelay = TimeSpan.FromSeconds(5);

    /// <summary>How long a server may be gone, such as for a restart.</summary>
    private static readonly TimeSpan MaxAbsence = TimeSpan.FromMinutes(2);

    /// <summary>Shows every event above <paramref name="after"/> once, in order.</summary>
    /// <exception cref="CommandException">The server stays away.</exception>
    public async Task FollowAsync(
        Guid execution, long after, IProgressView view, CancellationToken cancellationToken)
    {
        var lastSeen = terminal.Time.GetTimestamp();
        var delay = FirstDelay;
        var isTold = false;
        while (true)
        {
            Exception? trouble = null;
            try
            {
                await foreach (var (version, live) in server.ListenAsync(execution, after, cancellationToken))
                {
                    (after, lastSeen, delay, isTold) = (version, terminal.Time.GetTimestamp(), FirstDelay, false);
                    view.Show(ProgressEvent.Of(live));
                    if (live.EventType is "workflow_completed" or "workflow_failed" or "workflow_canceled"
                        && await IsOverAsync(execution, cancellationToken))
                    {
                        return;
                    }
                }
            }
            catch (Exception exception) when (IsPassing(exception))
            {
                trouble = exception;
            }

            if (trouble is null && await IsOverAsync(execution, cancellationToken))
            {
                return; // It had ended before what was asked for.
            }

            if (terminal.Time.GetElapsedTime(lastSeen) > MaxAbsence)
            {
                throw server.Unreachable(trouble ?? new IOException("the connection ends again and again"));
            }

            if (!isTold)
            {
                isTold = true;
                view.Note("The connection is lost; trying again …");
            }

            await Task.Delay(delay, terminal.Time, cancellationToken);
            delay = delay * 2 < MaxDelay ? delay * 2 : MaxDelay;
        }
    }

    /// <summary>An execution that failed can be reopened, so the event alone is not the end.</summary>
    private async Task<bool> IsOverAsync(Guid execution, CancellationToken cancellationToken)
    {
        try
        {
            var detail = await server.CallAsync(
                client => client.GetExecutionAsync($"{execution}", cancellationToken));
            return detail.Status is "completed" or "failed" or "canceled";
        }
        catch (Exception exception) when (IsPassing(exception))
        {
            return false;
        }
    }

    private static bool IsPassing(Exception exception) => exception
        is HttpRequestException
        or IOException
        or CommandException { InnerException: HttpRequestException or IOException }
        or HarmoniaException { Status: (int)HttpStatusCode.ServiceUnavailable or (int)HttpStatusCode.BadGateway };
}
