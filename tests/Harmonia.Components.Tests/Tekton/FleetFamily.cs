using Harmonia.Components.Tekton;
using Harmonia.Tekton.Doubles;

namespace Harmonia.Components.Tests.Tekton;

/// <summary>The doubles of the family, as a node that found them all knows them.</summary>
internal sealed class FleetFamily : IFamily, IAsyncDisposable
{
    private FleetFamily(Fleet fleet) => Fleet = fleet;

    public event Action<string>? Changed
    {
        add { } // Nobody comes or goes here.
        remove { }
    }

    public Fleet Fleet { get; }

    public bool IsOn => true;

    public IReadOnlyList<FamilyMember> Members =>
        [.. Fleet.All.Select(one => new FamilyMember(one.Name, one.Url) { IsUp = true })];

    public static async Task<FleetFamily> StartAsync() =>
        new(await Fleet.StartAsync(cancellationToken: Calls.Token));

    public Uri? EndpointOf(string component) => Fleet.All.FirstOrDefault(one => one.Name == component)?.Url;

    public async ValueTask DisposeAsync() => await Fleet.DisposeAsync();
}
