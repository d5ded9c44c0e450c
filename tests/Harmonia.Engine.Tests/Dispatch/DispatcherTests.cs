using Harmonia.Engine.Dispatch;
using Harmonia.Engine.Ports;
using Harmonia.Engine.Tests.Support;

namespace Harmonia.Engine.Tests.Dispatch;

public sealed class DispatcherTests
{
    [Fact]
    public void A_place_that_comes_free_goes_to_whoever_waits_longest()
    {
        using var dispatcher = NewDispatcher(places: 1);
        var (first, second, third) = (new Waiter(), new Waiter(), new Waiter());
        Assert.True(TryReserve(dispatcher, "test", first, out var slot));
        Assert.False(TryReserve(dispatcher, "test", second, out _));
        Assert.False(TryReserve(dispatcher, "test", third, out _));

        dispatcher.Release(slot);
        Assert.Equal((1, 0), (second.Granted.Count, third.Granted.Count));
        dispatcher.Release(second.Granted[0]);

        Assert.Single(third.Granted);
        Assert.Equal(1, dispatcher.Running);
    }

    [Fact]
    public void Nobody_passes_those_who_wait()
    {
        using var dispatcher = NewDispatcher(places: 2);
        var waiter = new Waiter();
        Assert.True(TryReserve(dispatcher, "test", waiter, out _));
        Assert.True(TryReserve(dispatcher, "test", waiter, out var second));
        Assert.False(TryReserve(dispatcher, "test", waiter, out _));

        dispatcher.Release(second);

        Assert.Single(waiter.Granted);
        Assert.False(TryReserve(dispatcher, "test", new Waiter(), out _));
    }

    [Fact]
    public void Waiting_twice_is_waiting_once()
    {
        using var dispatcher = NewDispatcher(places: 1);
        var waiter = new Waiter();
        Assert.True(TryReserve(dispatcher, "test", new Waiter(), out var slot));
        TryReserve(dispatcher, "test", waiter, out _);
        TryReserve(dispatcher, "test", waiter, out _);

        dispatcher.Release(slot);
        dispatcher.Release(waiter.Granted[0]);

        Assert.Single(waiter.Granted);
        Assert.Equal(0, dispatcher.Running);
    }

    [Fact]
    public void The_limit_of_the_node_holds_over_all_components_and_they_take_turns()
    {
        using var dispatcher = new Dispatcher(
            new FixedComponents([new NamedExecutor("a"), new NamedExecutor("b")]),
            new EngineOptions { MaxConcurrentCalls = 1 });
        var (a, b, a2) = (new Waiter(), new Waiter(), new Waiter());
        Assert.True(TryReserve(dispatcher, "a", new Waiter(), out var slot));
        TryReserve(dispatcher, "a", a, out _);
        TryReserve(dispatcher, "a", a2, out _);
        TryReserve(dispatcher, "b", b, out _);

        dispatcher.Release(slot);
        dispatcher.Release(a.Granted[0]);

        Assert.Single(b.Granted);
        Assert.Empty(a2.Granted);
    }

    [Fact]
    public void Calls_that_are_made_elsewhere_have_a_limit_of_their_own()
    {
        using var dispatcher = new Dispatcher(
            new FixedComponents([new NamedExecutor("a"), new TestExecutor { IsRemote = true }]),
            new EngineOptions { MaxConcurrentCalls = 1, MaxRemoteCalls = 2 });
        Assert.True(TryReserve(dispatcher, "test", new Waiter(), out var remote));
        Assert.True(TryReserve(dispatcher, "a", new Waiter(), out _));
        Assert.True(TryReserve(dispatcher, "test", new Waiter(), out _));
        Assert.False(TryReserve(dispatcher, "a", new Waiter(), out _));
        var waiter = new Waiter();
        Assert.False(TryReserve(dispatcher, "test", waiter, out _));
        Assert.Equal(3, dispatcher.Running);

        dispatcher.Release(remote);

        Assert.Single(waiter.Granted);
    }

    [Fact]
    public void A_closed_dispatcher_starts_nothing_more_and_takes_places_back()
    {
        using var dispatcher = NewDispatcher(places: 1);
        var waiter = new Waiter();
        Assert.True(TryReserve(dispatcher, "test", new Waiter(), out var slot));
        Assert.False(TryReserve(dispatcher, "test", waiter, out _));

        dispatcher.Close();
        dispatcher.Release(slot);

        Assert.Empty(waiter.Granted);
        Assert.False(TryReserve(dispatcher, "test", new Waiter(), out _));
        Assert.Equal(0, dispatcher.Running);
    }

    [Fact]
    public void A_shut_gate_is_told_from_a_full_one_and_lets_those_in_who_waited_when_it_opens()
    {
        var gate = new TestGate { ShutBecause = "It is down." };
        var directory = new TestDirectory();
        directory.Put(new TestExecutor { Gate = gate });
        using var dispatcher = new Dispatcher(directory, new EngineOptions());
        var executor = directory.Find("test")!;
        var waiter = new Waiter();

        Assert.Equal(Reservation.Shut, dispatcher.Reserve(executor, "ok", waiter, out _, out var reason));
        Assert.Equal("It is down.", reason);
        directory.Say("test");
        Assert.Empty(waiter.Granted);

        gate.ShutBecause = null;
        directory.Say("test");
        var slot = Assert.Single(waiter.Granted);
        Assert.Equal(1, gate.Entered);
        dispatcher.Release(slot, wasUsed: true);
        Assert.Equal((0, 1), (gate.Entered, gate.Used));
    }

    [Fact]
    public void Those_who_wait_for_one_action_do_not_hold_up_another()
    {
        var directory = new TestDirectory();
        var executor = new PickyExecutor();
        directory.Put(executor);
        using var dispatcher = new Dispatcher(directory, new EngineOptions());

        Assert.Equal(Reservation.Shut, dispatcher.Reserve(executor, "shut", new Waiter(), out _, out _));
        Assert.Equal(Reservation.Taken, dispatcher.Reserve(executor, "open", new Waiter(), out _, out _));
    }

    [Fact]
    public void Whoever_waits_for_a_component_that_goes_away_is_told()
    {
        var directory = new TestDirectory();
        directory.Put(new TestExecutor { MaxConcurrent = 1 });
        using var dispatcher = new Dispatcher(directory, new EngineOptions());
        var waiter = new Waiter();
        Assert.True(TryReserve(dispatcher, "test", new Waiter(), out var slot));
        Assert.False(TryReserve(dispatcher, "test", waiter, out _));

        directory.Remove("test");
        dispatcher.Release(slot);

        Assert.Equal((1, 0), (waiter.Reconsiderations, waiter.Granted.Count));
        Assert.Equal(0, dispatcher.Running);
    }

    private static Dispatcher NewDispatcher(int places) =>
        new(new FixedComponents([new TestExecutor { MaxConcurrent = places }]), new EngineOptions());

    private static bool TryReserve(Dispatcher dispatcher, string component, ISlotWaiter waiter, out Slot slot) =>
        dispatcher.Reserve(dispatcher.Find(component)!, "do", waiter, out slot, out _) == Reservation.Taken;

    private sealed class PickyExecutor : ITaskExecutor
    {
        public string Component => "picky";

        public bool BuiltIn => false;

        public IReadOnlyCollection<string> Actions => ["open", "shut"];

        public int? MaxConcurrent => null;

        public IGate GateOf(string action) => new TestGate { ShutBecause = action == "shut" ? "It is down." : null };

        public ValueTask<TaskOutcome> ExecuteAsync(TaskCall call, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("Nobody calls it.");
    }

    private sealed class Waiter : ISlotWaiter
    {
        public List<Slot> Granted { get; } = [];

        public int Reconsiderations { get; private set; }

        public void Grant(Slot slot) => Granted.Add(slot);

        public void Reconsider() => Reconsiderations++;
    }
}
