using System.Text.Json;
using Harmonia.Core.Definitions.Checking;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Templates;

/// <summary>Adds the tasks and parameters of included templates to a definition.</summary>
internal sealed class Inclusion(
    TemplateDocument document, JsonElement definition, JsonElement parameters, FindingList findings)
{
    private readonly OrderedDictionary<string, (JsonElement Declaration, string Template)> _parameters =
        new(StringComparer.Ordinal);

    public (JsonElement Definition, JsonElement Parameters) Add(
        IReadOnlyDictionary<TemplateLink, LinkedTemplate> linked)
    {
        if (document.Includes.IsEmpty)
        {
            return (definition, parameters);
        }

        var tasks = TaskMap.Of(definition, document.DefinitionPointer, findings);
        foreach (var link in document.Includes)
        {
            var included = linked[link];
            tasks = AddTasks(tasks, link, included);
            AddParameters(link, included);
        }

        return (WithTasks(tasks), WithParameters());
    }

    private TaskMap? AddTasks(TaskMap? tasks, TemplateLink link, LinkedTemplate included)
    {
        if (TaskMap.Of(included.Content.Definition, "", findings) is not { } fragment)
        {
            return tasks;
        }

        tasks ??= TaskMap.Empty(fragment.Field);
        if (tasks.Field != fragment.Field)
        {
            findings.Error(
                FindingCodes.InvalidValue,
                link.Pointer,
                $"The template '{included.Name}' has '{fragment.Field}', which cannot be put among '{tasks.Field}'.");
            return tasks;
        }

        var renamer = new FragmentRenamer(link.Prefix, fragment.ById.Keys.ToHashSet(StringComparer.Ordinal));
        foreach (var (id, task) in fragment.ById)
        {
            if (!tasks.ById.TryAdd(link.Prefix + id, renamer.Rename(task)))
            {
                findings.Error(
                    FindingCodes.DuplicateTask,
                    link.Pointer,
                    $"'{included.Name}' brings a task '{link.Prefix + id}', and there is one already. Give a prefix, "
                        + "or another one.");
            }
        }

        return tasks;
    }

    /// <summary>What the template declares itself wins; two that it includes have to agree.</summary>
    private void AddParameters(TemplateLink link, LinkedTemplate included)
    {
        foreach (var member in included.Content.Parameters.EnumerateObject())
        {
            if (_parameters.TryGetValue(member.Name, out var other)
                && !parameters.TryGetProperty(member.Name, out _)
                && !JsonElement.DeepEquals(other.Declaration, member.Value))
            {
                findings.Error(
                    FindingCodes.InvalidValue,
                    link.Pointer,
                    $"'{included.Name}' and '{other.Template}' declare the parameter '{member.Name}' differently. "
                        + "Declare it here.");
            }

            _parameters.TryAdd(member.Name, (member.Value, included.Name));
        }
    }

    private JsonElement WithTasks(TaskMap? tasks) => tasks is null ? definition : TemplateJson.Write(writer =>
    {
        writer.WriteStartObject();
        foreach (var member in definition.EnumerateObject().Where(member => member.Name != tasks.Field))
        {
            member.WriteTo(writer);
        }

        tasks.Write(writer);
        writer.WriteEndObject();
    });

    private JsonElement WithParameters()
    {
        var included = TemplateJson.Write(writer =>
        {
            writer.WriteStartObject();
            foreach (var (name, (declaration, _)) in _parameters)
            {
                writer.WritePropertyName(name);
                declaration.WriteTo(writer);
            }

            writer.WriteEndObject();
        });
        return TemplateComposer.OverlayMembers(included, parameters);
    }
}
