using System.Text.Json;
using Harmonia.Client;
using Harmonia.Core.Definitions;
using Harmonia.Core.Executions;
using Harmonia.Core.Failures;
using Harmonia.Engine.Ports;
using Microsoft.AspNetCore.Http;

namespace Harmonia.Server.Rest;

/// <summary><c>/api/workflows</c>.</summary>
internal static class WorkflowEndpoints
{
    public static async ValueTask<Answer> CreateAsync(ApiRequest request)
    {
        var key = request.IdempotencyKey("POST /api/workflows");
        var definition = await ReadAsync(request);
        var now = request.Services.Time.GetUtcNow();
        var id = new WorkflowId(key is null ? Guid.CreateVersion7() : DerivedId.From(key));
        var workflow = Saved(id, definition, now);
        var stored = await request.Services.Workflows.ChangeAsync(
            store => store.AddAsync(workflow, definition.Stored, request.Token));
        if (stored is null)
        {
            throw await NotAddedAsync(request, workflow, key);
        }

        if (stored.CreatedAt != now)
        {
            request.MarkReplayed();
        }

        return Answer.Created(
            new WorkflowSaved(id.Value, stored.Name, stored.CreatedAt, stored.Revision, stored.DefinitionHash)
            {
                Warnings = Wire.Warnings(definition.Warnings),
            },
            HarmoniaJson.Wire.WorkflowSaved);
    }

    public static async ValueTask<Answer> ReviseAsync(ApiRequest request)
    {
        var workflow = await FindAsync(request);
        var definition = await ReadAsync(request);
        var next = Saved(workflow.Id, definition, request.Services.Time.GetUtcNow()) with
        {
            CreatedAt = workflow.CreatedAt,
        };
        var outcome = await request.Services.Workflows.ChangeAsync(
            store => store.ReviseAsync(next, definition.Stored, request.Token));
        switch (outcome)
        {
            case ReviseOutcome.NotFound:
                throw new ApiException(Problem.NoWorkflow(request.PathId));
            case ReviseOutcome.NameTaken:
                throw new ApiException(NameTaken(next.Name));
        }

        var revised = await FindAsync(request, workflow.Id);
        return Answer.Ok(
            new WorkflowRevised(
                revised.Id.Value, revised.Name, revised.UpdatedAt, revised.Revision, revised.DefinitionHash)
            {
                Warnings = Wire.Warnings(definition.Warnings),
            },
            HarmoniaJson.Wire.WorkflowRevised);
    }

    public static async ValueTask<Answer> GetAsync(ApiRequest request)
    {
        var form = new RequestQuery(request, "form").OneOf("form", "original", "canonical");
        var workflow = await FindAsync(request);
        var source = form == "canonical" || workflow.OriginalHash is null
            ? (await request.Services.Embedded.Engine.Definitions.GetAsync(
                workflow.DefinitionHash, request.Token)).Source
            : await OriginalAsync(request, workflow.OriginalHash);
        return Answer.Ok(WorkflowViews.Detail(workflow, source), HarmoniaJson.Wire.WorkflowDetail);
    }

    public static async ValueTask<Answer> RemoveAsync(ApiRequest request)
    {
        var workflow = await FindAsync(request);
        var outcome = await request.Services.Workflows.ChangeAsync(
            store => store.RemoveAsync(workflow.Id, request.Token));
        return outcome switch
        {
            RemoveOutcome.Removed => Answer.Ok(
                new WorkflowRemoved(true, "Workflow deleted successfully"), HarmoniaJson.Wire.WorkflowRemoved),
            RemoveOutcome.HasActiveExecutions => throw new ApiException(new Problem(
                StatusCodes.Status409Conflict,
                ApiCodes.WorkflowHasActiveExecutions,
                $"The workflow '{workflow.Name}' has executions that have not ended. Cancel them, or wait for them.")),
            _ => throw new ApiException(Problem.NoWorkflow(request.PathId)),
        };
    }

    public static async ValueTask<Answer> ListAsync(ApiRequest request)
    {
        var query = new RequestQuery(request, "limit", "offset", "filter");
        var (limit, offset) = (query.Limit, query.Offset);
        var page = await request.Services.Embedded.Workflows.ListAsync(
            new WorkflowQuery { Filters = query.Filters(FieldFilter.WorkflowFields), Limit = limit, Offset = offset },
            request.Token);
        return Answer.Ok(
            new WorkflowList([.. page.Items.Select(WorkflowViews.Summary)], page.Total, limit, offset),
            HarmoniaJson.Wire.WorkflowList);
    }

    /// <summary>Whatever is wrong with the text is the answer, not an error: that is what was asked.</summary>
    public static async ValueTask<Answer> ValidateAsync(ApiRequest request)
    {
        _ = request.IdempotencyKey(""); // Checked like everywhere; a pure call has nothing to repeat.
        var (text, format) = await RequestBody.ReadDefinitionAsync(request);
        List<Finding> unreadable = [];
        var document = SourceDocument.Read(text, format, request.Services.Embedded.DocumentLimits, unreadable);
        if (document is null)
        {
            return Answer.Ok(
                new ValidationAnswer(false, [.. unreadable.Select(Wire.Of)]), HarmoniaJson.Wire.ValidationAnswer);
        }

        var (definition, findings) = request.Services.Definitions.Check(document);
        return Answer.Ok(
            new ValidationAnswer(definition is not null, [.. findings.Select(Wire.Of)])
            {
                Name = definition?.Name,
                Tasks = definition?.Tasks.Length,
            },
            HarmoniaJson.Wire.ValidationAnswer);
    }

    private static async ValueTask<CheckedDefinition> ReadAsync(ApiRequest request)
    {
        var (text, format) = await RequestBody.ReadDefinitionAsync(request);
        var document = RequestBody.Parse(text, format, request.Services.Embedded.DocumentLimits);
        return request.Services.Definitions.Require(document);
    }

    private static ValueTask<StoredWorkflow> FindAsync(ApiRequest request) => FindAsync(request, request.PathId);

    private static ValueTask<StoredWorkflow> FindAsync(ApiRequest request, WorkflowId id) =>
        FindAsync(request, id.ToString());

    private static async ValueTask<StoredWorkflow> FindAsync(ApiRequest request, string reference) =>
        await request.Services.Workflows.FindAsync(reference, request.Token)
        ?? throw new ApiException(Problem.NoWorkflow(reference));

    private static async ValueTask<JsonElement> OriginalAsync(ApiRequest request, string hash)
    {
        var json = await request.Services.Embedded.Workflows.FindDefinitionAsync(hash, request.Token)
            ?? throw new InvalidDataException($"The original {hash} is not in the store.");
        return JsonElement.Parse(json.Span);
    }

    /// <summary>Either the name belongs to another workflow, or the key to another request.</summary>
    internal static async ValueTask<ApiException> NotAddedAsync(
        ApiRequest request, StoredWorkflow workflow, string? key)
    {
        var other = key is null
            ? null
            : await request.Services.Embedded.Workflows.FindAsync(workflow.Id, request.Token);
        return new ApiException(other is null ? NameTaken(workflow.Name) : new Problem(
            StatusCodes.Status422UnprocessableEntity,
            ApiCodes.IdempotencyKeyReused,
            "This idempotency key was used to save another definition. Use a new key for a new workflow."));
    }

    private static Problem NameTaken(string name) => new(
        StatusCodes.Status409Conflict,
        ApiCodes.WorkflowNameTaken,
        $"There is a workflow named '{Wire.Shorten(name)}' already. PUT to its id makes the next revision.")
    {
        Details = new ErrorDetails { Field = "/name" },
    };

    internal static StoredWorkflow Saved(WorkflowId id, CheckedDefinition saved, DateTimeOffset now) => new()
    {
        Id = id,
        Name = saved.Definition.Name,
        Description = saved.Definition.Description,
        Version = saved.Definition.Version,
        DefinitionHash = saved.Definition.Hash,
        OriginalHash = saved.Stored.Original?.Hash,
        CreatedAt = now,
        UpdatedAt = now,
    };
}
