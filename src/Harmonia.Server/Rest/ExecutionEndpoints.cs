using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Harmonia.Client;
using Harmonia.Core.Executions;
using Harmonia.Engine.Ports;

namespace Harmonia.Server.Rest;

/// <summary><c>/api/executions</c>, all but the start.</summary>
internal static class ExecutionEndpoints
{
    /// <summary>Children that are shown with an execution; <c>?parent=</c> lists all of them.</summary>
    private const int MaxChildren = 100;

    public static async ValueTask<Answer> GetAsync(ApiRequest request) =>
        Answer.Ok(await DetailAsync(request), HarmoniaJson.Wire.ExecutionDetail);

    /// <exception cref="ApiException">There is no such execution.</exception>
    public static async ValueTask<ExecutionDetail> DetailAsync(ApiRequest request)
    {
        var (id, embedded) = (request.ExecutionId, request.Services.Embedded);
        ExecutionDetail? detail;
        try
        {
            var loaded = await embedded.Engine.Reader.LoadAsync(id, request.Token);
            detail = loaded is null ? null : ExecutionViews.Detail(loaded, await ChildrenAsync(id, request));
        }
        catch (Exception exception) when (StoredReads.IsDamage(exception))
        {
            // Whoever looks after it needs what there is: its head is kept apart from its history.
            var head = await embedded.Executions.FindAsync(id, request.Token);
            detail = head is null ? null : ExecutionViews.Unreadable(head, exception.Message);
        }

        return detail ?? throw new ApiException(Problem.NoExecution(request.PathId));
    }

    public static async ValueTask<Answer> ListAsync(ApiRequest request)
    {
        var query = new RequestQuery(request, "workflow_id", "parent", "status", "limit", "offset", "filter", "cursor");
        var (limit, offset) = (query.Limit, query.Offset);
        var page = await request.Services.Embedded.Executions.ListAsync(
            new ExecutionQuery
            {
                WorkflowId = WorkflowOf(query),
                ParentId = ParentOf(query),
                Statuses = query.Text("status") is { } status ? StatusText.Parse(status) : [],
                Filters = query.Filters(FieldFilter.ExecutionFields),
                Limit = limit + 1, // One more tells whether there is a next page.
                Offset = offset,
                BeforeOrdinal = query.Text("cursor") is { } cursor ? ReadCursor(cursor) : null,
            },
            request.Token);
        var shown = page.Items.Take(limit).ToList();
        return Answer.Ok(
            new ExecutionList(
                [.. shown.Select(ExecutionViews.Summary)],
                page.Total,
                limit,
                offset,
                page.Items.Count > limit ? WriteCursor(shown[^1].Ordinal) : null),
            HarmoniaJson.Wire.ExecutionList);
    }

    public static ValueTask<Answer> PauseAsync(ApiRequest request) =>
        CommandAsync(
            request, "pause", ExecutionStatus.Paused, key => new PauseExecution { Request = key });

    public static ValueTask<Answer> ResumeAsync(ApiRequest request) =>
        CommandAsync(
            request, "resume", ExecutionStatus.Running, key => new ResumeExecution { Request = key });

    public static ValueTask<Answer> RetryAsync(ApiRequest request) =>
        CommandAsync(
            request, "retry", ExecutionStatus.Running, key => new RetryExecution { Request = key });

    public static async ValueTask<Answer> CancelAsync(ApiRequest request)
    {
        var body = await RequestBody.ReadOptionalJsonAsync(request, request.Services.BodyLimits.Command);
        string? reason = null;
        if (body is not null)
        {
            var fields = new BodyFields(body.Document, "reason");
            reason = fields.Text("reason");
            fields.Check();
        }

        return await DeliverAsync(
            request,
            "cancel",
            ExecutionStatus.Canceled,
            key => new CancelExecution(reason) { Request = key });
    }

    private static async ValueTask<Answer> CommandAsync(
        ApiRequest request, string name, ExecutionStatus leadsTo, Func<string?, ExecutionCommand> command)
    {
        await RequestBody.RefuseFieldsAsync(request);
        return await DeliverAsync(request, name, leadsTo, command);
    }

    private static async ValueTask<Answer> DeliverAsync(
        ApiRequest request, string name, ExecutionStatus leadsTo, Func<string?, ExecutionCommand> command)
    {
        var id = request.ExecutionId;
        var key = request.IdempotencyKey(name);
        var reply = await request.Services.Embedded.Engine.Router.DeliverAsync(id, command(key), request.Token);
        if (Decisions.Accepted(reply, id).Decision is Decision.Accepted { Events.IsEmpty: true })
        {
            request.MarkReplayed();
        }

        return Answer.Ok(new CommandAnswer(true, id.Value, leadsTo.Word), HarmoniaJson.Wire.CommandAnswer);
    }

    private static ValueTask<ExecutionPage> ChildrenAsync(ExecutionId id, ApiRequest request) =>
        request.Services.Embedded.Executions.ListAsync(
            new ExecutionQuery { ParentId = id, Limit = MaxChildren }, request.Token);

    private static ExecutionId? ParentOf(RequestQuery query)
    {
        if (query.Text("parent") is not { } text)
        {
            return null;
        }

        return ExecutionId.TryParse(text, out var id)
            ? id
            : throw RequestQuery.Wrong("parent", "it must be the id of an execution, a UUID.");
    }

    private static WorkflowId? WorkflowOf(RequestQuery query)
    {
        if (query.Text("workflow_id") is not { } text)
        {
            return null;
        }

        return WorkflowId.TryParse(text, out var id)
            ? id
            : throw RequestQuery.Wrong("workflow_id", "it must be the id of a workflow, a UUID.");
    }

    private static string WriteCursor(long ordinal) =>
        Base64Url.EncodeToString(Encoding.ASCII.GetBytes(ordinal.ToString(CultureInfo.InvariantCulture)));

    private static long ReadCursor(string cursor)
    {
        Span<byte> decoded = stackalloc byte[32];
        return cursor.Length <= decoded.Length
            && Base64Url.DecodeFromChars(cursor, decoded, out _, out var length) == OperationStatus.Done
            && long.TryParse(decoded[..length], NumberStyles.None, CultureInfo.InvariantCulture, out var ordinal)
            ? ordinal
            : throw RequestQuery.Wrong("cursor", "it must be the next_cursor of an earlier answer.");
    }
}
