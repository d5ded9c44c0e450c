using Harmonia.Components.BuiltIn;
using Harmonia.Components.Http;
using Harmonia.Engine.Dispatch;
using Microsoft.Extensions.Logging.Abstractions;

namespace Harmonia.Components.Tests;

public sealed class ComponentsCatalogTests
{
    private static readonly LogExecutor Log = new(NullLogger<LogExecutor>.Instance);

    [Fact]
    public void A_catalog_lists_its_components_in_order_with_their_actions()
    {
        using var outbound = new OutboundHttp(OutboundAllowList.Empty, new HttpLimits());
        var catalog = new ComponentsCatalog(
            new FixedComponents([new HttpExecutor(outbound, TimeProvider.System), Log]));

        Assert.Equal(["harmonia", "http"], catalog.Components);
        Assert.Equal(["request"], catalog.Find("http")!.Names);
        Assert.Equal(["noop", "echo", "fail", "transform", "sleep", "log"], catalog.Find("harmonia")!.Names);
        Assert.True(catalog.Find("harmonia")!.BuiltIn);
    }

    [Fact]
    public void An_unknown_component_has_no_actions() =>
        Assert.Null(new ComponentsCatalog(new FixedComponents([Log])).Find("htp"));

    [Fact]
    public void Two_executors_cannot_share_a_component() =>
        Assert.Throws<ArgumentException>(() => new FixedComponents([Log, Log]));
}
