using System.Text.Json;
using Harmonia.Core.Definitions.Checking.Types;
using Harmonia.Core.Executions;
using Harmonia.Core.Expressions;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Definitions.Checking;

/// <summary>
/// Reads <c>streaming</c>: the task that it names becomes a map over the partial results of the one that says it.
/// </summary>
/// <remarks>Found before any task is read, for the target is read as something else than it says.</remarks>
internal sealed class StreamReader(FindingList findings)
{
    private const string Field = "streaming";
    private const int MaxChunk = 100_000;
    private static readonly FieldNames Fields = FieldNames.Only("enabled", "chunk_size", "target_task");

    /// <summary>What is said by the map around the target's task; all else is said of each chunk.</summary>
    private static readonly string[] FieldsOfTarget = ["id", "task_id", "depends_on", "join"];

    private readonly Dictionary<string, (TaskDraft Producer, int ChunkSize)> _targets = new(StringComparer.Ordinal);

    public void Find(BodyDraft body)
    {
        foreach (var task in body.Tasks)
        {
            if (task.Source.TryGetProperty(Field, out var written) && written.ValueKind != JsonValueKind.Null)
            {
                Find(task, body);
            }
        }
    }

    /// <summary>Reads a task that takes chunks.</summary>
    /// <returns><see langword="false"/> for any other task.</returns>
    public bool TryRead(TaskDraft task, BodyDraft body, BodyReader bodies)
    {
        if (!_targets.TryGetValue(task.Id, out var stream))
        {
            return false;
        }

        task.Kind = TaskKind.Map;
        task.Map = new MapSettings
        {
            BatchSize = stream.ChunkSize,
            Producer = stream.Producer.Index,
            MaxConcurrency = StreamSettings.MaxUndigested,
        };
        task.Input = Template.Compile(MapType.InputOf(null), task.Pointer, findings);
        task.DependsOnField = null;
        task.HasFixedJoin = true;
        CheckDependencies(task, stream.Producer);
        task.Body = bodies.ReadInline(
            OfEachChunk(task.Source),
            task.Pointer,
            task,
            body,
            ScopeNames.Item,
            ScopeNames.Index,
            ScopeNames.Chunk);
        return true;
    }

    /// <summary>A target starts with its producer: it waits for the same.</summary>
    public void Connect(BodyDraft body)
    {
        foreach (var (id, (producer, _)) in _targets)
        {
            if (body.Index.IndexOf(id) is var target and >= 0)
            {
                body.Tasks[target].Dependencies.AddRange(producer.Dependencies);
                body.Tasks[target].Join = producer.Join;
                producer.Stream = new StreamSettings(target);
            }
        }
    }

    private void Find(TaskDraft task, BodyDraft body)
    {
        var outer = new FieldReader(task.Source, task.Pointer, findings);
        if (outer.Object(Field) is not { } source)
        {
            return;
        }

        var fields = new FieldReader(source, outer.At(Field), findings);
        fields.AcceptOnly(Fields);
        fields.Require("target_task");
        var (size, target) = (fields.Whole("chunk_size", 1, MaxChunk) ?? 0, fields.Text("target_task"));
        if (fields.Flag("enabled") == false || target is null)
        {
            return;
        }

        var found = body.Tasks.Find(other => other.Id == target);
        if (found is null || found == task || found.Source.TryGetProperty(Field, out _))
        {
            findings.Error(
                found is null ? FindingCodes.UnknownTask : FindingCodes.InvalidValue,
                fields.At("target_task"),
                found is null
                    ? $"There is no task '{Shown.Text(target)}' to take the chunks."
                    : $"'{Shown.Text(target)}' cannot take these chunks: it streams itself. Name another task.");
        }
        else if (!_targets.TryAdd(target, (task, size)))
        {
            findings.Error(
                FindingCodes.InvalidValue,
                fields.At("target_task"),
                $"'{Shown.Text(target)}' takes the chunks of another task already.");
        }
    }

    private void CheckDependencies(TaskDraft task, TaskDraft producer)
    {
        var fields = new FieldReader(task.Source, task.Pointer, findings);
        var named = fields.Find("depends_on") switch
        {
            null => [],
            { ValueKind: JsonValueKind.Array } list => list.EnumerateArray().ToArray(),
            { } one => [one],
        };
        if (fields.Find("join") is not null
            || Array.Exists(named, entry => entry.ValueKind != JsonValueKind.String || !entry.ValueEquals(producer.Id)))
        {
            findings.Error(
                FindingCodes.InvalidValue,
                fields.At("depends_on"),
                $"'{task.Id}' starts with '{producer.Id}', whose chunks it takes. Let that one wait for the others.");
        }
    }

    private static JsonElement OfEachChunk(JsonElement source) => JsonText.Write(writer =>
    {
        writer.WriteStartObject();
        foreach (var property in source.EnumerateObject())
        {
            if (!FieldsOfTarget.Contains(property.Name))
            {
                property.WriteTo(writer);
            }
        }

        if (!source.TryGetProperty("input", out _))
        {
            writer.WriteStartObject("input");
            writer.WriteString("chunk", "${chunk}");
            writer.WriteString("index", "${index}");
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    });
}
