using System.Text.Json;
using Harmonia.Client;
using Harmonia.Core.Executions;
using Harmonia.Engine.Ports;

namespace Harmonia.Server.Rest.Approvals;

/// <summary>Approvals as they are told.</summary>
internal static class ApprovalViews
{
    public static AnswerDetail Of(ApprovalAnswer answer) =>
        new(answer.Word, answer.Actor, answer.At, answer.Comment);

    /// <returns><see langword="null"/> for a task that has not asked anybody.</returns>
    public static ApprovalDetail? Detail(ExecutionState state, TaskState task)
    {
        if (task.Approval is not { } approval || task.Definition.Approval is not { } settings)
        {
            return null;
        }

        return new ApprovalDetail
        {
            ExecutionId = state.Id.Value,
            Task = task.Path,
            Attempt = approval.Attempt,
            Status = task.Status.Word,
            Title = approval.Title,
            Description = approval.Description,
            Assignees = approval.Assignees,
            RequestedAt = approval.RequestedAt,
            Deadline = approval.Deadline,
            RemindAt = task.Status.IsFinal ? null : approval.RemindAt,
            EscalateAt = task.Status.IsFinal ? null : approval.EscalateAt,
            Quorum = settings.Quorum,
            RejectQuorum = settings.RejectQuorum,
            Edits = settings.Edits,
            Form = settings.Form?.Source,
            Input = task.Input,
            Answers = [.. approval.Answers.Select(Of)],
        };
    }

    public static ApprovalSummary Summary(StoredApproval stored)
    {
        var detail = stored.Detail;
        return new ApprovalSummary(
            stored.ExecutionId.Value,
            detail.GetProperty("workflow_name").GetString()!,
            stored.Task,
            detail.GetProperty("attempt").GetInt32(),
            detail.GetProperty("title").GetString()!,
            [.. detail.GetProperty("assignees").EnumerateArray().Select(name => name.GetString()!)],
            detail.GetProperty("requested_at").GetDateTimeOffset(),
            Time(detail, "deadline"));
    }

    private static DateTimeOffset? Time(JsonElement detail, string name) =>
        detail.TryGetProperty(name, out var time) ? time.GetDateTimeOffset() : null;
}
