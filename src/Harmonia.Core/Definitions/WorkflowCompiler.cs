using System.Collections.Immutable;
using System.Text.Json;
using Harmonia.Core.Definitions.Checking;
using Harmonia.Core.Definitions.Checking.Transitions;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Definitions;

/// <summary>What a definition may contain.</summary>
public sealed record DefinitionLimits
{
    public static DefinitionLimits Default { get; } = new();

    /// <summary>Tasks in all, with those within others.</summary>
    public int MaxTasks { get; init; } = 10_000;

    /// <summary>How deep tasks may be within tasks.</summary>
    public int MaxNesting { get; init; } = 8;

    /// <summary>Findings reported at most.</summary>
    public int MaxFindings { get; init; } = 100;
}

/// <summary>What came of compiling a definition.</summary>
/// <param name="Definition"><see langword="null"/> exactly when there is an error among the findings.</param>
/// <param name="Findings">Everything found, errors before warnings, each in document order.</param>
public sealed record CompileResult(WorkflowDefinition? Definition, ImmutableArray<Finding> Findings);

/// <summary>Checks and compiles definitions. Pure: nothing is called, fetched or run.</summary>
public static class WorkflowCompiler
{
    /// <summary>For definitions that were checked before, when what is known of components does not matter.</summary>
    internal static readonly IActionCatalog NothingIsKnown = new EmptyCatalog();

    /// <param name="source">The definition; cloned, so its document may be disposed of.</param>
    /// <param name="catalog">What is known of components now.</param>
    /// <param name="limits">What it may contain.</param>
    public static CompileResult Compile(JsonElement source, IActionCatalog catalog, DefinitionLimits limits)
    {
        // Cloned first, as the compiled templates keep parts of it.
        var document = source.ValueKind == JsonValueKind.Undefined ? source : source.Clone();
        var findings = new FindingList(limits.MaxFindings);
        var definition = FieldReader.Of(document, "", findings) is { } fields
            ? Compile(document, fields, new ComponentChecker(catalog, findings), limits, findings)
            : null;
        return new CompileResult(definition, DocumentOrder.Sort(findings, document, limits.MaxFindings));
    }

    /// <summary>Compiles a definition that was checked when it was saved; throws only when it was not.</summary>
    /// <exception cref="InvalidOperationException">The definition has errors, all of which are in the
    /// message.</exception>
    public static WorkflowDefinition Recompile(JsonElement source)
    {
        var limits = DefinitionLimits.Default with { MaxTasks = int.MaxValue };
        var (definition, found) = Compile(source, NothingIsKnown, limits);
        return definition ?? throw new InvalidOperationException(
            "A stored definition does not compile: "
                + string.Join(" ", found.Where(finding => finding.IsError).Select(finding => finding.ToString())));
    }

    private static WorkflowDefinition? Compile(
        JsonElement document,
        FieldReader fields,
        ComponentChecker components,
        DefinitionLimits limits,
        FindingList findings)
    {
        var header = WorkflowHeader.Read(fields, findings);
        var root = new BodyReader(header.Defaults, limits, components, findings).ReadRoot(fields);
        if (root.HasTransitions)
        {
            RouteReader.CheckRoles(root, header, findings);
        }
        else
        {
            RoleReader.Assign(root, header, findings);
        }

        new ReferenceChecker(header.Input, findings).Check(root);
        return findings.HasErrors ? null : DefinitionBuilder.Build(document, header, root);
    }

    private sealed class EmptyCatalog : IActionCatalog
    {
        public IEnumerable<string> Components => [];

        public ComponentActions? Find(string component) => null;
    }
}
