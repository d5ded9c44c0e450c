using System.Security.Cryptography;
using Harmonia.Client;
using Harmonia.Core.Definitions;
using Harmonia.Core.Executions;
using Harmonia.Core.Failures;
using Harmonia.Engine;
using Harmonia.Engine.Feeds;
using Harmonia.Engine.Ports;
using Microsoft.AspNetCore.Http;

namespace Harmonia.Server.Rest;

/// <summary><c>POST /api/executions</c>: starts an execution, and waits for its end if asked to.</summary>
internal static class StartEndpoint
{
    private const double MaxWaitSeconds = 300;
    private const string Scope = "POST /api/executions";

    public static async ValueTask<Answer> StartAsync(ApiRequest request)
    {
        var wait = new RequestQuery(request, "wait").Seconds("wait", MaxWaitSeconds);
        var key = request.IdempotencyKey(Scope);
        var body = await RequestBody.ReadJsonAsync(request, request.Services.BodyLimits.Start);
        var start = await ReadAsync(request, body.Document) with
        {
            Wait = wait,
            StopWaiting = request.Stopping,
            IdempotencyKey = key,
            ContentHash = key is null ? null : Convert.ToHexStringLower(SHA256.HashData(body.Bytes.Span)),
        };
        if (wait is { } more)
        {
            request.AllowMore(more);
        }

        var result = await request.Services.Embedded.Engine.StartAsync(start, request.Token);
        var decided = Decisions.Accepted(result.Reply, result.Id);
        if (decided.Decision is Decision.Accepted { Events.IsEmpty: true })
        {
            request.MarkReplayed();
        }

        return await AnswerAsync(request, start, result, decided);
    }

    private static async ValueTask<StartRequest> ReadAsync(ApiRequest request, SourceDocument document)
    {
        var fields = new BodyFields(document, "workflow_id", "workflow", "input", "metadata");
        var reference = fields.Text("workflow_id");
        var inline = fields.ObjectOrNull("workflow");
        var input = fields.Object("input");
        var metadata = fields.ObjectOrNull("metadata");
        if (fields.Value("workflow_id") is null == fields.Value("workflow") is null)
        {
            fields.Report(
                reference is null ? FindingCodes.MissingField : FindingCodes.InvalidValue,
                "/workflow_id",
                "Say either workflow_id, the id or name of a saved workflow, or workflow, a definition.");
        }

        fields.Check();
        if (inline is { } source)
        {
            var definition = request.Services.Definitions.Require(document, source, "/workflow");
            return new StartRequest(InlineWorkflow.IdOf(definition.Definition), definition.Definition, input)
            {
                Stored = definition.Stored,
                Metadata = metadata,
            };
        }

        var workflow = await request.Services.Workflows.FindAsync(reference!, request.Token)
            ?? throw new ApiException(Problem.NoWorkflow(reference!));
        var compiled = await request.Services.Embedded.Engine.Definitions.GetAsync(
            workflow.DefinitionHash, request.Token);
        return new StartRequest(workflow.Id, compiled, input) { Metadata = metadata };
    }

    private static async ValueTask<Answer> AnswerAsync(
        ApiRequest request, StartRequest start, StartResult result, CommandReply.Decided decided)
    {
        var started = new ExecutionStarted(
            result.Id.Value,
            start.WorkflowId.Value,
            start.Definition.Name,
            ExecutionStatus.Pending.Word,
            decided.CreatedAt)
        {
            Version = decided.Version,
        };
        if (start.Wait is null)
        {
            return Answer.Of(StatusCodes.Status202Accepted, started, HarmoniaJson.Wire.ExecutionStarted);
        }

        if (result.End is { } end)
        {
            return Answer.Ok(Ended(started, end), HarmoniaJson.Wire.ExecutionStarted);
        }

        // Not in time, or it had ended before this call, because the start was repeated.
        var loaded = await request.Services.Embedded.Engine.Reader.LoadAsync(result.Id, request.Token).CheckedAsync();
        var state = loaded!.State;
        var now = started with
        {
            Status = state.Status.Word,
            Version = state.Version,
            Output = state.Output,
            Error = ExecutionViews.Error(state),
            Warnings = state.Warnings.IsEmpty ? null : state.Warnings,
        };
        return Answer.Of(
            state.Status.IsFinal ? StatusCodes.Status200OK : StatusCodes.Status202Accepted,
            now,
            HarmoniaJson.Wire.ExecutionStarted);
    }

    private static ExecutionStarted Ended(ExecutionStarted started, ExecutionEnd end) => end.Event switch
    {
        WorkflowCompleted completed => started with
        {
            Status = ExecutionStatus.Completed.Word,
            Version = end.Version,
            Output = completed.Output,
            Warnings = completed.Warnings.IsEmpty ? null : completed.Warnings,
        },
        WorkflowFailed failed => started with
        {
            Status = ExecutionStatus.Failed.Word,
            Version = end.Version,
            Error = Wire.Of(failed.Failure, failed.FailedTasks.FirstOrDefault()),
        },
        _ => started with { Status = ExecutionStatus.Canceled.Word, Version = end.Version },
    };
}
