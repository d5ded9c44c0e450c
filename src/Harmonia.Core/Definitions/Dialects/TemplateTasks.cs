using System.Text.Json;
using Harmonia.Core.Definitions.Checking;
using Harmonia.Core.Executions;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Definitions.Dialects;

/// <summary>
/// Tasks as templates and boards of the family write them: <c>dependencies</c> by id or name, no <c>action</c>,
/// notes beside the fields, and Jinja for references.
/// </summary>
internal sealed class TemplateTasks
{
    private static readonly string[] Notes = ["hours", "status"];
    private static readonly string[] Templates = ["input", "condition", "result"];

    private readonly IReadOnlyList<DialectTask> _tasks;
    private readonly HashSet<string> _ids;
    private readonly TextEdits _jinja;
    private readonly FindingList _findings;

    private TemplateTasks(
        IReadOnlyList<DialectTask> tasks, HashSet<string> inputs, IReadOnlySet<string> parameters, FindingList findings)
    {
        (_tasks, _findings) = (tasks, findings);
        _ids = [.. tasks.Select(task => task.Id).OfType<string>()];
        var translator = new JinjaTranslator(root => root switch
        {
            _ when parameters.Contains(root) => $"param.{root}",
            _ when inputs.Contains(root) => $"input.{root}",
            _ when _ids.Contains(root) => $"tasks.{root}",
            _ when ScopeNames.Everywhere.Contains(root) => root,
            _ => $"param.{root}",
        });
        _jinja = new TextEdits((text, origin) => Translate(translator, text, origin));
    }

    /// <summary>Whether a task is written in this way; one is enough for its document.</summary>
    public static bool IsOne(DialectTask task) => task.Fields.Has("dependencies");

    public static void Resolve(
        DialectObject workflow,
        IReadOnlyList<DialectTask> tasks,
        IReadOnlySet<string> parameters,
        FindingList findings)
    {
        var template = new TemplateTasks(tasks, DeclaredInputs(workflow), parameters, findings);
        template._jinja.Apply(workflow, "result");
        var idByName = template.IdsByName();
        foreach (var (id, fields) in tasks)
        {
            template.NameDependencies(fields, idByName);
            NameAction(id, fields);
            KeepNotes(fields);
            foreach (var member in Templates)
            {
                template._jinja.Apply(fields, member);
            }
        }
    }

    private static HashSet<string> DeclaredInputs(DialectObject workflow)
    {
        var declared = workflow.Json("input") ?? workflow.Json("input_schema");
        if (declared is not { ValueKind: JsonValueKind.Object } shape)
        {
            return [];
        }

        var properties = shape.TryGetProperty("properties", out var listed)
            && listed.ValueKind == JsonValueKind.Object ? listed : shape;
        return [.. properties.EnumerateObject().Select(property => property.Name)];
    }

    /// <summary>Names that only one task has.</summary>
    private Dictionary<string, string> IdsByName() => _tasks
        .Where(task => task.Id is not null && task.Fields.Text("name") is not null)
        .GroupBy(task => task.Fields.Text("name")!, task => task.Id!, StringComparer.Ordinal)
        .Where(group => group.Count() == 1)
        .ToDictionary(group => group.Key, group => group.Single(), StringComparer.Ordinal);

    private void NameDependencies(DialectObject fields, Dictionary<string, string> idByName) => new TextEdits(
        (text, _) => !_ids.Contains(text) && idByName.TryGetValue(text, out var id) ? id : null)
        .Apply(fields, "depends_on");

    /// <summary>Such a component is called for the task itself, as providers of the documents serve it.</summary>
    private static void NameAction(string? id, DialectObject fields)
    {
        if (id is not null && fields.Has("component") && !fields.Has("action"))
        {
            fields.Remove("action");
            fields.Set("action", MadeValue.Text(id, fields.PlaceOf("component")));
        }
    }

    private static void KeepNotes(DialectObject fields)
    {
        foreach (var name in Notes.Where(fields.Has))
        {
            var note = fields.Find(name)!;
            fields.Remove(name);
            if (fields.OpenObject("metadata") is { } metadata)
            {
                metadata.Set(name, note);
                continue;
            }

            var made = new DialectObject(note.Origin);
            made.Set(name, note);
            fields.Set("metadata", made);
        }
    }

    private string? Translate(JinjaTranslator translator, string text, string origin)
    {
        try
        {
            return translator.Translate(text);
        }
        catch (FormatException problem)
        {
            _findings.Error(FindingCodes.InvalidExpression, origin, problem.Message);
            return null;
        }
    }
}
