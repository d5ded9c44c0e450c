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

/// <summary>
/// Normalises and compiles definitions that come in: once for each text, and anew when a component that it names has
/// changed.
/// </summary>
internal sealed class DefinitionChecker
{
    private const int MaxRemembered = 256;

    private readonly EmbeddedEngine _embedded;
    private readonly ConcurrentDictionary<string, CheckedDefinition> _byHash = new(StringComparer.Ordinal);
    private long _changes;

    public DefinitionChecker(EmbeddedEngine embedded)
    {
        _embedded = embedded;
        embedded.Directory.Changed += Forget;
    }

    /// <summary>Everything that is found in a definition, placed in its text.</summary>
    public (WorkflowDefinition? Definition, Finding[] Findings) Check(SourceDocument document)
    {
        var (definition, findings, _) = Take(document.Root);
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

        return Remember(text, document.Root, document.Place);
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

        if (text.Utf8.Length > _embedded.DocumentLimits.MaxBytes)
        {
            var reason = $"The definition is larger than {_embedded.DocumentLimits.MaxBytes} bytes.";
            throw new ApiException(Problem.Of(
                ApiCodes.PayloadTooLarge, [document.Place(new Finding(FindingCodes.TooLarge, pointer, reason))], 413));
        }

        return Remember(
            text, source, finding => document.Place(finding with { Pointer = pointer + finding.Pointer }));
    }

    /// <summary>
    /// Compiles a canonical definition that was made here, of something that stands at a place of the request. It is
    /// not normalised, as texts that came in as values must stay texts.
    /// </summary>
    /// <exception cref="ApiException">It has errors.</exception>
    public CheckedDefinition RequireMade(JsonElement source, string pointer)
    {
        var text = DefinitionText.Of(source);
        var (definition, found) = WorkflowCompiler.Compile(source, _embedded.Catalog, _embedded.DefinitionLimits);
        Finding[] findings = [.. found.Select(finding => finding with { Pointer = pointer + finding.Pointer })];
        if (definition is null)
        {
            throw new ApiException(Problem.Of(ApiCodes.InvalidInput, findings));
        }

        _embedded.Engine.Definitions.Add(definition);
        return new CheckedDefinition(definition, new StoredDefinition(text.Hash, text.Utf8), [.. findings]);
    }

    private IntakeResult Take(JsonElement source) =>
        WorkflowIntake.Take(source, _embedded.Catalog, _embedded.DefinitionLimits);

    private CheckedDefinition Remember(DefinitionText text, JsonElement source, Func<Finding, Finding> place)
    {
        var changes = Volatile.Read(ref _changes);
        var taken = Take(source);
        Finding[] findings = [.. taken.Findings.Select(place)];
        if (taken.Definition is not { } definition)
        {
            throw new ApiException(Problem.Of(ApiCodes.InvalidInput, findings));
        }

        if (_byHash.Count >= MaxRemembered)
        {
            _byHash.Clear();
        }

        var written = new StoredDefinition(text.Hash, text.Utf8);
        var stored = taken.IsNormalized
            ? new StoredDefinition(definition.Hash, DefinitionText.Of(definition.Source).Utf8) { Original = written }
            : written;
        var compiled = new CheckedDefinition(definition, stored, [.. findings]);
        _embedded.Engine.Definitions.Add(definition);
        _byHash[text.Hash] = compiled;
        if (Volatile.Read(ref _changes) != changes)
        {
            _byHash.TryRemove(text.Hash, out _); // A component changed meanwhile; what was found may be out of date.
        }

        return compiled;
    }

    private void Forget(string component)
    {
        Interlocked.Increment(ref _changes);
        foreach (var (hash, known) in _byHash)
        {
            if (Names(known.Definition.Root, component))
            {
                _byHash.TryRemove(hash, out _);
            }
        }
    }

    private static bool Names(TaskBody body, string component) => body.Tasks.Any(task =>
        task.Component == component
        || task.Compensation?.Component == component
        || (task.Body is { } inner && Names(inner, component)));
}
