using System.Collections.Concurrent;
using System.Collections.Frozen;
using Harmonia.Components.Http;
using Harmonia.Components.Tekton.Calling;
using Harmonia.Components.Tekton.Engram;
using Harmonia.Components.Tekton.Ergon;
using Harmonia.Components.Tekton.Others;
using Harmonia.Components.Tekton.Prometheus;
using Harmonia.Components.Tekton.Rhetor;
using Harmonia.Components.Tekton.Synthesis;
using Harmonia.Engine.Ports;
using Microsoft.Extensions.Logging;

namespace Harmonia.Components.Tekton;

/// <summary>
/// The components of the family as components of Harmonia: those whose actions are known here, and whoever else the
/// family has, with the actions that all of them have.
/// </summary>
public sealed class FamilyComponents : IComponentDirectory, IDisposable
{
    private readonly ConcurrentDictionary<string, FamilyExecutor> _executors = new(StringComparer.Ordinal);
    private readonly FrozenDictionary<string, FamilyComponent> _known;
    private readonly IFamily _family;
    private readonly FamilyGates _gates;
    private readonly FamilyCaller _caller;
    private readonly FamilyOptions _options;
    private readonly LocalCommands _commands;

    /// <param name="family">Who is there.</param>
    /// <param name="options">Who may come.</param>
    /// <param name="commands">Runs commands on this machine, as far as the operator allows.</param>
    /// <param name="outbound">The way to the family.</param>
    /// <param name="http">What <c>http/request</c> does.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Takes what workflows have to say.</param>
    public FamilyComponents(
        IFamily family,
        FamilyOptions options,
        LocalCommands commands,
        OutboundHttp outbound,
        HttpExecutor http,
        TimeProvider time,
        ILogger<FamilyComponents> logger)
    {
        (_family, _options, _commands) = (family, options, commands);
        _gates = new FamilyGates(family);
        _caller = new FamilyCaller(family, outbound, _gates, time);
        _known = Create(commands, new FetchFromApi(http), logger)
            .ToFrozenDictionary(component => component.Name, StringComparer.Ordinal);
        _family.Changed += OnChanged;
    }

    /// <inheritdoc/>
    public event Action<string>? Changed;

    /// <inheritdoc/>
    public IReadOnlyCollection<string> Components =>
        [.. _known.Keys.Union(_family.Members.Select(member => member.Name), StringComparer.Ordinal).Where(IsThere)];

    /// <inheritdoc/>
    public ITaskExecutor? Find(string component) =>
        IsThere(component) ? _executors.GetOrAdd(component, Make) : null;

    /// <inheritdoc/>
    public void Dispose() => _family.Changed -= OnChanged;

    private static IEnumerable<FamilyComponent> Create(LocalCommands commands, FetchFromApi http, ILogger logger) =>
    [
        EngramComponent.Create(),
        RhetorComponent.Create(),
        PrometheusComponent.Create(),
        SynthesisComponent.Create(),
        ErgonComponent.Create(commands, http, new LocalTasks(), logger),
        AthenaComponent.Create(),
        SophiaComponent.Create(),
        ApolloComponent.Create(),
        MetisComponent.Create(),
        TelosComponent.Create(),
        TermaComponent.Create(),
        BudgetComponent.Create(BudgetComponent.Name),
        BudgetComponent.Create("penia"),
        NumaComponent.Create(),
        HermesComponent.Create(),
    ];

    private FamilyExecutor Make(string name) => new(
        _known.TryGetValue(name, out var known) ? known : new FamilyComponent(name),
        _caller,
        _gates,
        () => IsExpected(name));

    private bool IsThere(string component) => IsExpected(component) || HasStandIn(component);

    /// <summary>
    /// Whether it is there or may come: with Hermes any of the family may, without it those whose address is known.
    /// </summary>
    private bool IsExpected(string component) =>
        !component.StartsWith("harmonia", StringComparison.OrdinalIgnoreCase)
        && _family.IsOn
        && ((_options.HermesUrl is not null && _known.ContainsKey(component))
            || _family.EndpointOf(component) is not null
            || _family.Members.Any(member => member.Name == component));

    /// <summary>
    /// Whether Harmonia stands in for it without any of the family: where commands can be run here, Ergon's are, and
    /// what the documents have Prometheus say of their output is said here.
    /// </summary>
    private bool HasStandIn(string component) =>
        component is ErgonComponent.Name or PrometheusComponent.Name && _commands.CanRun;

    /// <summary>Whoever waits for somebody else to come back is asked again, too.</summary>
    private void OnChanged(string component)
    {
        Changed?.Invoke(component);
        foreach (var executor in _executors.Values)
        {
            if (executor.Component != component && executor.DependsOnOthers)
            {
                Changed?.Invoke(executor.Component);
            }
        }
    }
}
