using System.Globalization;
using System.Text.Json;
using Harmonia.Core.Executions;
using Harmonia.Core.Expressions;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Definitions.Checking.Types;

/// <summary><c>map</c>: runs its one <c>task</c>, or its <c>tasks</c>, once for each of its <c>items</c>.</summary>
internal sealed class MapType : TaskType
{
    private const int MaxBatch = MapSettings.MaxItems;

    public override string Name => "map";

    public override FieldNames Fields { get; } = FieldNames.Task.With(
        "items", "task", "tasks", "max_concurrency", "batch_size", "tolerated_failures", "min_completed",
        "complete_when", "rest", "open");

    public override void Read(FieldReader fields, TaskDraft task, BodyDraft body, BodyReader bodies)
    {
        var findings = bodies.Findings;
        task.Kind = TaskKind.Map;
        task.Map = ReadSettings(fields, findings);
        ReadItems(fields, task, findings);
        ReadBody(fields, task, body, bodies);
        RefuseFieldsOfCalls(fields, findings, "timeout", "total_timeout");
        ReadRetriesAndTimes(fields, task, TaskDefaults.None, findings);
    }

    /// <summary>What the items go through: one task, or several with a result of their own.</summary>
    private static void ReadBody(FieldReader fields, TaskDraft task, BodyDraft body, BodyReader bodies)
    {
        if (fields.Find("task") is null)
        {
            task.Body = bodies.ReadTasks(fields, task, body, ScopeNames.Item, ScopeNames.Index);
            task.MoveResultToBody();
            return;
        }

        RefuseWith(fields, "tasks", "'task' and 'tasks' say the same. Give one of them.", bodies.Findings);
        RefuseWith(
            fields,
            "result",
            "The result of an item is said within 'task'; the map gives the list of them. Move it there.",
            bodies.Findings);
        task.Result = null;
        if (fields.Object("task") is { } source)
        {
            task.Body = bodies.ReadInline(source, fields.At("task"), task, body, ScopeNames.Item, ScopeNames.Index);
        }
    }

    /// <summary>The items are what the map gets as its input.</summary>
    private static void ReadItems(FieldReader fields, TaskDraft task, FindingList findings)
    {
        RefuseWith(fields, "input", "A map gets its 'items'. Give the input to the task within.", findings);
        var items = fields.Find("items");
        if (items is null && !task.Map!.IsOpen)
        {
            fields.Require("items");
        }
        else if (items is { ValueKind: not (JsonValueKind.Array or JsonValueKind.String) } other)
        {
            fields.WrongType("items", "a list, or an expression that gives one", other);
            items = null;
        }

        task.Input = Template.Compile(InputOf(items), task.Pointer, findings);
    }

    public static JsonElement InputOf(JsonElement? items) => JsonText.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WritePropertyName("items");
        if (items is { } value)
        {
            value.WriteTo(writer);
        }
        else
        {
            writer.WriteStartArray();
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    });

    public static MapSettings ReadSettings(FieldReader fields, FindingList findings) => new()
    {
        MaxConcurrency = fields.Whole("max_concurrency", 1, MapSettings.MaxConcurrencyLimit)
            ?? MapSettings.DefaultConcurrency,
        BatchSize = fields.Whole("batch_size", 1, MaxBatch) ?? 0,
        Tolerance = ReadTolerance(fields, findings),
        MinCompleted = fields.Whole("min_completed", 1, MapSettings.MaxItems),
        CompleteWhen = fields.Find("complete_when") is null
            ? null
            : ConditionReader.Read(fields, "complete_when", findings),
        Rest = ReadRest(fields, findings),
        IsOpen = fields.Flag("open") ?? false,
    };

    private static MapTolerance? ReadTolerance(FieldReader fields, FindingList findings)
    {
        const string Field = "tolerated_failures";
        if (fields.Find(Field) is not { ValueKind: JsonValueKind.String } text)
        {
            return fields.Whole(Field, 0, MapSettings.MaxItems) is { } count ? new MapTolerance(count, null) : null;
        }

        var written = text.GetString()!;
        if (written.EndsWith('%')
            && double.TryParse(
                written.AsSpan(0, written.Length - 1),
                NumberStyles.Float,
                CultureInfo.InvariantCulture,
                out var percent)
            && percent is >= 0 and <= 100)
        {
            return new MapTolerance(0, percent);
        }

        findings.Error(
            FindingCodes.InvalidValue,
            fields.At(Field),
            $"'{Field}' must be a number of items, or a share of them such as \"5%\", not {Shown.Value(text)}.");
        return null;
    }

    private static MapRest ReadRest(FieldReader fields, FindingList findings)
    {
        var rest = fields.Text("rest");
        if (rest is not (null or "cancel" or "consume"))
        {
            findings.Error(
                FindingCodes.InvalidValue,
                fields.At("rest"),
                $"'rest' must be \"cancel\" or \"consume\", not \"{Shown.Text(rest)}\".");
        }

        return rest == "consume" ? MapRest.Consume : MapRest.Cancel;
    }

    private static void RefuseWith(FieldReader fields, string name, string message, FindingList findings)
    {
        if (fields.Find(name) is not null)
        {
            findings.Error(FindingCodes.InvalidValue, fields.At(name), message);
        }
    }
}
