using System.Text.Json;
using Harmonia.Core.Executions;
using Harmonia.Core.Expressions;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Definitions.Checking.Types;

/// <summary><c>wait</c>: a durable timer, for <c>seconds</c>, <c>until</c> an instant, or by <c>cron</c>.</summary>
/// <remarks><c>harmonia.sleep</c> is the same as a call: its input says here what the task says itself.</remarks>
internal sealed class WaitType : TaskType
{
    public override string Name => "wait";

    public override FieldNames Fields { get; } = FieldNames.Task.With(SleepInput.Fields);

    public override void Read(FieldReader fields, TaskDraft task, BodyDraft body, BodyReader bodies)
    {
        var findings = bodies.Findings;
        task.Kind = TaskKind.Sleep;
        RefuseFieldsOfCalls(fields, findings, "total_timeout");
        if (fields.Find("input") is not null)
        {
            findings.Error(
                FindingCodes.InvalidValue,
                fields.At("input"),
                "A task of type \"wait\" says itself what it waits for and has no use for 'input'. Remove it.");
        }

        task.Times = TaskTimes.None with { Total = fields.Seconds("total_timeout") };
        SleepInput.Check(fields, findings);
        task.Input = Template.Compile(Input(fields), task.Pointer, findings);
    }

    /// <summary>As its members stand in the task under the same names, so do those of findings.</summary>
    private static JsonElement Input(FieldReader fields)
    {
        var members = SleepInput.Fields.Select(name => (Name: name, Value: fields.Find(name)));
        return JsonText.Write(writer =>
        {
            writer.WriteStartObject();
            foreach (var (name, value) in members)
            {
                if (value is { } given)
                {
                    writer.WritePropertyName(name);
                    given.WriteTo(writer);
                }
            }

            writer.WriteEndObject();
        });
    }
}
