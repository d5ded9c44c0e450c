using System.Text.Json;
using Harmonia.Client;
using Harmonia.Core.Templates;
using Harmonia.Engine.Ports;

namespace Harmonia.Server.Rest.Templates;

/// <summary>Templates as they are told.</summary>
internal static class TemplateViews
{
    public static TemplateSummary Summary(FoundTemplate found, IReadOnlyList<TemplateCategory> categories)
    {
        var template = found.Template;
        return new TemplateSummary
        {
            Id = template.Id.Value,
            Name = template.Name,
            Description = template.Description,
            CreatedAt = template.CreatedAt,
            UpdatedAt = template.UpdatedAt,
            Version = template.Version,
            Category = categories.FirstOrDefault(one => template.Categories.Contains(one.Id))?.Name
                ?? CategoryOf(template.Metadata),
            CategoryIds = template.Categories,
            Tags = template.Tags,
            IsPublic = template.IsPublic,
            BuiltIn = found.IsBuiltIn,
            UsageCount = template.UsageCount,
        };
    }

    public static TemplateDetail Detail(FoundTemplate found, StoredTemplateVersion version, TemplateContent content)
    {
        var template = found.Template;
        var includes = content.Origins.Where(origin => origin.Prefix is not null).Select(Source).ToList();
        return new TemplateDetail
        {
            Id = template.Id.Value,
            Name = template.Name,
            Description = template.Description,
            WorkflowDefinitionId = content.Workflow?.Value,
            CreatedAt = template.CreatedAt,
            UpdatedAt = template.UpdatedAt,
            Parameters = content.Parameters,
            Metadata = Json(template.Metadata),
            Version = version.Version,
            CurrentVersion = template.Version,
            WorkflowRevision = content.WorkflowRevision,
            WorkflowDefinition = content.Definition,
            Extends = content.Origins.Where(origin => origin.Prefix is null).Select(Source).FirstOrDefault(),
            Includes = includes.Count == 0 ? null : includes,
            Tags = template.Tags,
            CategoryIds = template.Categories,
            IsPublic = template.IsPublic,
            BuiltIn = found.IsBuiltIn,
            UsageCount = template.UsageCount,
            CreatedBy = template.CreatedBy,
        };
    }

    public static TemplateFile File(StoredTemplate template, StoredTemplateVersion version, TemplateContent content) =>
        new()
        {
            Name = template.Name,
            Description = template.Description,
            Version = version.Version,
            Changes = version.Changes,
            Parameters = content.Parameters,
            WorkflowDefinition = content.Definition,
            Tags = template.Tags,
            IsPublic = template.IsPublic,
            Metadata = Json(template.Metadata),
            CreatedBy = template.CreatedBy,
            CreatedAt = template.CreatedAt,
            UsageCount = template.UsageCount,
        };

    private static TemplateSource Source(TemplateOrigin origin) =>
        new(origin.Template.Value, origin.Version, origin.Prefix);

    private static string? CategoryOf(string? metadata) =>
        Json(metadata) is { } json && json.TryGetProperty("category", out var category)
            && category.ValueKind == JsonValueKind.String
            ? category.GetString()
            : null;

    private static JsonElement? Json(string? text) => text is null ? null : JsonElement.Parse(text);
}
