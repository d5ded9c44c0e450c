using System.Globalization;

namespace Harmonia.Client;

/// <content>Signals, events and approvals.</content>
public sealed partial class HarmoniaClient
{
    /// <summary>Tells an execution that something happened.</summary>
    /// <param name="execution">Its id.</param>
    /// <param name="signal">What; with an id it is safe to repeat the call.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<SignalAnswer> SendSignalAsync(
        string execution, SignalBody signal, CancellationToken cancellationToken) =>
        SendAsync(
            HttpMethod.Post,
            $"api/executions/{Escape(execution)}/signals",
            Json(signal, HarmoniaJson.Wire.SignalBody),
            null,
            HarmoniaJson.Wire.SignalAnswer,
            cancellationToken);

    /// <summary>Signals that an execution keeps, and what its tasks wait for.</summary>
    /// <param name="execution">Its id.</param>
    /// <param name="limit">Rows at most.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<SignalList> ListSignalsAsync(string execution, int limit, CancellationToken cancellationToken) =>
        GetAsync(
            FormattableString.Invariant($"api/executions/{Escape(execution)}/signals?limit={limit}"),
            HarmoniaJson.Wire.SignalList,
            cancellationToken);

    /// <summary>Tells every execution that waits for it now that something happened.</summary>
    /// <param name="body">What; with an id it is safe to repeat the call.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<EventAnswer> PublishEventAsync(EventBody body, CancellationToken cancellationToken) =>
        SendAsync(
            HttpMethod.Post,
            "api/events",
            Json(body, HarmoniaJson.Wire.EventBody),
            null,
            HarmoniaJson.Wire.EventAnswer,
            cancellationToken);

    /// <summary>Approvals that wait for an answer, the oldest first.</summary>
    /// <param name="execution">Of this execution only; <see langword="null"/> for all.</param>
    /// <param name="assignee">Assigned to this person only; <see langword="null"/> for all.</param>
    /// <param name="limit">Rows at most.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<ApprovalList> ListApprovalsAsync(
        string? execution, string? assignee, int limit, CancellationToken cancellationToken)
    {
        var query = $"?limit={limit.ToString(CultureInfo.InvariantCulture)}"
            + (execution is null ? "" : $"&execution_id={Escape(execution)}")
            + (assignee is null ? "" : $"&assignee={Escape(assignee)}");
        return GetAsync("api/approvals" + query, HarmoniaJson.Wire.ApprovalList, cancellationToken);
    }

    /// <summary>What people were asked by an execution, and what they answered.</summary>
    /// <param name="execution">Its id.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<ExecutionApprovals> GetApprovalsAsync(string execution, CancellationToken cancellationToken) =>
        GetAsync(
            $"api/executions/{Escape(execution)}/approvals", HarmoniaJson.Wire.ExecutionApprovals, cancellationToken);

    /// <summary>Answers an approval; the decision is in the body.</summary>
    /// <param name="execution">The id of its execution.</param>
    /// <param name="task">The path of its task.</param>
    /// <param name="answer">What, and who.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<AnswerTaken> AnswerApprovalAsync(
        string execution, string task, AnswerBody answer, CancellationToken cancellationToken) =>
        SendAsync(
            HttpMethod.Post,
            $"api/executions/{Escape(execution)}/tasks/{Escape(task)}/answer",
            Json(answer, HarmoniaJson.Wire.AnswerBody),
            null,
            HarmoniaJson.Wire.AnswerTaken,
            cancellationToken);

    /// <summary>Makes a link with which one person can answer once. Whoever has it can: it is a secret.</summary>
    /// <param name="execution">The id of the approval's execution.</param>
    /// <param name="task">The path of its task.</param>
    /// <param name="link">For whom, and for how long.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<LinkAnswer> MakeApprovalLinkAsync(
        string execution, string task, LinkBody link, CancellationToken cancellationToken) =>
        SendAsync(
            HttpMethod.Post,
            $"api/executions/{Escape(execution)}/tasks/{Escape(task)}/links",
            Json(link, HarmoniaJson.Wire.LinkBody),
            null,
            HarmoniaJson.Wire.LinkAnswer,
            cancellationToken);
}
