using System.Collections.Immutable;
using Harmonia.Components.Commands;
using Harmonia.Components.Http;
using Harmonia.Components.Tekton;
using Harmonia.Components.Tekton.Ergon;
using Harmonia.Engine.Ports;
using Microsoft.Extensions.Logging.Abstractions;

namespace Harmonia.Components.Tests.Tekton;

/// <summary>The components of a family that is played, as a node has them.</summary>
internal sealed class FamilyHost : IDisposable
{
    private readonly OutboundHttp _outbound = new(OutboundAllowList.Parse("127.0.0.0/8"), new HttpLimits());

    public FamilyHost(
        IFamily family,
        bool hasHermes = false,
        bool allowShell = false,
        ImmutableArray<CommandDeclaration> commands = default) => Directory = new FamilyComponents(
            family,
            hasHermes ? new FamilyOptions { HermesUrl = new Uri("http://127.0.0.1:1") } : FamilyOptions.StandAlone,
            new LocalCommands(
                commands.IsDefault ? [] : commands,
                allowShell,
                new CommandOptions { Marker = $"test-{Guid.NewGuid()}" },
                TimeProvider.System,
                NullLogger<CommandExecutor>.Instance),
            _outbound,
            new HttpExecutor(_outbound, TimeProvider.System),
            TimeProvider.System,
            NullLogger<FamilyComponents>.Instance);

    public FamilyComponents Directory { get; }

    public ITaskExecutor Of(string component) =>
        Directory.Find(component) ?? throw new InvalidOperationException($"There is no {component}.");

    public void Dispose()
    {
        Directory.Dispose();
        _outbound.Dispose();
    }
}
