using System.Collections.Frozen;
using System.Text.Json;
using Harmonia.Core.Definitions.Checking;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Definitions.Dialects;

/// <summary>
/// Brings every dialect of workflow documents into the one canonical form. Pure; <c>docs/dialects.md</c> has the rules.
/// </summary>
public static class DialectNormalizer
{
    /// <summary>Findings reported at most.</summary>
    private const int MaxFindings = 100;

    /// <summary>Normalises a definition; one that is canonical already comes back as it is.</summary>
    /// <param name="source">The definition as its author wrote it.</param>
    /// <param name="parameters">Parameters that a template declares beside its definition, to which the names in
    /// <c>{{ }}</c> refer first.</param>
    public static NormalizedDefinition Normalize(JsonElement source, IEnumerable<string>? parameters = null)
    {
        var findings = new FindingList(MaxFindings);
        if (source.ValueKind != JsonValueKind.Object)
        {
            return Unchanged(source, findings);
        }

        var workflow = DialectObject.Of(source, "");
        FieldSpellings.OfWorkflow(workflow, findings);
        HandlerSpellings.OfWorkflow(workflow, findings);
        NormalizeTasks(workflow, (parameters ?? []).ToFrozenSet(StringComparer.Ordinal), findings);
        NormalizeTransitions(workflow, findings);
        WorkflowMemory.Expand(workflow, findings);
        if (!workflow.IsChanged)
        {
            return Unchanged(source, findings);
        }

        try
        {
            var (canonical, map) = CanonicalWriter.Write(workflow);
            return new NormalizedDefinition(canonical, true, map, [.. findings]);
        }
        catch (JsonException)
        {
            findings.Error(
                FindingCodes.TooDeep, "", "In the canonical form this is nested deeper than 64 levels. Flatten it.");
            return Unchanged(source, findings);
        }
    }

    private static NormalizedDefinition Unchanged(JsonElement source, IEnumerable<Finding> findings) =>
        new(source, false, PointerMap.Identity, [.. findings]);

    /// <param name="owner">The workflow, or a task that contains tasks.</param>
    /// <param name="parameters">Of the template.</param>
    /// <param name="findings">Gets what is wrong.</param>
    private static void NormalizeTasks(DialectObject owner, IReadOnlySet<string> parameters, FindingList findings)
    {
        var tasks = DialectTask.OpenAll(owner, "tasks");
        var isChain = tasks.Exists(TaskChain.IsLink);
        var isTemplate = tasks.Exists(TemplateTasks.IsOne);
        foreach (var (_, fields) in tasks)
        {
            NormalizeFields(fields, findings);
            NormalizeTasks(fields, parameters, findings);
        }

        TaskChain.Resolve(tasks, findings);
        if (isTemplate)
        {
            TemplateTasks.Resolve(owner, tasks, parameters, findings);
        }

        new FreeTypes(tasks, findings).Resolve(anyWord: isChain);
    }

    private static void NormalizeTransitions(DialectObject workflow, FindingList findings)
    {
        var tasks = DialectTask.OpenAll(workflow, "steps");
        foreach (var (_, fields) in tasks)
        {
            NormalizeFields(fields, findings);
            BarePaths.Resolve(fields);
        }

        new FreeTypes(tasks, findings).ResolveInTransitions();
    }

    private static void NormalizeFields(DialectObject fields, FindingList findings)
    {
        FieldSpellings.OfTask(fields, findings);
        TimeSpellings.OfTask(fields);
        RetrySpellings.OfTask(fields, findings);
    }
}
