using System.Collections.Immutable;
using System.Text.Json;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Definitions;

/// <summary>What a definition may contain.</summary>
public sealed record DefinitionLimits
{
    public static DefinitionLimits Default { get; } = new();

    public int MaxTasks { get; init; } = 10_000;

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
    /// <param name="source">The definition; cloned, so its document may be disposed of.</param>
    /// <param name="catalog">What is known of components now.</param>
    /// <param name="limits">What it may contain.</param>
    public static CompileResult Compile(JsonElement source, IActionCatalog catalog, DefinitionLimits limits) =>
        throw new NotImplementedException();

    /// <summary>Compiles a definition that was checked when it was saved; throws only when it was not.</summary>
    public static WorkflowDefinition Recompile(JsonElement source) => throw new NotImplementedException();
}
