using Harmonia.Engine.Dispatch;
using Harmonia.Engine.Tests.Support;

namespace Harmonia.Engine.Tests.Dispatch;

public sealed class DispatcherTests
{
    [Fact]
    public void A_place_that_comes_free_goes_to_whoever_waits_longest()
    {
        var dispatcher = NewDispatcher(places: 1);
        var (first, second, third) = (new Waiter(), new Waiter(), new Waiter());
        Assert.True(dispatcher.TryReserve("test", first, out var slot));
        Assert.False(dispatcher.TryReserve("test", second, out _));
        Assert.False(dispatcher.TryReserve("test", third, out _));

        dispatcher.Release(slot);
        Assert.Equal((1, 0), (second.Granted.Count, third.Granted.Count));
        dispatcher.Release(second.Granted[0]);

        Assert.Single(third.Granted);
        Assert.Equal(1, dispatcher.Running);
    }

    [Fact]
    public void Nobody_passes_those_who_wait()
    {
        var dispatcher = NewDispatcher(places: 2);
        var waiter = new Waiter();
        Assert.True(dispatcher.TryReserve("test", waiter, out _));
        Assert.True(dispatcher.TryReserve("test", waiter, out var second));
        Assert.False(dispatcher.TryReserve("test", waiter, out _));

        dispatcher.Release(second);

        Assert.Single(waiter.Granted);
        Assert.False(dispatcher.TryReserve("test", new Waiter(), out _));
    }

    [Fact]
    public void Waiting_twice_is_waiting_once()
    {
        var dispatcher = NewDispatcher(places: 1);
        var waiter = new Waiter();
        Assert.True(dispatcher.TryReserve("test", new Waiter(), out var slot));
        dispatcher.TryReserve("test", waiter, out _);
        dispatcher.TryReserve("test", waiter, out _);

        dispatcher.Release(slot);
        dispatcher.Release(waiter.Granted[0]);

        Assert.Single(waiter.Granted);
        Assert.Equal(0, dispatcher.Running);
    }

    [Fact]
    public void The_limit_of_the_node_holds_over_all_components_and_they_take_turns()
    {
        var dispatcher = new Dispatcher(
            [new NamedExecutor("a"), new NamedExecutor("b")], new EngineOptions { MaxConcurrentCalls = 1 });
        var (a, b, a2) = (new Waiter(), new Waiter(), new Waiter());
        Assert.True(dispatcher.TryReserve("a", new Waiter(), out var slot));
        dispatcher.TryReserve("a", a, out _);
        dispatcher.TryReserve("a", a2, out _);
        dispatcher.TryReserve("b", b, out _);

        dispatcher.Release(slot);
        dispatcher.Release(a.Granted[0]);

        Assert.Single(b.Granted);
        Assert.Empty(a2.Granted);
    }

    [Fact]
    public void A_closed_dispatcher_starts_nothing_more_and_takes_places_back()
    {
        var dispatcher = NewDispatcher(places: 1);
        var waiter = new Waiter();
        Assert.True(dispatcher.TryReserve("test", new Waiter(), out var slot));
        Assert.False(dispatcher.TryReserve("test", waiter, out _));

        dispatcher.Close();
        dispatcher.Release(slot);

        Assert.Empty(waiter.Granted);
        Assert.False(dispatcher.TryReserve("test", new Waiter(), out _));
        Assert.Equal(0, dispatcher.Running);
    }

    private static Dispatcher NewDispatcher(int places) =>
        new([new TestExecutor { MaxConcurrent = places }], new EngineOptions());

    private sealed class Waiter : ISlotWaiter
    {
        public List<Slot> Granted { get; } = [];

        public void Grant(Slot slot) => Granted.Add(slot);
    }
}
