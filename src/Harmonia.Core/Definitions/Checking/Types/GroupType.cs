namespace Harmonia.Core.Definitions.Checking.Types;

/// <summary><c>group</c>: its <c>tasks</c> start, fail, are retried and are withdrawn as one.</summary>
internal sealed class GroupType : TaskType
{
    public override string Name => "group";

    public override FieldNames Fields { get; } = FieldNames.Task.With("tasks");

    public override void Read(FieldReader fields, TaskDraft task, BodyDraft body, BodyReader bodies)
    {
        task.Kind = TaskKind.Group;
        task.Body = bodies.ReadTasks(fields, task, body);
        RefuseFieldsOfCalls(
            fields, bodies.Findings, "retry", "retry_policy", "timeout", "queue_timeout", "total_timeout");
        ReadRetriesAndTimes(fields, task, TaskDefaults.None, bodies.Findings);
        task.MoveResultToBody();
    }
}
