using Harmonia.Client;
using Harmonia.Core.Executions;
using Harmonia.Core.Templates;
using Harmonia.Engine.Ports;
using Microsoft.AspNetCore.Http;

namespace Harmonia.Server.Rest.Templates;

/// <summary><c>/api/templates</c>: saving.</summary>
internal static class TemplateSaving
{
    public static async ValueTask<Answer> CreateAsync(ApiRequest request)
    {
        var (stored, received) = await AddAsync(request, "POST /api/templates");
        return Answer.Created(
            new TemplateSaved(stored.Id.Value, stored.Name, stored.CreatedAt, stored.Version)
            {
                Warnings = Wire.Warnings(received.Warnings),
            },
            HarmoniaJson.Wire.TemplateSaved);
    }

    public static async ValueTask<Answer> ImportAsync(ApiRequest request)
    {
        var (stored, received) = await AddAsync(request, "POST /api/templates/import");
        return Answer.Created(
            new TemplateImported(
                stored.Id.Value, stored.Name, stored.Workflow?.Value, stored.CreatedAt, stored.Version)
            {
                Warnings = Wire.Warnings(received.Warnings),
            },
            HarmoniaJson.Wire.TemplateImported);
    }

    public static async ValueTask<Answer> ReviseAsync(ApiRequest request)
    {
        var current = await TemplateEndpoints.FindStoredAsync(request);
        var received = await TemplateIntake.ReadAsync(request, current.Id);
        var label = received.Document.Version ?? TemplateVersions.After(current.Version);
        var (template, version) = Stored(current.Id, received, label, request.Services.Time.GetUtcNow());
        var outcome = await request.Services.Templates.Store.ReviseAsync(template, version, request.Token);
        return outcome switch
        {
            ReviseTemplateOutcome.Stored => Answer.Ok(
                new TemplateRevised(template.Id.Value, template.Name, template.UpdatedAt, label)
                {
                    Warnings = Wire.Warnings(received.Warnings),
                },
                HarmoniaJson.Wire.TemplateRevised),
            ReviseTemplateOutcome.NameTaken => throw new ApiException(NameTaken(template.Name)),
            ReviseTemplateOutcome.VersionTaken => throw new ApiException(new Problem(
                StatusCodes.Status409Conflict,
                ApiCodes.TemplateVersionTaken,
                $"The template has a version '{label}' already, and a version never changes. Say another one.")
            {
                Details = new ErrorDetails { Field = "/version" },
            }),
            _ => throw new ApiException(TemplateEndpoints.NoTemplate(request.PathId)),
        };
    }

    private static async ValueTask<(StoredTemplate Stored, ReceivedTemplate Received)> AddAsync(
        ApiRequest request, string scope)
    {
        var key = request.IdempotencyKey(scope);
        var id = new TemplateId(key is null ? Guid.CreateVersion7() : DerivedId.From(key));
        var received = await TemplateIntake.ReadAsync(request, id);
        var label = received.Document.Version ?? TemplateVersions.First;
        var now = request.Services.Time.GetUtcNow();
        var (template, version) = Stored(id, received, label, now);
        var store = request.Services.Templates.Store;
        if (await store.AddAsync(template, version, request.Token) is not { } stored)
        {
            var other = key is null ? null : await store.FindAsync(id, request.Token);
            throw new ApiException(other is null ? NameTaken(template.Name) : new Problem(
                StatusCodes.Status422UnprocessableEntity,
                ApiCodes.IdempotencyKeyReused,
                "This idempotency key was used to save another template. Use a new key for a new template."));
        }

        if (stored.CreatedAt != now)
        {
            request.MarkReplayed();
        }

        return (stored, received);
    }

    private static (StoredTemplate Template, StoredTemplateVersion Version) Stored(
        TemplateId id, ReceivedTemplate received, string label, DateTimeOffset now)
    {
        var (document, content) = (received.Document, received.Content.ToText());
        var template = new StoredTemplate
        {
            Id = id,
            Name = document.Name,
            Slug = TemplateSlug.Of(document.Name),
            Description = document.Description,
            Version = label,
            Workflow = received.Content.Workflow,
            IsPublic = document.IsPublic,
            CreatedBy = document.CreatedBy,
            Tags = document.Tags,
            Categories = received.Categories,
            Metadata = document.Metadata?.GetRawText(),
            CreatedAt = now,
            UpdatedAt = now,
        };
        var version = new StoredTemplateVersion
        {
            Template = id,
            Version = label,
            Changes = document.Changes,
            CreatedAt = now,
            ContentHash = content.Hash,
            Content = content.Utf8,
        };
        return (template, version);
    }

    private static Problem NameTaken(string name) => new(
        StatusCodes.Status409Conflict,
        ApiCodes.TemplateNameTaken,
        $"There is a template named '{Wire.Shorten(name)}' already. PUT to its id makes the next version.")
    {
        Details = new ErrorDetails { Field = "/name" },
    };
}
