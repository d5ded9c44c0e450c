using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using Harmonia.Components.Registered.Breaking;
using Harmonia.Core.Failures;
using Harmonia.Engine.Ports;

namespace Harmonia.Components.Registered;

/// <summary>The components that are declared as data, at this moment. They are kept elsewhere.</summary>
/// <remarks>Safe to call from many threads.</remarks>
public sealed class RegisteredComponents : IComponentDirectory, IAsyncDisposable
{
    /// <summary>Components at once.</summary>
    public const int MaxComponents = StoredComponent.MaxComponents;

    private readonly ConcurrentDictionary<string, RegisteredComponent> _components = new(StringComparer.Ordinal);
    private readonly Lock _writing = new();
    private readonly FrozenDictionary<string, IProtocol> _protocols;
    private readonly FrozenSet<string> _reserved;
    private readonly TimeProvider _time;
    private readonly ProbeLoop _probes;

    /// <param name="protocols">How to talk to them, each with a name of its own.</param>
    /// <param name="reserved">The names of built-in components, which cannot be taken.</param>
    /// <param name="time">The clock.</param>
    public RegisteredComponents(IEnumerable<IProtocol> protocols, IEnumerable<string> reserved, TimeProvider time)
    {
        _protocols = protocols.ToFrozenDictionary(protocol => protocol.Name, StringComparer.Ordinal);
        _reserved = reserved.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
        _time = time;
        _probes = new ProbeLoop(time, Raise);
    }

    /// <inheritdoc/>
    public event Action<string>? Changed;

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Components => [.. _components.Keys];

    /// <inheritdoc/>
    public ITaskExecutor? Find(string component) => FindOwn(component);

    /// <returns>How it was declared; <see langword="null"/> when it is not known.</returns>
    public ComponentDeclaration? DeclarationOf(string component) => FindOwn(component)?.Declaration;

    /// <returns><see langword="null"/> when it is not known.</returns>
    public ComponentStatus? StatusOf(string component) => FindOwn(component)?.Describe();

    /// <summary>
    /// Whether a declaration could be put; so that it is refused before it is stored.
    /// </summary>
    /// <returns>Why not, with pointers into the declaration; empty when it could.</returns>
    public IReadOnlyList<Finding> Check(ComponentDeclaration declaration)
    {
        List<Finding> findings = [];
        if (_reserved.Contains(declaration.Name))
        {
            findings.Add(new(
                FindingCodes.NotAllowed,
                "/name",
                $"The component \"{declaration.Name}\" is part of Harmonia; choose another name."));
        }

        if (declaration.Protocol is not ProtocolNames.Worker && !_protocols.ContainsKey(declaration.Protocol))
        {
            findings.Add(new(
                FindingCodes.NotSupported,
                "/protocol",
                $"The protocol {declaration.Protocol} is not available on this server; it has "
                + $"{string.Join(", ", _protocols.Keys.Order(StringComparer.Ordinal))}."));
        }

        if (_components.Count >= MaxComponents && !_components.ContainsKey(declaration.Name))
        {
            findings.Add(new(
                FindingCodes.TooLarge, "/name", $"There are {MaxComponents} components, and no more are taken."));
        }

        return findings;
    }

    /// <summary>Adds a component, or puts it in the place of one with its name; calls that run go on as they began.
    /// </summary>
    /// <returns>As <see cref="Check"/>; when it is not empty, nothing has changed.</returns>
    [SuppressMessage(
        "Reliability", "CA2000:Dispose objects before losing scope", Justification = "The component owns its client.")]
    public async Task<IReadOnlyList<Finding>> PutAsync(ComponentDeclaration declaration)
    {
        RegisteredComponent? before;
        lock (_writing)
        {
            if (Check(declaration) is { Count: > 0 } findings)
            {
                return findings;
            }

            var client = _protocols[declaration.Protocol].Open(declaration);
            before = FindOwn(declaration.Name);
            _components[declaration.Name] = new RegisteredComponent(declaration, client, this, _time);
        }

        await RetireAsync(before);
        Raise(declaration.Name);
        return [];
    }

    /// <returns>Whether it was there.</returns>
    public async Task<bool> RemoveAsync(string component)
    {
        RegisteredComponent? before;
        lock (_writing)
        {
            _components.TryRemove(component, out before);
        }

        if (before is null)
        {
            return false;
        }

        await RetireAsync(before);
        Raise(component);
        return true;
    }

    /// <summary>Asks a component whether it is there; one that is down and answers is up from then on.</summary>
    /// <returns><see langword="null"/> when it is not known.</returns>
    public async Task<ComponentTest?> TestAsync(string component, CancellationToken cancellationToken)
    {
        if (FindOwn(component) is not { } registered)
        {
            return null;
        }

        var begun = _time.GetTimestamp();
        var (answer, hasOpened) = await registered.ProbeAsync(cancellationToken);
        var duration = _time.GetElapsedTime(begun);
        if (hasOpened)
        {
            Raise(component);
        }

        return new ComponentTest(answer.IsHealthy, answer.Message, duration, [.. registered.Actions]);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _probes.DisposeAsync();
        foreach (var component in _components.Values)
        {
            await component.RetireAsync();
        }
    }

    internal RegisteredComponent? FindOwn(string component) => _components.GetValueOrDefault(component);

    /// <summary>Says that a component changed or opened, also to those that it stands in for.</summary>
    internal void Raise(string component)
    {
        Changed?.Invoke(component);
        foreach (var other in _components.Values)
        {
            if (other.Declaration.Fallbacks.Contains(component) && !other.Availability.IsUp)
            {
                Changed?.Invoke(other.Component);
            }
        }
    }

    internal void Watch(RegisteredComponent component)
    {
        if (FindOwn(component.Component) == component)
        {
            _probes.Watch(component);
        }
    }

    private async ValueTask RetireAsync(RegisteredComponent? component)
    {
        if (component is not null)
        {
            _probes.Forget(component);
            await component.RetireAsync();
        }
    }
}
