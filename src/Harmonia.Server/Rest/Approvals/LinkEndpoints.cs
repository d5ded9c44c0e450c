using Harmonia.Client;
using Harmonia.Core.Executions;
using Harmonia.Core.Failures;
using Harmonia.Engine.Ports;
using Microsoft.AspNetCore.Http;

namespace Harmonia.Server.Rest.Approvals;

/// <summary>Links for people without an account: made on demand, shown as a page, good for one answer.</summary>
internal static class LinkEndpoints
{
    private const double MaxSeconds = 366 * 24 * 3600;
    private static readonly TimeSpan UsualTime = TimeSpan.FromDays(7);

    public static async ValueTask<Answer> MakeAsync(ApiRequest request)
    {
        var id = request.ExecutionId;
        var body = await RequestBody.ReadOptionalJsonAsync(request, request.Services.BodyLimits.Command);
        string? actor = null;
        bool? approve = null;
        var time = UsualTime;
        if (body is not null)
        {
            var fields = new BodyFields(body.Document, "actor", "decision", "expires_in");
            actor = fields.Text("actor");
            approve = ApprovalEndpoints.Decision(fields, isRequired: false);
            time = fields.Seconds("expires_in", MaxSeconds) ?? UsualTime;
            fields.Check();
        }

        var state = await ApprovalEndpoints.LoadAsync(request, id);
        var task = Open(state, request.PathTask);
        CheckActor(task, actor);
        var expiresAt = Expiry(request.Services.Time.GetUtcNow() + time, task.Approval!.Deadline);
        var link = new ApprovalLink(id, task.Path, task.Attempt, actor, approve, expiresAt);
        var http = request.Context.Request;
        var url = $"{http.Scheme}://{http.Host}/approvals/{request.Services.Links.Sign(link)}";
        return Answer.Created(
            new LinkAnswer(url, task.Path, task.Attempt, actor, expiresAt), HarmoniaJson.Wire.LinkAnswer);
    }

    /// <summary>Shows the question. Looking changes nothing: mail programs look at links by themselves.</summary>
    public static async ValueTask<Answer> ShowAsync(ApiRequest request)
    {
        var link = Read(request);
        var state = await ApprovalEndpoints.LoadAsync(request, link.ExecutionId);
        CheckOpen(state, link);
        return new PageAnswer(ApprovalPage.Question(ApprovalViews.Detail(state, state.Find(link.Task)!)!, link));
    }

    public static async ValueTask<Answer> AnswerAsync(ApiRequest request)
    {
        var link = Read(request);
        var isForm = request.Context.Request.HasFormContentType;
        var state = await ApprovalEndpoints.LoadAsync(request, link.ExecutionId);
        CheckOpen(state, link);
        var answer = isForm
            ? await AnswerForm.ReadAsync(request, state.Find(link.Task)!)
            : await ReadJsonAsync(request);
        if (link.Approve is { } only && answer.Approve != only)
        {
            throw new ApiException(new Problem(
                StatusCodes.Status403Forbidden,
                RefusalCodes.ApprovalNotAssigned,
                "This link allows the other answer only."));
        }

        answer = answer with { Task = link.Task, Actor = link.Actor, Attempt = link.Attempt, Via = "link" };
        var reply = await request.Services.Embedded.Engine.Router.DeliverAsync(
            link.ExecutionId, answer, request.Token);
        if (reply is CommandReply.Decided { Decision: Decision.Rejected { Winner: { } winner } } && IsOwn(link, winner))
        {
            throw Used();
        }

        var decided = Decisions.Accepted(reply, link.ExecutionId);
        return isForm
            ? new PageAnswer(ApprovalPage.Thanks(answer.Approve))
            : ApprovalEndpoints.Taken(decided, link.ExecutionId, answer);
    }

    private static async ValueTask<AnswerApproval> ReadJsonAsync(ApiRequest request)
    {
        var body = await RequestBody.ReadJsonAsync(request, request.Services.BodyLimits.State);
        var fields = new BodyFields(body.Document, "decision", "data", "comment");
        var approve = ApprovalEndpoints.Decision(fields, isRequired: true);
        var answer = new AnswerApproval(
            "", approve ?? true, fields.Value("data")?.Clone(), fields.Text("comment"), null);
        fields.Check();
        return answer;
    }

    private static ApprovalLink Read(ApiRequest request)
    {
        var link = request.Services.Links.Read((string)request.Context.Request.RouteValues["token"]!)
            ?? throw new ApiException(new Problem(
                StatusCodes.Status404NotFound,
                ApiCodes.ApprovalLinkNotFound,
                "This link is not one of this server's. Check that all of it was copied."));
        return link.ExpiresAt > request.Services.Time.GetUtcNow() ? link : throw new ApiException(new Problem(
            StatusCodes.Status410Gone,
            ApiCodes.ApprovalLinkExpired,
            "The time of this link is over. Ask for a new one."));
    }

    /// <summary>Tells a link that was used from one that comes too late.</summary>
    private static void CheckOpen(ExecutionState state, ApprovalLink link)
    {
        var task = state.Find(link.Task);
        if (task?.Approval is { } approval
            && task.Attempt == link.Attempt
            && approval.Answers.Any(answer => IsOwn(link, answer)))
        {
            throw Used();
        }

        if (task is null || task.Attempt != link.Attempt || task.Waiting != WaitReason.Approval)
        {
            var winner = task?.Attempt == link.Attempt ? task.Approval?.Answers.LastOrDefault() : null;
            var code = winner is null ? RefusalCodes.ApprovalNotOpen : RefusalCodes.ApprovalAlreadyAnswered;
            throw new ApiException(new Problem(
                StatusCodes.Status409Conflict, code, "This has been decided already, or is not asked any more.")
            {
                Details = new ErrorDetails { Winner = winner is null ? null : ApprovalViews.Of(winner) },
            });
        }
    }

    private static bool IsOwn(ApprovalLink link, ApprovalAnswer answer) =>
        answer.Via == "link" && answer.Actor == link.Actor;

    private static ApiException Used() => new(new Problem(
        StatusCodes.Status410Gone, ApiCodes.ApprovalLinkUsed, "This link has answered already."));

    private static TaskState Open(ExecutionState state, string path)
    {
        if (state.Find(path) is not { Definition.Approval: not null } task)
        {
            throw new ApiException(new Problem(
                StatusCodes.Status404NotFound,
                RefusalCodes.ApprovalNotFound,
                $"There is no approval '{Wire.Shorten(path)}' in this execution."));
        }

        return task.Waiting == WaitReason.Approval ? task : throw new ApiException(new Problem(
            StatusCodes.Status409Conflict,
            RefusalCodes.ApprovalNotOpen,
            $"The approval '{task.Path}' cannot be answered now: it is {task.Status.Word}."));
    }

    private static void CheckActor(TaskState task, string? actor)
    {
        var (settings, people) = (task.Definition.Approval!, task.Approval!.Assignees);
        if (actor is null ? settings is { Quorum: 1, RejectQuorum: 1 } && people.IsEmpty
            : people.IsEmpty || people.Contains(actor))
        {
            return;
        }

        throw new ApiException(new Problem(
            StatusCodes.Status403Forbidden,
            RefusalCodes.ApprovalNotAssigned,
            actor is null
                ? "Say for whom the link is (actor): one of those who may answer."
                : $"The approval '{task.Path}' is not assigned to '{Wire.Shorten(actor)}'."));
    }

    /// <summary>A link is over with the approval at the latest; whole seconds, as it carries no less.</summary>
    private static DateTimeOffset Expiry(DateTimeOffset wanted, DateTimeOffset? deadline) =>
        DateTimeOffset.FromUnixTimeSeconds((deadline < wanted ? deadline.Value : wanted).ToUnixTimeSeconds() + 1);
}
