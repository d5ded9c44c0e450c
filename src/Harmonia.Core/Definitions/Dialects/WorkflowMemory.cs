using System.Text.Json;
using System.Text.RegularExpressions;
using Harmonia.Core.Definitions.Checking;
using Harmonia.Core.Executions;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Definitions.Dialects;

/// <summary>
/// <c>memory</c> of a workflow, which becomes two tasks: one that recalls, for which whatever reads <c>memory</c>
/// waits, and one that stores how the execution ended, in <c>finally</c>. Neither can fail the execution, and each
/// waits for its component for a few seconds at most.
/// </summary>
internal static partial class WorkflowMemory
{
    /// <summary>The task that recalls.</summary>
    public const string RecallTask = ScopeNames.Memory;

    /// <summary>The task that stores.</summary>
    public const string StoreTask = "memory_store";

    private const int QueueSeconds = 5;
    private const int AttemptSeconds = 10;
    private const int MaxExcerptLength = 2048;
    private const int MaxRecalled = 100;

    private static readonly string[] Fields = ["component", "query", "limit", "namespace"];
    private static readonly string[] Conditions = ["condition", "when", "while", "until"];

    public static void Expand(DialectObject workflow, FindingList findings)
    {
        if (workflow.Json("memory") is not { } source)
        {
            return;
        }

        var origin = workflow.PlaceOf("memory");
        workflow.Remove("memory");
        var memory = Read(source, origin, findings);
        var tasks = TasksOf(workflow);
        if (workflow.Has("steps") || workflow.Has("transitions"))
        {
            findings.Error(
                FindingCodes.NotSupported,
                origin,
                "'memory' needs 'tasks': a workflow of steps has no task that runs last. Store and search with tasks.");
            return;
        }

        if (tasks.Find(task => task.Id is RecallTask or StoreTask).Id is { } taken)
        {
            findings.Error(
                FindingCodes.DuplicateTask, origin, $"'memory' makes a task '{taken}', and there is one. Rename it.");
            return;
        }

        if (memory is null || !AddTasks(workflow, memory.Value, origin))
        {
            return; // Whatever is wrong with the tasks, their reader reports.
        }

        var unbound = Unbound(workflow, tasks);
        foreach (var (_, fields) in tasks.Where(task => !unbound.Contains(task.Id ?? "") && Mentions(task.Fields)))
        {
            WaitForRecall(fields, origin);
        }

        RunLast(workflow, origin);
    }

    private static JsonElement? Read(JsonElement source, string origin, FindingList findings)
    {
        if (source.ValueKind is JsonValueKind.String && source.GetString() is { Length: > 0 } component)
        {
            return JsonText.Write(writer =>
            {
                writer.WriteStartObject();
                writer.WriteString("component", component);
                writer.WriteEndObject();
            });
        }

        if (FieldReader.Of(source, origin, findings) is not { } fields)
        {
            return null;
        }

        fields.AcceptOnly(FieldNames.Only(Fields));
        fields.Require("component");
        var isWrong = (fields.Find("component") is not null && fields.Text("component") is not { Length: > 0 })
            | (fields.Find("limit") is not null && fields.Whole("limit", 1, MaxRecalled) is null)
            | (fields.Find("query") is not null && fields.Text("query") is null)
            | (fields.Find("namespace") is not null && fields.Text("namespace") is null);
        return isWrong || fields.Find("component") is null ? null : source;
    }

    private static List<(string? Id, DialectObject Fields)> TasksOf(DialectObject workflow) =>
        workflow.Find("tasks") switch
        {
            DialectObject map =>
                [.. map.Members.Where(member => member.Value is DialectObject)
                .Select(member => ((string?)member.Name, (DialectObject)member.Value))],
            DialectList list => [.. list.Items.OfType<DialectObject>().Select(
            fields => (fields.Text("id") ?? fields.Text("task_id") ?? fields.Text("name"), fields))],
            _ => [],
        };

    private static bool AddTasks(DialectObject workflow, JsonElement memory, string origin)
    {
        var (recall, store) = (Recall(memory), Store(memory));
        switch (workflow.Find("tasks"))
        {
            case DialectObject map:
                map.Set(RecallTask, Made(null, recall));
                map.Set(StoreTask, Made(null, store));
                return true;
            case DialectList list:
                list.Add(Made(RecallTask, recall));
                list.Add(Made(StoreTask, store));
                return true;
            default:
                return false;
        }

        MadeValue Made(string? id, Action<Utf8JsonWriter> write) => MadeValue.Of(origin, writer =>
        {
            writer.WriteStartObject();
            if (id is not null)
            {
                writer.WriteString("id", id);
            }

            write(writer);
            writer.WriteNumber("timeout", AttemptSeconds);
            writer.WriteNumber("queue_timeout", QueueSeconds);
            writer.WriteNumber("retry", 0);
            writer.WriteString("on_error", "continue");
            writer.WriteEndObject();
        });
    }

    private static Action<Utf8JsonWriter> Recall(JsonElement memory) => writer =>
    {
        Copy(writer, memory, "component");
        writer.WriteString("action", "search_memories");
        writer.WriteStartObject("input");
        if (!Copy(writer, memory, "query"))
        {
            writer.WriteString("query", "${workflow.name}");
        }

        if (!Copy(writer, memory, "limit"))
        {
            writer.WriteNumber("limit", 5);
        }

        Copy(writer, memory, "namespace");
        writer.WriteNumber("min_confidence", 0);
        writer.WriteEndObject();
    };

    private static Action<Utf8JsonWriter> Store(JsonElement memory) => writer =>
    {
        Copy(writer, memory, "component");
        writer.WriteString("action", "store_memory");
        writer.WriteStartObject("input");
        writer.WriteString(
            "content",
            "The workflow ${workflow.name} ${execution.status} (execution ${execution.id})."
                + "${error == null ? '' : ' ' + error.code + ': ' + error.message.substring(0, 500)}"
                + "${(execution.output ?? null) == null ? '' : ' Output: ' + json(execution.output).substring(0, "
                + $"{MaxExcerptLength})}}");
        Copy(writer, memory, "namespace");
        writer.WriteStartObject("metadata");
        writer.WriteString("kind", "workflow_outcome");
        writer.WriteString("workflow", "${workflow.name}");
        writer.WriteString("execution_id", "${execution.id}");
        writer.WriteString("status", "${execution.status}");
        writer.WriteString("duration_seconds", "${now().diff(execution.start_time) / 1000}");
        writer.WriteString(
            "failure",
            "${error == null ? null : { task: error.task, code: error.code,"
                + " message: error.message.substring(0, 500) }}");
        writer.WriteEndObject();
        writer.WriteEndObject();
    };

    private static bool Copy(Utf8JsonWriter writer, JsonElement from, string name)
    {
        if (!from.TryGetProperty(name, out var value) || value.ValueKind is JsonValueKind.Null)
        {
            return false;
        }

        writer.WritePropertyName(name);
        value.WriteTo(writer);
        return true;
    }

    /// <summary>
    /// Tasks that cannot wait for others, or that would go on when one of several has ended: they see what is there.
    /// </summary>
    private static HashSet<string> Unbound(DialectObject workflow, List<(string? Id, DialectObject Fields)> tasks)
    {
        HashSet<string> unbound = new(StringComparer.Ordinal);
        Collect(workflow.Find("finally"), unbound);
        if (workflow.Find("error_handlers") is DialectList handlers)
        {
            foreach (var handler in handlers.Items.OfType<DialectObject>())
            {
                Collect(handler.Find("run"), unbound);
            }
        }
        else if (workflow.Json("error_handlers") is { ValueKind: JsonValueKind.Array } kept)
        {
            foreach (var handler in kept.EnumerateArray().Where(item => item.ValueKind is JsonValueKind.Object))
            {
                Collect(handler.TryGetProperty("run", out var run) ? new KeptValue(run, "") : null, unbound);
            }
        }

        foreach (var (id, fields) in tasks)
        {
            if (fields.Json("on_error") is { ValueKind: JsonValueKind.Object } mode
                && mode.TryGetProperty("goto", out var handler))
            {
                Collect(new KeptValue(handler, ""), unbound);
            }

            if (id is not null && fields.Has("join") && fields.Text("join") is not ("all" or "all_success"))
            {
                unbound.Add(id);
            }
        }

        return unbound;
    }

    private static void Collect(DialectValue? value, HashSet<string> ids)
    {
        switch (value)
        {
            case KeptValue { Json.ValueKind: JsonValueKind.String } one:
                ids.Add(one.Json.GetString()!);
                break;
            case KeptValue { Json.ValueKind: JsonValueKind.Array } several:
                foreach (var item in several.Json.EnumerateArray())
                {
                    Collect(new KeptValue(item, ""), ids);
                }

                break;
            case DialectList list:
                list.Items.ForEach(item => Collect(item, ids));
                break;
            default:
                break;
        }
    }

    private static void WaitForRecall(DialectObject fields, string origin)
    {
        if (fields.Text("depends_on") is { } one)
        {
            fields.Set("depends_on", MadeValue.Of(fields.PlaceOf("depends_on"), writer =>
            {
                writer.WriteStartArray();
                writer.WriteStringValue(one);
                writer.WriteStringValue(RecallTask);
                writer.WriteEndArray();
            }));
        }
        else if (fields.OpenList("depends_on") is { } several)
        {
            several.Add(MadeValue.Text(RecallTask, origin));
        }
        else if (!fields.Has("depends_on"))
        {
            fields.Set("depends_on", MadeValue.Of(origin, writer =>
            {
                writer.WriteStartArray();
                writer.WriteStringValue(RecallTask);
                writer.WriteEndArray();
            }));
        }
    }

    private static void RunLast(DialectObject workflow, string origin)
    {
        if (workflow.OpenList("finally") is { } last)
        {
            last.Add(MadeValue.Text(StoreTask, origin));
        }
        else if (!workflow.Has("finally"))
        {
            workflow.Set("finally", MadeValue.Of(origin, writer =>
            {
                writer.WriteStartArray();
                writer.WriteStringValue(StoreTask);
                writer.WriteEndArray();
            }));
        }
    }

    private static bool Mentions(DialectValue value, bool isExpression = false) => value switch
    {
        DialectObject fields => fields.Members.Any(
            member => Mentions(member.Value, isExpression || Conditions.Contains(member.Name, StringComparer.Ordinal))),
        DialectList list => list.Items.Exists(item => Mentions(item, isExpression)),
        KeptValue { Json: var json } => Mentions(json, isExpression),
        MadeValue { Json: var json } => Mentions(json, isExpression),
        _ => false,
    };

    /// <summary>A text that only looks as if it read the memory waits for it in vain, which harms nobody.</summary>
    private static bool Mentions(JsonElement json, bool isExpression) => json.ValueKind switch
    {
        JsonValueKind.String => json.GetString()! is var text
            && (isExpression || text.Contains("${", StringComparison.Ordinal)) && Name().IsMatch(text),
        JsonValueKind.Array => json.EnumerateArray().Any(item => Mentions(item, isExpression)),
        JsonValueKind.Object => json.EnumerateObject().Any(
            member => Mentions(member.Value, isExpression || Conditions.Contains(member.Name, StringComparer.Ordinal))),
        _ => false,
    };

    [GeneratedRegex(@"(?<![\w.])memory(?!\w)", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
