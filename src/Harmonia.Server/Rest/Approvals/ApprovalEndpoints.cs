using System.Globalization;
using Harmonia.Client;
using Harmonia.Core.Executions;
using Harmonia.Core.Failures;
using Harmonia.Engine.Ports;

namespace Harmonia.Server.Rest.Approvals;

/// <summary><c>/api/approvals</c>, and the approvals of one execution.</summary>
internal static class ApprovalEndpoints
{
    /// <summary>Rows that one call looks through for those that match.</summary>
    private const int MaxScanned = 10_000;

    private const int PageSize = 500;

    public static async ValueTask<Answer> ListAsync(ApiRequest request)
    {
        var query = new RequestQuery(request, "status", "execution_id", "assignee", "limit", "cursor");
        if (query.Text("status") is not (null or "pending"))
        {
            throw RequestQuery.Wrong(
                "status", "only pending approvals are listed; an execution shows those that were answered.");
        }

        var (limit, assignee) = (query.Limit, query.Text("assignee"));
        var execution = ExecutionOf(query);
        List<StoredApproval> found = [];
        var after = query.Integer("cursor", 0, long.MaxValue) ?? 0;
        for (var scanned = 0; scanned < MaxScanned; scanned += PageSize)
        {
            var page = await request.Services.Embedded.Executions.ReadApprovalsAsync(after, PageSize, request.Token);
            foreach (var row in page.Where(row => Matches(row, execution, assignee)))
            {
                found.Add(row);
                if (found.Count == limit)
                {
                    return Page(found, row.Ordinal);
                }
            }

            if (page.Count < PageSize)
            {
                return Page(found, null);
            }

            after = page[^1].Ordinal;
        }

        return Page(found, after);
    }

    public static async ValueTask<Answer> OfExecutionAsync(ApiRequest request)
    {
        var state = await LoadAsync(request, request.ExecutionId);
        var details = state.AllTasks().Select(task => ApprovalViews.Detail(state, task)).OfType<ApprovalDetail>();
        return Answer.Ok(new ExecutionApprovals([.. details]), HarmoniaJson.Wire.ExecutionApprovals);
    }

    public static ValueTask<Answer> AnswerAsync(ApiRequest request) => AnswerAsync(request, null);

    public static ValueTask<Answer> ApproveAsync(ApiRequest request) => AnswerAsync(request, true);

    public static ValueTask<Answer> RejectAsync(ApiRequest request) => AnswerAsync(request, false);

    public static async ValueTask<ExecutionState> LoadAsync(ApiRequest request, ExecutionId id) =>
        (await request.Services.Embedded.Engine.Reader.LoadAsync(id, request.Token).CheckedAsync())?.State
            ?? throw new ApiException(Problem.NoExecution(id.ToString()));

    /// <summary>Reads <c>decision</c>.</summary>
    public static bool? Decision(BodyFields fields, bool isRequired)
    {
        var word = fields.Text("decision");
        if (word is "approve" or "reject")
        {
            return word == "approve";
        }

        if (word is not null || isRequired)
        {
            fields.Report(
                word is null ? FindingCodes.MissingField : FindingCodes.InvalidValue,
                "/decision",
                "decision must be approve or reject.");
        }

        return null;
    }

    public static Answer Taken(CommandReply.Decided decided, ExecutionId id, AnswerApproval answer) => Answer.Ok(
        new AnswerTaken(true, id.Value, answer.Task, answer.Approve ? "approve" : "reject", decided.Status.Word),
        HarmoniaJson.Wire.AnswerTaken);

    private static async ValueTask<Answer> AnswerAsync(ApiRequest request, bool? approve)
    {
        var id = request.ExecutionId;
        var body = await RequestBody.ReadOptionalJsonAsync(request, request.Services.BodyLimits.State);
        var answer = new AnswerApproval(request.PathTask, approve ?? true, null, null, null);
        if (body is not null)
        {
            string[] known = ["data", "comment", "actor", "attempt"];
            var fields = new BodyFields(body.Document, approve is null ? [.. known, "decision"] : known);
            answer = answer with
            {
                Approve = approve ?? Decision(fields, isRequired: true) ?? true,
                Data = fields.Value("data")?.Clone(),
                Comment = fields.Text("comment"),
                Actor = fields.Text("actor"),
                Attempt = fields.Whole("attempt", 1),
            };
            fields.Check();
        }
        else if (approve is null)
        {
            throw new ApiException(Problem.Of(
                ApiCodes.InvalidInput,
                [new Finding(FindingCodes.MissingField, "/decision", "Say decision: approve or reject.")]));
        }

        var key = request.IdempotencyKey($"answer/{answer.Task}");
        var reply = await request.Services.Embedded.Engine.Router.DeliverAsync(
            id, answer with { Request = key }, request.Token);
        var decided = Decisions.Accepted(reply, id);
        if (decided.Decision is Core.Executions.Decision.Accepted { Events.IsEmpty: true })
        {
            request.MarkReplayed();
        }

        return Taken(decided, id, answer);
    }

    private static ExecutionId? ExecutionOf(RequestQuery query)
    {
        if (query.Text("execution_id") is not { } text)
        {
            return null;
        }

        return ExecutionId.TryParse(text, out var id)
            ? id
            : throw RequestQuery.Wrong("execution_id", "it must be the id of an execution, a UUID.");
    }

    private static bool Matches(StoredApproval row, ExecutionId? execution, string? assignee) =>
        (execution is null || row.ExecutionId == execution)
        && (assignee is null || row.Detail.GetProperty("assignees").EnumerateArray()
            .Any(name => name.ValueEquals(assignee)));

    private static Answer Page(List<StoredApproval> rows, long? next) => Answer.Ok(
        new ApprovalList(
            [.. rows.Select(ApprovalViews.Summary)], next?.ToString(CultureInfo.InvariantCulture)),
        HarmoniaJson.Wire.ApprovalList);
}
