namespace Harmonia.Core.Definitions.Checking.Types;

/// <summary><c>expression</c>: computes its <c>result</c>.</summary>
internal sealed class ExpressionType : TaskType
{
    public override string Name => "expression";

    public override FieldNames Fields => FieldNames.Task;

    public override void Read(FieldReader fields, TaskDraft task, BodyDraft body, BodyReader bodies)
    {
        task.Kind = TaskKind.Expression;
        fields.Require("result");
        RefuseFieldsOfCalls(fields, bodies.Findings);
    }
}
