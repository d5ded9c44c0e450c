using System.Collections.Immutable;
using System.Text.Json;
using Harmonia.Core.Definitions.Checking;
using Harmonia.Core.Definitions.Dialects;
using Harmonia.Core.Executions;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Templates;

/// <summary>A template that was found for a <see cref="TemplateLink"/>.</summary>
public sealed record LinkedTemplate(TemplateId Id, string Name, string Version, TemplateContent Content);

/// <summary>The definition of a saved workflow that a template is made of.</summary>
public sealed record LinkedWorkflow(WorkflowId Id, int Revision, JsonElement Definition);

/// <summary>What came of putting a template together.</summary>
/// <param name="Content"><see langword="null"/> exactly when there is an error among the findings.</param>
/// <param name="Findings">Everything found, placed in the template.</param>
public sealed record TemplateComposition(TemplateContent? Content, ImmutableArray<Finding> Findings)
{
    /// <summary>The template's own definition in the canonical form, which relates it to what was written.</summary>
    public NormalizedDefinition? Own { get; init; }
}

/// <summary>Puts a template together with what it builds on, so that it is complete in itself.</summary>
public static class TemplateComposer
{
    /// <param name="document">The template.</param>
    /// <param name="self">Its id, so that it does not come to build on itself.</param>
    /// <param name="workflow">The saved workflow that it names.</param>
    /// <param name="linked">The templates that it names; one that is missing is a finding.</param>
    /// <param name="limits">What it may take.</param>
    public static TemplateComposition Compose(
        TemplateDocument document,
        TemplateId self,
        LinkedWorkflow? workflow,
        IReadOnlyDictionary<TemplateLink, LinkedTemplate> linked,
        TemplateLimits limits)
    {
        var findings = new FindingList(limits.MaxFindings);
        var found = Resolve(document, self, linked, limits, findings);
        if (findings.HasErrors)
        {
            return new TemplateComposition(null, [.. findings]);
        }

        var own = Normalize(document, found, findings);
        var definition = workflow?.Definition ?? own?.Canonical ?? JsonText.EmptyObject;
        var parameters = document.Parameters;
        if (document.Extends is { } extends)
        {
            var inherited = linked[extends].Content;
            definition = Overlay(inherited.Definition, definition, document.DefinitionPointer, findings);
            parameters = OverlayMembers(inherited.Parameters, parameters);
        }

        (definition, parameters) = new Inclusion(document, definition, parameters, findings).Add(linked);
        ParameterReader.Compile(parameters, "/parameters", limits, findings);
        var content = findings.HasErrors ? null : new TemplateContent(parameters, definition)
        {
            Workflow = workflow?.Id,
            WorkflowRevision = workflow?.Revision,
            Origins =
            [
                .. document.Links.Select(link => new TemplateOrigin(
                    linked[link].Id, linked[link].Version, link == document.Extends ? null : link.Prefix)),
            ],
            Ancestors = [.. found.SelectMany(one => one.Content.Ancestors.Append(one.Id)).Distinct().Order()],
            Depth = 1 + found.Select(one => one.Content.Depth).DefaultIfEmpty(0).Max(),
        };
        return new TemplateComposition(content, [.. findings]) { Own = own };
    }

    /// <summary>
    /// Brings the template's own definition into the canonical form now, so that nothing that is filled in later is
    /// taken for a part of a dialect.
    /// </summary>
    private static NormalizedDefinition? Normalize(
        TemplateDocument document, List<LinkedTemplate> found, FindingList findings)
    {
        if (document.Definition is not { } definition)
        {
            return null;
        }

        var names = found.Select(one => one.Content.Parameters)
            .Append(document.Parameters)
            .SelectMany(parameters => parameters.EnumerateObject().Select(member => member.Name));
        var normalized = DialectNormalizer.Normalize(definition, names);
        foreach (var finding in normalized.Findings)
        {
            findings.Add(finding with { Pointer = document.DefinitionPointer + finding.Pointer });
        }

        return normalized;
    }

    /// <summary>Members of <paramref name="above"/> win one by one; null removes what is below.</summary>
    internal static JsonElement OverlayMembers(JsonElement below, JsonElement above) => TemplateJson.Write(writer =>
    {
        writer.WriteStartObject();
        foreach (var member in below.EnumerateObject())
        {
            if (!above.TryGetProperty(member.Name, out var winner))
            {
                member.WriteTo(writer);
            }
            else if (winner.ValueKind != JsonValueKind.Null)
            {
                writer.WritePropertyName(member.Name);
                Merge(member.Value, winner).WriteTo(writer);
            }
        }

        foreach (var member in above.EnumerateObject())
        {
            if (!below.TryGetProperty(member.Name, out _) && member.Value.ValueKind != JsonValueKind.Null)
            {
                member.WriteTo(writer);
            }
        }

        writer.WriteEndObject();
    });

    private static List<LinkedTemplate> Resolve(
        TemplateDocument document,
        TemplateId self,
        IReadOnlyDictionary<TemplateLink, LinkedTemplate> linked,
        TemplateLimits limits,
        FindingList findings)
    {
        List<LinkedTemplate> found = [];
        foreach (var link in document.Links)
        {
            if (!linked.TryGetValue(link, out var template))
            {
                var version = link.Version is null ? "" : $" with a version {link.Version}";
                findings.Error(
                    FindingCodes.UnknownTemplate,
                    link.Pointer,
                    $"There is no template '{link.Reference}'{version}. Save it first, or correct the reference.");
            }
            else if (template.Id == self || template.Content.Ancestors.Contains(self))
            {
                findings.Error(
                    FindingCodes.TemplateCycle,
                    link.Pointer,
                    $"The template '{template.Name}' builds on this one, so this one cannot build on it.");
            }
            else if (template.Content.Depth >= limits.MaxDepth)
            {
                findings.Error(
                    FindingCodes.TooDeep,
                    link.Pointer,
                    $"Templates build on each other by at most {limits.MaxDepth} levels.");
            }
            else
            {
                found.Add(template);
            }
        }

        return found;
    }

    /// <summary>Fields of the workflow are replaced as a whole, tasks one field at a time.</summary>
    private static JsonElement Overlay(JsonElement below, JsonElement above, string pointer, FindingList findings)
    {
        var (old, own) = (TaskMap.Of(below, "", findings), TaskMap.Of(above, pointer, findings));
        if (old is not null && own is not null && old.Field != own.Field)
        {
            findings.Error(
                FindingCodes.InvalidValue,
                JsonPointer.Append(pointer, own.Field),
                $"The template that is extended has '{old.Field}', so '{own.Field}' cannot be laid over it.");
        }

        if (old is null || own is null)
        {
            return Fields(below, above, null);
        }

        foreach (var (id, task) in own.ById)
        {
            if (task.ValueKind == JsonValueKind.Null)
            {
                old.ById.Remove(id);
            }
            else
            {
                old.ById[id] = old.ById.TryGetValue(id, out var replaced) ? Merge(replaced, task) : task;
            }
        }

        return Fields(below, above, old);
    }

    private static JsonElement Fields(JsonElement below, JsonElement above, TaskMap? tasks) =>
        TemplateJson.Write(writer => WriteFields(writer, below, above, tasks));

    private static void WriteFields(Utf8JsonWriter writer, JsonElement below, JsonElement above, TaskMap? tasks)
    {
        writer.WriteStartObject();
        foreach (var member in below.EnumerateObject())
        {
            if (member.Name != tasks?.Field && !above.TryGetProperty(member.Name, out _))
            {
                member.WriteTo(writer);
            }
        }

        foreach (var member in above.EnumerateObject())
        {
            if (member.Name != tasks?.Field && member.Value.ValueKind != JsonValueKind.Null)
            {
                member.WriteTo(writer);
            }
        }

        tasks?.Write(writer);
        writer.WriteEndObject();
    }

    private static JsonElement Merge(JsonElement below, JsonElement above) =>
        below.ValueKind != JsonValueKind.Object || above.ValueKind != JsonValueKind.Object
            ? above
            : TemplateJson.Write(writer =>
            {
                writer.WriteStartObject();
                foreach (var member in below.EnumerateObject())
                {
                    if (!above.TryGetProperty(member.Name, out _))
                    {
                        member.WriteTo(writer);
                    }
                }

                foreach (var member in above.EnumerateObject())
                {
                    if (member.Value.ValueKind != JsonValueKind.Null)
                    {
                        member.WriteTo(writer);
                    }
                }

                writer.WriteEndObject();
            });
}
