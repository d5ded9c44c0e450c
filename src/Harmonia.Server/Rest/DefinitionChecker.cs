using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using Harmonia.Core.Definitions;
using Harmonia.Core.Failures;
using Harmonia.Engine.Ports;
using Harmonia.Server.Hosting;

namespace Harmonia.Server.Rest;

/// <summary>A definition that can be executed.</summary>
/// <param name="Definition">Compiled.</param>
/// <param name="Stored">Its text, as it is kept.</param>
/// <param name="Warnings">What somebody should look at.</param>
internal sealed record CheckedDefinition(
    WorkflowDefinition Definition, StoredDefinition Stored, ImmutableArray<Finding> Warnings);

/// <summary>Compiles definitions that come in, once for each text.</summary>
internal sealed class DefinitionChecker(EmbeddedEngine embedded)
{
    private const int MaxRemembered = 256;

    private readonly ConcurrentDictionary<string, CheckedDefinition> _byHash = new(StringComparer.Ordinal);

    /// <summary>Everything that is found in a definition, placed in its text.</summary>
    public (WorkflowDefinition? Definition, Finding[] Findings) Check(SourceDocument document)
    {
        var (definition, findings) = WorkflowCompiler.Compile(
            document.Root, embedded.Catalog, embedded.DefinitionLimits);
        return (definition, [.. findings.Select(document.Place)]);
    }

    /// <exception cref="ApiException">It has errors.</exception>
    public CheckedDefinition Require(SourceDocument document)
    {
        var text = DefinitionText.Of(document.Root);
        if (_byHash.TryGetValue(text.Hash, out var known))
        {
            return known;
        }

        var (definition, findings) = Check(document);
        return Remember(text, definition, findings);
    }

    /// <summary>The same for a definition inside a body.</summary>
    /// <param name="document">The body.</param>
    /// <param name="source">The definition in it.</param>
    /// <param name="pointer">Where that is.</param>
    /// <exception cref="ApiException">It has errors.</exception>
    public CheckedDefinition Require(SourceDocument document, JsonElement source, string pointer)
    {
        var text = DefinitionText.Of(source);
        if (_byHash.TryGetValue(text.Hash, out var known))
        {
            return known;
        }

        if (text.Utf8.Length > embedded.DocumentLimits.MaxBytes)
        {
            var reason = $"The definition is larger than {embedded.DocumentLimits.MaxBytes} bytes.";
            throw new ApiException(Problem.Of(
                ApiCodes.PayloadTooLarge, [document.Place(new Finding(FindingCodes.TooLarge, pointer, reason))], 413));
        }

        var (definition, findings) = WorkflowCompiler.Compile(source, embedded.Catalog, embedded.DefinitionLimits);
        return Remember(
            text,
            definition,
            [.. findings.Select(finding => document.Place(finding with { Pointer = pointer + finding.Pointer }))]);
    }

    /// <summary>The same for a definition that was made here, of something that stands at a place of the request.
    /// </summary>
    /// <exception cref="ApiException">It has errors.</exception>
    public CheckedDefinition RequireMade(JsonElement source, string pointer)
    {
        var text = DefinitionText.Of(source);
        var (definition, findings) = WorkflowCompiler.Compile(source, embedded.Catalog, embedded.DefinitionLimits);
        return Remember(
            text, definition, [.. findings.Select(finding => finding with { Pointer = pointer + finding.Pointer })]);
    }

    private CheckedDefinition Remember(DefinitionText text, WorkflowDefinition? definition, Finding[] findings)
    {
        if (definition is null)
        {
            throw new ApiException(Problem.Of(ApiCodes.InvalidInput, findings));
        }

        if (_byHash.Count >= MaxRemembered)
        {
            _byHash.Clear();
        }

        var compiled = new CheckedDefinition(definition, new StoredDefinition(text.Hash, text.Utf8), [.. findings]);
        embedded.Engine.Definitions.Add(definition);
        return _byHash[text.Hash] = compiled;
    }
}
