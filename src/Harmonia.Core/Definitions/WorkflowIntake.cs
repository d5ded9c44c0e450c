using System.Collections.Immutable;
using System.Text.Json;
using Harmonia.Core.Definitions.Checking;
using Harmonia.Core.Definitions.Dialects;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Definitions;

/// <summary>What came of taking a definition in.</summary>
/// <param name="Definition">Compiled from the canonical form; <see langword="null"/> exactly when there is an error
/// among the findings.</param>
/// <param name="Findings">Everything found, placed in what the author wrote; errors before warnings.</param>
/// <param name="IsNormalized">Whether the canonical form differs from what the author wrote.</param>
public sealed record IntakeResult(
    WorkflowDefinition? Definition, ImmutableArray<Finding> Findings, bool IsNormalized);

/// <summary>Takes definitions in whatever dialect they come: normalises, checks and compiles. Pure.</summary>
public static class WorkflowIntake
{
    /// <param name="source">The definition as its author wrote it.</param>
    /// <param name="catalog">What is known of components now.</param>
    /// <param name="limits">What it may contain.</param>
    public static IntakeResult Take(JsonElement source, IActionCatalog catalog, DefinitionLimits limits)
    {
        var normalized = DialectNormalizer.Normalize(source);
        var (definition, found) = WorkflowCompiler.Compile(normalized.Canonical, catalog, limits);
        if (!normalized.IsChanged && normalized.Findings.IsEmpty)
        {
            return new IntakeResult(definition, found, false);
        }

        var findings = new FindingList(limits.MaxFindings);
        foreach (var finding in normalized.Findings.Concat(found.Select(normalized.ToOriginal)).Distinct())
        {
            findings.Add(finding);
        }

        return new IntakeResult(
            findings.HasErrors ? null : definition,
            DocumentOrder.Sort(findings, source, limits.MaxFindings),
            normalized.IsChanged);
    }
}
