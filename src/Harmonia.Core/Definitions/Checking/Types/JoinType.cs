namespace Harmonia.Core.Definitions.Checking.Types;

/// <summary><c>join</c>: waits for its <c>sources</c> and completes with their outputs by id.</summary>
internal sealed class JoinType : TaskType
{
    public override string Name => "join";

    public override FieldNames Fields { get; } = FieldNames.Task.With("sources");

    public override void Read(FieldReader fields, TaskDraft task, BodyDraft body, BodyReader bodies)
    {
        task.Kind = TaskKind.Join;
        fields.RefuseBoth("sources", "depends_on");
        task.DependsOnField = fields.Find("sources") is null ? "depends_on" : "sources";
        if (fields.Find("depends_on") is null)
        {
            fields.Require("sources");
        }

        RefuseFieldsOfCalls(fields, bodies.Findings);
    }
}
