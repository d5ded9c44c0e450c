using System.Collections.Immutable;
using Harmonia.Core.Schedules;
using Harmonia.Core.Schemas;

namespace Harmonia.Core.Definitions.Checking;

/// <summary>What a workflow says beside its tasks.</summary>
internal sealed record WorkflowHeader
{
    private const int MaxNameLength = 200;
    private const string DefaultVersion = "1.0.0";

    public required string Name { get; init; }

    public required string Version { get; init; }

    public string? Description { get; init; }

    public JsonSchema? Input { get; init; }

    public JsonSchema? Output { get; init; }

    public TimeSpan? Timeout { get; init; }

    public Budget? Budget { get; init; }

    public ImmutableArray<ErrorHandler> ErrorHandlers { get; init; } = [];

    /// <summary>Ids of the tasks that run last.</summary>
    public ImmutableArray<string> Finally { get; init; } = [];

    public ExecutionWindow? Window { get; init; }

    public required TaskDefaults Defaults { get; init; }

    public static WorkflowHeader Read(FieldReader fields, FindingList findings)
    {
        fields.AcceptOnly(FieldNames.Workflow);
        fields.Require("name");
        fields.RefuseBoth("input", "input_schema");
        fields.RefuseBoth("output", "output_schema");
        foreach (var name in (ReadOnlySpan<string>)["id", "created_at", "updated_at", "definition_hash"])
        {
            fields.Text(name);
        }

        fields.Whole("revision", 1, int.MaxValue);
        fields.Object("metadata");
        fields.Texts("tags");
        return new WorkflowHeader
        {
            Name = fields.Label("name", MaxNameLength) ?? "",
            Version = fields.Label("version", MaxNameLength) ?? DefaultVersion,
            Description = fields.Text("description"),
            Input = Either(fields, "input", "input_schema", findings),
            Output = Either(fields, "output", "output_schema", findings),
            Timeout = fields.Seconds("timeout"),
            Budget = BudgetReader.Read(fields, findings),
            ErrorHandlers = RoleReader.ReadHandlers(fields, findings),
            Finally = fields.Texts("finally") ?? [],
            Window = WindowReader.Read(fields, "execution_window", findings),
            Defaults = TaskDefaults.Read(fields, findings),
        };
    }

    private static JsonSchema? Either(FieldReader fields, string name, string alias, FindingList findings) =>
        ShapeReader.Read(fields, fields.Find(name) is null ? alias : name, findings);
}
