using System.Text.Json;
using Harmonia.Core.Expressions;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Definitions.Checking.Transitions;

/// <summary>Reads the transitions of a workflow with <c>steps</c>: those of each one, and those beside them.</summary>
internal sealed class RouteReader
{
    /// <summary>Transitions of one workflow.</summary>
    private const int MaxTransitions = 20_000;

    private static readonly FieldNames OwnFields = FieldNames.Only(
        "to", "condition", "name", "on", "threads", "automatic");

    private static readonly FieldNames SharedFields = OwnFields.With("from");

    private readonly RouteDraft[] _routes;
    private readonly BodyDraft _body;
    private readonly FindingList _findings;
    private int _transitions;

    private RouteReader(BodyDraft body, FindingList findings)
    {
        (_body, _findings) = (body, findings);
        _routes = [.. body.Tasks.Select(task =>
        {
            var fields = new FieldReader(task.Source, task.Pointer, findings);
            return new RouteDraft(task)
            {
                Fields = fields,
                Type = fields.Find("type") is { ValueKind: JsonValueKind.String } type ? type.GetString()! : "action",
            };
        })];
    }

    public static void Read(FieldReader workflow, BodyDraft body, FindingList findings)
    {
        var reader = new RouteReader(body, findings);
        foreach (var route in reader._routes)
        {
            reader.ReadOwn(route);
        }

        reader.ReadList(workflow, SharedFields, null);
        foreach (var route in reader._routes)
        {
            reader.ReadSources(route);
        }

        RoutingBuilder.Build(reader._routes, findings);
    }

    /// <summary>Who takes care of failures follows transitions too, and nothing can be made to come last.</summary>
    public static void CheckRoles(BodyDraft root, WorkflowHeader header, FindingList findings)
    {
        for (var place = 0; place < header.ErrorHandlers.Length; place++)
        {
            foreach (var id in header.ErrorHandlers[place].Run.Where(id => root.Index.IndexOf(id) < 0))
            {
                Unknown(findings, root, $"/error_handlers/{place}/run", id);
            }
        }

        if (!header.Finally.IsEmpty)
        {
            findings.Error(
                FindingCodes.NotSupported,
                "/finally",
                "A workflow with 'steps' has no 'finally'. Let transitions lead to what comes last.");
        }
    }

    private static void Unknown(FindingList findings, BodyDraft body, string pointer, string id) => findings.Error(
        FindingCodes.UnknownTask,
        pointer,
        $"There is nothing called '{Shown.Text(id)}' among the steps. Correct the id or add it.",
        () => body.Index.Nearest(id));

    private void ReadOwn(RouteDraft route)
    {
        var (fields, type) = (route.Fields, route.Type);
        Refuse(fields, "depends_on", true, "Transitions say what comes after what here.");
        Refuse(fields, "branches", type != "fork", "Only a fork has branches.");
        Refuse(fields, "sources", type != "join", "Only a join has sources.");
        Refuse(fields, "terminate", type != "end", "Only an end can end everything else.");
        Refuse(fields, "streaming", true, "Chunks are for tasks that wait for each other.");
        ReadList(fields, OwnFields, route);
        var ids = fields.Texts("branches") ?? [];
        for (var place = 0; place < ids.Length; place++)
        {
            if (Find(ids[place], JsonPointer.Append(fields.At("branches"), place)) is { } target
                && !route.Next.Contains(target.Task.Index))
            {
                route.Add(target, null, null, TaskEnds.Completed, 1);
            }
        }

        if (route.Task.Handler is { } handler && Find(handler, fields.At("on_error") + "/goto") is { } taker)
        {
            route.Handler = taker.Task.Index;
            taker.IsHandler = true;
        }
    }

    private void ReadSources(RouteDraft route)
    {
        var ids = route.Fields.Texts("sources") ?? [];
        for (var place = 0; place < ids.Length; place++)
        {
            if (Find(ids[place], JsonPointer.Append(route.Fields.At("sources"), place)) is { } source
                && !source.Next.Contains(route.Task.Index))
            {
                source.Add(route, null, null, TaskEnds.Completed, 1);
            }
        }
    }

    private void ReadList(FieldReader holder, FieldNames names, RouteDraft? owner)
    {
        if (holder.Find("transitions") is not { } list)
        {
            return;
        }

        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() > MaxTransitions - _transitions)
        {
            holder.WrongType("transitions", $"a list of transitions, {MaxTransitions} in all at most", list);
            return;
        }

        _transitions += list.GetArrayLength();
        var place = 0;
        foreach (var item in list.EnumerateArray())
        {
            var pointer = JsonPointer.Append(holder.At("transitions"), place++);
            if (FieldReader.Of(item, pointer, _findings) is { } fields)
            {
                fields.AcceptOnly(names);
                ReadTransition(fields, owner);
            }
        }
    }

    private void ReadTransition(FieldReader fields, RouteDraft? owner)
    {
        fields.Require("to");
        if (owner is null)
        {
            fields.Require("from");
        }

        var source = owner ?? (fields.Text("from") is { } from ? Find(from, fields.At("from")) : null);
        var target = fields.Text("to") is { } to ? Find(to, fields.At("to")) : null;
        var condition = ConditionReader.Read(fields, "condition", _findings);
        var on = fields.Find("on") is null ? (TaskEnds?)null : ReadEnds(fields);
        var threads = fields.Whole("threads", 1, Transition.MostThreads) ?? 1;
        var name = fields.Label("name", 200);
        if (source is not null && target is not null)
        {
            source.Add(target, name, condition, on ?? EndsSeen(source.Task.Id, condition), threads);
        }
    }

    /// <summary>A condition that asks how the task ended wants to be asked however it did.</summary>
    private static TaskEnds EndsSeen(string id, Condition? condition)
    {
        var asks = condition?.References.Any(entry => entry.Reference.Segments switch
        {
            ["state", var task, "success" or "error" or "error_code" or "timed_out", ..] => task == id,
            ["tasks", var task, "status" or "error", ..] => task == id,
            ["state", "status"] => true,
            _ => false,
        });
        return asks == true ? TaskEnds.Completed | TaskEnds.Failed : TaskEnds.Completed;
    }

    private TaskEnds ReadEnds(FieldReader fields)
    {
        var ends = TaskEnds.None;
        foreach (var word in fields.Texts("on") ?? [])
        {
            switch (word)
            {
                case "completed":
                    ends |= TaskEnds.Completed;
                    break;
                case "failed":
                    ends |= TaskEnds.Failed;
                    break;
                default:
                    _findings.Error(
                        FindingCodes.InvalidValue,
                        fields.At("on"),
                        $"A transition is taken on \"completed\" or \"failed\", not \"{Shown.Text(word)}\".");
                    break;
            }
        }

        return ends;
    }

    private RouteDraft? Find(string id, string pointer)
    {
        if (_body.Index.IndexOf(id) is var index and >= 0)
        {
            return _routes[index];
        }

        Unknown(_findings, _body, pointer, id);
        return null;
    }

    private void Refuse(FieldReader fields, string name, bool isWrong, string why)
    {
        if (isWrong && fields.Find(name) is not null)
        {
            _findings.Error(FindingCodes.InvalidValue, fields.At(name), $"{why} Remove '{name}'.");
        }
    }
}
