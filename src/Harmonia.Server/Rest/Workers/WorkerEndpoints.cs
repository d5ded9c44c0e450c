using Harmonia.Client;
using Harmonia.Components.Workers;
using Harmonia.Core.Failures;

namespace Harmonia.Server.Rest.Workers;

/// <summary><c>/api/workers</c>: those who come for attempts.</summary>
internal static class WorkerEndpoints
{
    public static async ValueTask<Answer> PollAsync(ApiRequest request)
    {
        var embedded = request.Services.Embedded;
        var body = await RequestBody.ReadJsonAsync(request, request.Services.BodyLimits.Command);
        List<Finding> findings = [];
        var poll = WorkerProfileReader.Read(body.Document.Root, embedded.Workers.Options, waits: true, findings);
        Check(body, findings);
        if (await embedded.WorkerRegistration.AdmitAsync(poll.Profile, request.Token) is { } refusal)
        {
            throw new ApiException(WorkerProblems.Of(refusal));
        }

        request.AllowMore(poll.Wait + embedded.Workers.Options.LastWait);
        var answer = await embedded.Workers.PollAsync(poll.Profile, poll.Slots, poll.Wait, request.Token)
            ?? throw new ApiException(WorkerProblems.TooMany());
        return Answer.Ok(WorkerViews.Of(answer), HarmoniaJson.Wire.PollAttempts);
    }

    public static ApiCall Report(WorkerVerb verb) => request => ReportAsync(request, verb);

    public static async ValueTask<Answer> DrainAsync(ApiRequest request)
    {
        await RequestBody.RefuseFieldsAsync(request);
        return request.Services.Embedded.Workers.Drain(request.PathId)
            ? Answer.Ok(new WorkerDrained(request.PathId, Draining: true), HarmoniaJson.Wire.WorkerDrained)
            : throw new ApiException(WorkerProblems.NotFound(request.PathId));
    }

    public static ValueTask<Answer> ListAsync(ApiRequest request)
    {
        var query = new RequestQuery(request, "limit", "offset");
        var page = request.Services.Embedded.Workers.List(query.Limit, query.Offset);
        return ValueTask.FromResult(Answer.Ok(WorkerViews.Of(page), HarmoniaJson.Wire.WorkerList));
    }

    private static async ValueTask<Answer> ReportAsync(ApiRequest request, WorkerVerb verb)
    {
        var broker = request.Services.Embedded.Workers;
        var body = await RequestBody.ReadJsonAsync(request, request.Services.BodyLimits.Start);
        List<Finding> findings = [];
        var sent = WorkerReportReader.Read(body.Document.Root, verb, workerId: null, findings);
        Check(body, findings);
        var outcomes = await Task.WhenAll(sent.Reports.Select(report => report.BringAsync(broker)));
        if (sent.IsBatch)
        {
            var results = sent.Reports.Zip(outcomes, WorkerViews.Of);
            return Answer.Ok(new WorkerReportAnswer([.. results]), HarmoniaJson.Wire.WorkerReportAnswer);
        }

        if (WorkerProblems.Of(outcomes[0]) is { } problem)
        {
            throw new ApiException(problem);
        }

        if (outcomes[0] is ClaimOutcome.Accepted { IsRepeated: true })
        {
            request.MarkReplayed();
        }

        return Answer.Ok(
            WorkerViews.Of(sent.Reports[0], outcomes[0]), HarmoniaJson.Wire.AttemptReportResult);
    }

    private static void Check(ReceivedBody body, List<Finding> findings)
    {
        if (findings.Count > 0)
        {
            throw new ApiException(Problem.Of(
                ApiCodes.InvalidInput, [.. findings.Take(WorkerProblems.MaxFindings).Select(body.Document.Place)]));
        }
    }
}
