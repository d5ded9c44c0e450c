using System.Collections.Concurrent;
using System.Text.Json;
using Harmonia.Components.Registered;
using Harmonia.Components.Workers;
using Harmonia.Core.Definitions;
using Harmonia.Core.Failures;
using Harmonia.Engine.Ports;
using Microsoft.Extensions.Logging;

namespace Harmonia.Server.Hosting;

/// <summary>
/// Registers components: first in the store, so that they are there after a restart, then among those that can be
/// called.
/// </summary>
/// <remarks>Safe to call from many threads; changes come one after another, in the order of the store.</remarks>
internal sealed partial class ComponentRegistry(
    IComponentStore store,
    RegisteredComponents live,
    WorkerRegistration workers,
    TimeProvider time,
    ILogger<ComponentRegistry> logger) : IDisposable
{
    private const int LoadedAtOnce = 100;

    private readonly SemaphoreSlim _changes = new(1);
    private readonly ConcurrentDictionary<string, SavedComponent> _saved = new(StringComparer.Ordinal);

    public IComponentStore Store => store;

    /// <summary>Those that can be called.</summary>
    public RegisteredComponents Live => live;

    /// <summary>Names of all that are saved, with those that cannot be used.</summary>
    public ICollection<string> Names => _saved.Keys;

    public SavedComponent? Find(string name) => _saved.GetValueOrDefault(name);

    /// <summary>Brings back what is saved. One that cannot be used is kept, and nobody does its tasks.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        workers.Saved += Saw;
        for (var offset = 0; ; offset += LoadedAtOnce)
        {
            var (items, total) = await store.ListAsync(LoadedAtOnce, offset, cancellationToken);
            foreach (var component in items)
            {
                await UseAsync(component, Read(component, out var problem), problem);
            }

            if (offset + items.Count >= total)
            {
                return;
            }
        }
    }

    /// <summary>Saves a component in which nothing was found, and puts it among those that can be called.</summary>
    public async Task<SaveComponentOutcome> SaveAsync(
        ComponentDeclaration declaration,
        DefinitionText text,
        SaveCondition condition,
        CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var component = new StoredComponent
        {
            Name = declaration.Name,
            Kind = declaration.Protocol,
            Declaration = text.Utf8,
            ContentHash = text.Hash,
            CreatedAt = now,
            UpdatedAt = now,
        };
        await _changes.WaitAsync(cancellationToken);
        try
        {
            // From here on it is done whole: who gives up in between would leave the two sides apart.
            var outcome = await store.SaveAsync(component, condition, CancellationToken.None);
            var stored = outcome switch
            {
                SaveComponentOutcome.Added { Component: var added } => added,
                SaveComponentOutcome.Replaced { Component: var next } => next,
                _ => null,
            };
            if (stored is not null)
            {
                await UseAsync(stored, declaration, problem: null);
            }

            return outcome;
        }
        finally
        {
            _changes.Release();
        }
    }

    /// <summary>Removes a component. Calls that run end as they began.</summary>
    /// <returns>Whether it was there.</returns>
    public async Task<bool> RemoveAsync(string name, CancellationToken cancellationToken)
    {
        await _changes.WaitAsync(cancellationToken);
        try
        {
            var removed = await store.RemoveAsync(name, CancellationToken.None);
            if (removed)
            {
                _saved.TryRemove(name, out _);
                workers.Forget(name);
                await live.RemoveAsync(name);
            }

            return removed;
        }
        finally
        {
            _changes.Release();
        }
    }

    public void Dispose()
    {
        workers.Saved -= Saw;
        _changes.Dispose();
    }

    /// <summary>A worker came with a component that is kept from now on.</summary>
    private void Saw(StoredComponent component) => _saved[component.Name] = SavedComponent.Of(component, problem: null);

    private static ComponentDeclaration? Read(StoredComponent component, out string? problem)
    {
        List<Finding> findings = [];
        ComponentDeclaration? declaration = null;
        try
        {
            declaration = ComponentDeclarationReader.Read(
                JsonElement.Parse(component.Declaration.Span), "", findings);
        }
        catch (JsonException exception)
        {
            findings.Add(new Finding(FindingCodes.InvalidJson, "", exception.Message));
        }

        problem = declaration is null ? Describe(findings) : null;
        return declaration;
    }

    private async Task UseAsync(StoredComponent component, ComponentDeclaration? declaration, string? problem)
    {
        if (component.Kind == WorkerRegistration.Kind)
        {
            await live.RemoveAsync(component.Name); // It may have been called before that.
            problem ??= workers.Know(component) ? null : "There are as many components of workers as there may be.";
        }
        else if (declaration is not null)
        {
            workers.Forget(component.Name);
            problem = await live.PutAsync(declaration) is { Count: > 0 } refused ? Describe(refused) : problem;
        }

        if (problem is not null)
        {
            await live.RemoveAsync(component.Name); // Nothing older may stand in for what is saved.
            LogUnusable(logger, component.Name, problem);
        }

        _saved[component.Name] = SavedComponent.Of(component, problem);
    }

    private static string Describe(IEnumerable<Finding> findings) => "Its declaration cannot be used: "
        + string.Join(" ", findings.Select(finding => $"{finding.Pointer}: {finding.Message}"));

    [LoggerMessage(3011, LogLevel.Warning, "The component {Name} cannot be called, and its tasks fail. {Problem}")]
    private static partial void LogUnusable(ILogger logger, string name, string problem);
}
