using System.Collections.Immutable;
using System.Text.Json;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Definitions.Checking;

/// <summary>Reads <c>error_handlers</c> and <c>finally</c>: tasks that do not run from the start.</summary>
internal static class RoleReader
{
    private const int MaxHandlers = 100;
    private static readonly FieldNames HandlerFields = FieldNames.Only("on", "run");

    public static ImmutableArray<ErrorHandler> ReadHandlers(FieldReader workflow, FindingList findings)
    {
        if (workflow.Find("error_handlers") is not { } source)
        {
            return [];
        }

        if (source.ValueKind != JsonValueKind.Array || source.GetArrayLength() > MaxHandlers)
        {
            workflow.WrongType(
                "error_handlers", $"a list of at most {MaxHandlers} {{\"on\": […], \"run\": id}}", source);
            return [];
        }

        var handlers = ImmutableArray.CreateBuilder<ErrorHandler>();
        foreach (var item in source.EnumerateArray())
        {
            var pointer = JsonPointer.Append(workflow.At("error_handlers"), handlers.Count);
            if (FieldReader.Of(item, pointer, findings) is not { } fields)
            {
                return [];
            }

            fields.AcceptOnly(HandlerFields);
            fields.Require("run");
            handlers.Add(new ErrorHandler(OneOrMore(fields, "on") ?? ["*"], OneOrMore(fields, "run") ?? []));
        }

        return handlers.DrainToImmutable();
    }

    /// <summary>
    /// Gives their roles to the tasks that are named, and to all that wait for those: <c>finally</c> wins, as it comes
    /// last.
    /// </summary>
    public static void Assign(BodyDraft root, WorkflowHeader header, FindingList findings)
    {
        for (var place = 0; place < header.ErrorHandlers.Length; place++)
        {
            var pointer = $"/error_handlers/{place}/run";
            Assign(root, header.ErrorHandlers[place].Run, TaskRole.Handler, pointer, findings);
        }

        Assign(root, header.Finally, TaskRole.Finally, "/finally", findings);
        foreach (var members in root.Graph.Components)
        {
            foreach (var task in members.Select(member => root.Tasks[member]))
            {
                var before = task.Dependencies.Select(dependency => root.Tasks[dependency.Task].Role);
                task.Role = before.Append(task.Role).Max();
            }
        }

        foreach (var task in root.Tasks.Where(task => task.Role == TaskRole.Finally))
        {
            RefuseEarlier(task, root, findings);
        }
    }

    /// <summary>When the last tasks run everything else has ended, and there is nothing to wait for.</summary>
    private static void RefuseEarlier(TaskDraft task, BodyDraft root, FindingList findings)
    {
        var earlier = task.Dependencies.Select(dependency => root.Tasks[dependency.Task])
            .FirstOrDefault(other => other.Role != TaskRole.Finally);
        if (earlier is not null)
        {
            findings.Error(
                FindingCodes.InvalidValue,
                $"{task.Pointer}/depends_on",
                $"'{task.Id}' runs last, when '{earlier.Id}' has ended in any case. Remove it from depends_on; its"
                    + " status and output can be referred to all the same.");
        }
    }

    private static void Assign(
        BodyDraft root, ImmutableArray<string> ids, TaskRole role, string pointer, FindingList findings)
    {
        foreach (var id in ids)
        {
            var index = root.Index.IndexOf(id);
            if (index < 0)
            {
                findings.Error(
                    FindingCodes.UnknownTask,
                    pointer,
                    $"There is no task '{Shown.Text(id)}' to run. Correct the id or add the task.",
                    () => root.Index.Nearest(id));
                continue;
            }

            var task = root.Tasks[index];
            if (role == TaskRole.Handler && task.Dependencies.Count > 0)
            {
                findings.Error(
                    FindingCodes.InvalidValue,
                    pointer,
                    $"'{Shown.Text(id)}' waits for other tasks, and would not run when a failure calls for it."
                        + " Remove its depends_on, or name the first task of its chain.");
            }

            task.Role = role > task.Role ? role : task.Role;
        }
    }

    private static ImmutableArray<string>? OneOrMore(FieldReader fields, string name) =>
        fields.Find(name) is { ValueKind: JsonValueKind.String } one ? [one.GetString()!] : fields.Texts(name);
}
