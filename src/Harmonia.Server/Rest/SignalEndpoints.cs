using Harmonia.Client;
using Harmonia.Core.Executions;
using Harmonia.Core.Failures;
using Microsoft.AspNetCore.Http;
using TaskStatus = Harmonia.Core.Executions.TaskStatus;

namespace Harmonia.Server.Rest;

/// <summary><c>/api/executions/{id}/signals</c> and <c>/api/events</c>: executions are told what happens.</summary>
internal static class SignalEndpoints
{
    private const int MaxNamedExecutions = 1_000;

    public static async ValueTask<Answer> SendAsync(ApiRequest request)
    {
        var id = request.ExecutionId;
        var body = await RequestBody.ReadJsonAsync(request, request.Services.BodyLimits.State);
        var fields = new BodyFields(body.Document, "name", "payload", "id", "keep", "actor");
        var signal = Read(fields, "name", request.IdempotencyKey("signal"));
        signal = signal with { Keep = fields.Flag("keep") ?? true };
        fields.Check();
        return await DeliverAsync(request, id, signal);
    }

    public static async ValueTask<Answer> ListAsync(ApiRequest request)
    {
        var limit = new RequestQuery(request, "limit").Limit;
        var loaded = await request.Services.Embedded.Engine.Reader.LoadAsync(request.ExecutionId, request.Token)
                .CheckedAsync()
            ?? throw new ApiException(Problem.NoExecution(request.PathId));
        var state = loaded.State;
        var waiting = state.AllTasks()
            .Where(task => task is { Status: TaskStatus.Waiting, Waiting: WaitReason.Signal })
            .Take(limit)
            .Select(task => new SignalWait(task.Path, task.SignalNames, task.DueAt));
        return Answer.Ok(
            new SignalList([.. state.Signals.All.Take(limit).Select(Detail)], state.Signals.Count, [.. waiting]),
            HarmoniaJson.Wire.SignalList);
    }

    public static async ValueTask<Answer> PublishAsync(ApiRequest request)
    {
        var body = await RequestBody.ReadJsonAsync(request, request.Services.BodyLimits.State);
        var fields = new BodyFields(
            body.Document, "event_type", "name", "payload", "id", "execution_id", "actor");
        var signal = Read(
            fields, fields.Value("event_type") is null ? "name" : "event_type", request.IdempotencyKey("event"));
        var only = ReadExecution(fields);
        fields.Check();
        signal = signal with { Id = signal.Id ?? Guid.CreateVersion7(request.Services.Time.GetUtcNow()).ToString("D") };
        if (only is { } id)
        {
            var (taken, _) = await SendAsync(request, id, signal);
            var takers = taken?.TakenBy is null ? (Guid[])[] : [id.Value];
            return Answer.Ok(
                new EventAnswer(signal.Id, signal.Name, takers.Length, takers, Complete: true),
                HarmoniaJson.Wire.EventAnswer);
        }

        var publication = await request.Services.Embedded.Engine.Events.PublishAsync(signal, request.Token);
        return Answer.Ok(
            new EventAnswer(
                signal.Id,
                signal.Name,
                publication.Takers.Count,
                [.. publication.Takers.Take(MaxNamedExecutions).Select(taker => taker.Value)],
                publication.IsComplete),
            HarmoniaJson.Wire.EventAnswer);
    }

    private static SendSignal Read(BodyFields fields, string name, string? key)
    {
        if (fields.Value(name) is null)
        {
            fields.Report(FindingCodes.MissingField, "/" + name, $"Say {name}: what tasks wait for.");
        }

        var payload = fields.Value("payload")?.Clone() ?? JsonText.Null;
        return new SendSignal(fields.Text(name) ?? "", payload, fields.Text("id") ?? key)
        {
            Actor = fields.Text("actor"),
        };
    }

    private static ExecutionId? ReadExecution(BodyFields fields)
    {
        if (fields.Text("execution_id") is not { } text)
        {
            return null;
        }

        if (ExecutionId.TryParse(text, out var id))
        {
            return id;
        }

        fields.Report(
            FindingCodes.InvalidValue, "/execution_id", "execution_id must be the id of an execution, a UUID.");
        return null;
    }

    private static async ValueTask<Answer> DeliverAsync(ApiRequest request, ExecutionId id, SendSignal signal)
    {
        var (received, outcome) = await SendAsync(request, id, signal);
        return Answer.Of(
            outcome == "delivered" ? StatusCodes.Status200OK : StatusCodes.Status202Accepted,
            new SignalAnswer(id.Value, signal.Name, outcome, received?.Id ?? signal.Id, received?.TakenBy),
            HarmoniaJson.Wire.SignalAnswer);
    }

    /// <returns>What was stored of it; <see langword="null"/> when it came before.</returns>
    private static async ValueTask<(SignalReceived? Received, string Outcome)> SendAsync(
        ApiRequest request, ExecutionId id, SendSignal signal)
    {
        var reply = await request.Services.Embedded.Engine.Router.DeliverAsync(id, signal, request.Token);
        if (Decisions.Accepted(reply, id).Decision is Decision.Accepted { Events: [SignalReceived received, ..] })
        {
            return (received, received.TakenBy is not null ? "delivered" : received.Kept ? "kept" : "lost");
        }

        request.MarkReplayed();
        return (null, "repeated");
    }

    private static SignalDetail Detail(Signal signal) =>
        new(signal.Id, signal.Name, signal.Payload, signal.Actor, signal.At);
}
