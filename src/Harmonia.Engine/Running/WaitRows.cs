using System.Collections.Immutable;
using System.Text.Json;
using Harmonia.Core.Executions;
using Harmonia.Engine.Ports;

namespace Harmonia.Engine.Running;

/// <summary>Projects what executions wait for to rows that can be searched.</summary>
internal static class WaitRows
{
    public static IReadOnlyList<WaitRow> Of(ExecutionState state, ImmutableArray<WaitChange> changes) =>
        changes.IsEmpty ? [] : [.. changes.Select(change => Of(state, change))];

    private static WaitRow Of(ExecutionState state, WaitChange change) => new(
        change.Kind,
        change.Name,
        change.IsOpen,
        change.Task?.Approval is { } approval ? Detail(state, approval) : null);

    private static JsonElement Detail(ExecutionState state, ApprovalState approval) => JsonText.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("workflow_name", state.WorkflowName);
        writer.WriteString("title", approval.Title);
        writer.WriteNumber("attempt", approval.Attempt);
        writer.WriteStartArray("assignees");
        foreach (var assignee in approval.Assignees)
        {
            writer.WriteStringValue(assignee);
        }

        writer.WriteEndArray();
        writer.WriteString("requested_at", approval.RequestedAt);
        if (approval.Deadline is { } deadline)
        {
            writer.WriteString("deadline", deadline);
        }

        writer.WriteEndObject();
    });
}
