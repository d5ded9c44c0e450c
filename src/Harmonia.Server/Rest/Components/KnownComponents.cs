using Harmonia.Components.Registered;
using Harmonia.Core.Definitions;
using Harmonia.Engine.Ports;
using Harmonia.Server.Hosting;

namespace Harmonia.Server.Rest.Components;

/// <summary>All components of which this server knows: built in, registered and discovered.</summary>
internal sealed class KnownComponents(EmbeddedEngine embedded)
{
    public ComponentRegistry Registry => embedded.Registry;

    /// <summary>Their names, in the order of their characters.</summary>
    public IReadOnlyList<string> Names =>
    [
        .. embedded.Directory.Components
            .Concat(Registry.Names)
            .Concat(CoreComponents.All.Keys)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Where it is declared: by the operator, or over the API; <see langword="null"/> when nowhere.</summary>
    public RegisteredComponents? Declared(string name) => embedded.Servers.DeclarationOf(name) is not null
        ? embedded.Servers
        : Registry.Live.DeclarationOf(name) is not null ? Registry.Live : null;

    public KnownComponent? Find(string name)
    {
        var executor = embedded.Directory.Find(name);
        CoreComponents.All.TryGetValue(name, out var core);
        if (executor?.BuiltIn == true || core is not null)
        {
            return new KnownComponent(name, executor) { BuiltIn = true, Core = core };
        }

        var saved = Registry.Find(name);
        return executor is null && saved is null ? null : new KnownComponent(name, executor)
        {
            Saved = saved,
            Declaration = Declared(name)?.DeclarationOf(name),
            Status = Declared(name)?.StatusOf(name),
        };
    }
}

/// <summary>A component at one moment.</summary>
/// <param name="Name">As tasks write it.</param>
/// <param name="Executor">Who does its tasks; <see langword="null"/> when nobody does, or the core.</param>
internal sealed record KnownComponent(string Name, ITaskExecutor? Executor)
{
    public bool BuiltIn { get; init; }

    /// <summary>Of one whose tasks the core does.</summary>
    public ComponentActions? Core { get; init; }

    /// <summary>Of one that is in the store.</summary>
    public SavedComponent? Saved { get; init; }

    /// <summary>Of one that is declared.</summary>
    public ComponentDeclaration? Declaration { get; init; }

    /// <summary>How one is that is declared.</summary>
    public ComponentStatus? Status { get; init; }

    public IReadOnlyList<string> Actions =>
    [
        .. (Executor?.Actions ?? Core?.Names ?? [])
            .Concat(Core?.Names ?? [])
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal),
    ];

    public bool Has(string action) => Actions.Contains(action, StringComparer.Ordinal);
}
