using System.Collections.Immutable;
using System.Text.Json;
using Harmonia.Core.Expressions;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Definitions.Checking.Types;

/// <summary><c>approval</c>: waits for the answers of people.</summary>
internal sealed class ApprovalType : TaskType
{
    private static readonly FieldNames RepeatFields = FieldNames.Only("every", "max");

    public override string Name => "approval";

    public override FieldNames Fields { get; } = FieldNames.Task.With(
        "title", "form", "assignees", "edits", "deadline", "on_timeout", "reminders", "escalate_after",
        "escalate_to", "quorum", "reject_quorum", "on_reject", "while");

    public override void Read(FieldReader fields, TaskDraft task, BodyDraft body, BodyReader bodies)
    {
        var findings = bodies.Findings;
        task.Kind = TaskKind.Approval;
        RefuseFieldsOfCalls(fields, findings, "timeout");
        fields.RefuseBoth("deadline", "timeout");
        task.Guard = WaitReader.Guard(fields, findings);
        var deadline = DurationReader.Read(
            fields, fields.Find("deadline") is null ? "timeout" : "deadline", findings);
        var (onTimeout, _) = WaitReader.OnTimeout(
            fields,
            deadline,
            [TimeoutMode.Fail, TimeoutMode.Approve, TimeoutMode.Reject, TimeoutMode.Continue],
            findings);
        if ((fields.Find("escalate_after") is null) != (fields.Find("escalate_to") is null))
        {
            fields.Require("escalate_after");
            fields.Require("escalate_to");
        }

        task.Approval = new ApprovalSettings
        {
            Form = ShapeReader.Read(fields, "form", findings),
            Title = Text(fields, "title", findings),
            Description = Text(fields, "description", findings),
            Assignees = People(fields, "assignees", findings),
            Edits = WaitReader.Flag(fields, "edits"),
            Deadline = deadline,
            OnTimeout = onTimeout,
            Reminders = ReadReminders(fields, findings),
            EscalateAfter = DurationReader.Read(fields, "escalate_after", findings),
            EscalateTo = People(fields, "escalate_to", findings),
            Quorum = fields.Whole("quorum", 1, ApprovalSettings.MaxAssignees) ?? 1,
            RejectQuorum = fields.Whole("reject_quorum", 1, ApprovalSettings.MaxAssignees) ?? 1,
            OnReject = WaitReader.Choice<RejectMode>(
                fields, "on_reject", [RejectMode.Fail, RejectMode.Continue, RejectMode.Skip], findings),
        };
    }

    private static Template? Text(FieldReader fields, string name, FindingList findings) =>
        fields.Text(name) is not null && fields.Find(name) is { } source
            ? Template.Compile(source, fields.At(name), findings)
            : null;

    /// <summary>One name, a list of names, or an expression that gives either.</summary>
    private static Template? People(FieldReader fields, string name, FindingList findings)
    {
        if (fields.Find(name) is not { } source)
        {
            return null;
        }

        if (source.ValueKind != JsonValueKind.String
            && (fields.Texts(name) is not { } people || people.Length > ApprovalSettings.MaxAssignees))
        {
            return null;
        }

        return Template.Compile(source, fields.At(name), findings);
    }

    /// <summary>A list of durations since the request, or <c>{every: duration, max: times}</c>.</summary>
    private static ImmutableArray<TimeSpan> ReadReminders(FieldReader fields, FindingList findings)
    {
        if (fields.Find("reminders") is not { } source)
        {
            return [];
        }

        if (source.ValueKind == JsonValueKind.Object)
        {
            var repeat = new FieldReader(source, fields.At("reminders"), findings);
            repeat.AcceptOnly(RepeatFields);
            repeat.Require("every");
            var max = repeat.Whole("max", 1, ApprovalSettings.MaxReminders) ?? ApprovalSettings.MaxReminders;
            return DurationReader.Read(repeat, "every", findings) is { } every
                ? [.. Enumerable.Range(1, max).Select(time => every * time).TakeWhile(FitsCalendar)]
                : [];
        }

        if (source.ValueKind != JsonValueKind.Array || source.GetArrayLength() > ApprovalSettings.MaxReminders)
        {
            fields.WrongType(
                "reminders", $"a list of at most {ApprovalSettings.MaxReminders} durations, or {{every: duration}}",
                source);
            return [];
        }

        var times = new List<TimeSpan>();
        foreach (var item in source.EnumerateArray())
        {
            var entry = new FieldReader(Entry(item), JsonPointer.Append(fields.At("reminders"), times.Count), findings);
            if (DurationReader.Read(entry, "after", findings) is not { } after)
            {
                return [];
            }

            times.Add(after);
        }

        return [.. times.Order()];
    }

    private static bool FitsCalendar(TimeSpan duration) => duration <= FieldReader.MaxDuration;

    private static JsonElement Entry(JsonElement item) => Executions.JsonText.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WritePropertyName("after");
        item.WriteTo(writer);
        writer.WriteEndObject();
    });
}
