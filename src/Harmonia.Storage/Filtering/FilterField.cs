using Harmonia.Core.Executions;
using Harmonia.Engine.Ports;

namespace Harmonia.Storage.Filtering;

/// <summary>How the values of a field compare.</summary>
internal enum FieldKind
{
    Text,
    Id,
    Time,
}

/// <summary>A field that can be filtered: its column, and its value in memory.</summary>
/// <param name="Name">As filters write it.</param>
/// <param name="Kind">How it compares.</param>
/// <param name="Column">In both databases.</param>
/// <param name="Value">A <see cref="string"/>, a <see cref="DateTimeOffset"/>, or nothing.</param>
internal sealed record FilterField<T>(string Name, FieldKind Kind, string Column, Func<T, object?> Value);

/// <summary>The closed lists of fields.</summary>
internal static class FilterFields
{
    public static IReadOnlyList<FilterField<ExecutionHead>> Executions { get; } =
    [
        new("execution_id", FieldKind.Id, "execution_id", head => head.Id.ToString()),
        new("workflow_id", FieldKind.Id, "workflow_id", head => head.WorkflowId.ToString()),
        new("workflow_name", FieldKind.Text, "workflow_name", head => head.WorkflowName),
        new("name", FieldKind.Text, "workflow_name", head => head.WorkflowName),
        new("status", FieldKind.Text, "status", head => head.Status.Word),
        new("status_reason", FieldKind.Text, "status_reason", head => head.StatusReason),
        new("start_time", FieldKind.Time, "created_at", head => head.CreatedAt),
        new("created_at", FieldKind.Time, "created_at", head => head.CreatedAt),
        new("end_time", FieldKind.Time, "ended_at", head => head.EndedAt),
    ];

    public static IReadOnlyList<FilterField<StoredWorkflow>> Workflows { get; } =
    [
        new("id", FieldKind.Id, "workflow_id", workflow => workflow.Id.ToString()),
        new("name", FieldKind.Text, "name", workflow => workflow.Name),
        new("description", FieldKind.Text, "description", workflow => workflow.Description),
        new("version", FieldKind.Text, "version", workflow => workflow.Version),
        new("created_at", FieldKind.Time, "created_at", workflow => workflow.CreatedAt),
        new("updated_at", FieldKind.Time, "updated_at", workflow => workflow.UpdatedAt),
    ];

    public static IReadOnlyList<FilterField<StoredTemplate>> Templates { get; } =
    [
        new("id", FieldKind.Id, "t.template_id", template => template.Id.ToString()),
        new("name", FieldKind.Text, "t.name", template => template.Name),
        new("description", FieldKind.Text, "t.description", template => template.Description),
        new("version", FieldKind.Text, "t.version", template => template.Version),
        new("created_at", FieldKind.Time, "t.created_at", template => template.CreatedAt),
        new("updated_at", FieldKind.Time, "t.updated_at", template => template.UpdatedAt),
    ];

    /// <exception cref="ArgumentException">The list does not have the field.</exception>
    public static FilterField<T> Named<T>(this IReadOnlyList<FilterField<T>> fields, string name) =>
        fields.FirstOrDefault(field => field.Name == name) ?? throw new ArgumentException(
            $"'{name}' cannot be filtered; these fields can: {string.Join(", ", fields.Select(field => field.Name))}.");
}
