using System.Text.Json;
using Harmonia.Client;
using Harmonia.Engine.Ports;

namespace Harmonia.Server.Rest;

/// <summary>Workflows as they are told.</summary>
internal static class WorkflowViews
{
    /// <summary>Fields of a definition that the answer says itself.</summary>
    private static readonly string[] Own =
    [
        "id", "name", "description", "version", "revision", "definition_hash", "created_at", "updated_at", "tasks",
        "input", "output", "metadata",
    ];

    public static WorkflowSummary Summary(StoredWorkflow workflow) => new(
        workflow.Id.Value,
        workflow.Name,
        workflow.Description,
        workflow.CreatedAt,
        workflow.UpdatedAt,
        workflow.Version,
        workflow.Revision);

    public static WorkflowDetail Detail(StoredWorkflow workflow, JsonElement source) => new()
    {
        Id = workflow.Id.Value,
        Name = workflow.Name,
        Description = workflow.Description,
        Version = workflow.Version,
        Revision = workflow.Revision,
        DefinitionHash = workflow.DefinitionHash,
        CreatedAt = workflow.CreatedAt,
        UpdatedAt = workflow.UpdatedAt,
        Tasks = Field(source, "tasks"),
        Input = Field(source, "input") ?? Field(source, "input_schema"),
        Output = Field(source, "output") ?? Field(source, "output_schema"),
        Metadata = Field(source, "metadata"),
        Others = source.EnumerateObject()
            .Where(member => !Own.Contains(member.Name, StringComparer.Ordinal))
            .ToDictionary(member => member.Name, member => member.Value),
    };

    private static JsonElement? Field(JsonElement source, string name) =>
        source.TryGetProperty(name, out var value) ? value : null;
}
