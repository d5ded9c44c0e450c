using System.Collections.Immutable;
using Harmonia.Components.Registered;
using Harmonia.Components.Registered.Breaking;
using Harmonia.Core.Failures;
using Harmonia.Engine.Ports;
using Harmonia.Engine.Tests.Support;

namespace Harmonia.Components.Tests.Registered;

/// <summary>Gates, breakers, probes and fallbacks, with a clock that the test moves.</summary>
public sealed class RegisteredComponentsTests : IAsyncDisposable
{
    private readonly FakeTime _time = new();
    private readonly ScriptedProtocol _script = new();
    private readonly RegisteredComponents _components;
    private readonly Changes _changes;

    public RegisteredComponentsTests()
    {
        _components = new RegisteredComponents([_script], ["http", "harmonia"], _time);
        _changes = new Changes(_components);
    }

    public ValueTask DisposeAsync() => _components.DisposeAsync();

    [Fact]
    public async Task A_component_that_is_not_there_shuts_its_gate_until_a_probe_finds_it()
    {
        var executor = await PutAsync("a");
        _script.Outcomes["a"] = ScriptedProtocol.Unreachable;

        Assert.IsType<TaskOutcome.Unavailable>(await CallAsync(executor));

        var gate = executor.GateOf("run")!;
        Assert.Equal("refused", gate.ShutBecause);
        Assert.False(gate.TryEnter());
        await PassAsync(TimeSpan.FromSeconds(17), "a");
        Assert.Null(gate.ShutBecause);
        Assert.Equal(ComponentCondition.Up, _components.StatusOf("a")!.Condition);
    }

    [Fact]
    public async Task While_it_is_not_found_it_is_asked_again_at_the_interval_and_not_when_it_is_up()
    {
        var executor = await PutAsync("a", health: new() { Interval = TimeSpan.FromSeconds(10) });
        _script.Outcomes["a"] = ScriptedProtocol.Unreachable;
        _script.Health["a"] = false;
        await CallAsync(executor);

        for (var probes = 1; probes <= 3; probes++)
        {
            _time.Advance(TimeSpan.FromSeconds(8.9));
            Assert.Equal(probes - 1, _script.Probed.Count);
            _time.Advance(TimeSpan.FromSeconds(2.2));
            await UntilAsync(() => _components.StatusOf("a")!.LastProbe?.At == _time.GetUtcNow()
                || _components.StatusOf("a")!.NextProbeAt > _time.GetUtcNow());
            Assert.Equal(probes, _script.Probed.Count);
        }

        _script.Health["a"] = true;
        await PassAsync(TimeSpan.FromSeconds(12), "a");
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(4, _script.Probed.Count);
    }

    [Fact]
    public async Task Failures_in_a_row_open_the_breaker_and_one_call_shows_whether_it_may_close()
    {
        var executor = await PutAsync("a", breaker: new() { Failures = 3, OpenFor = TimeSpan.FromSeconds(30) });
        _script.Outcomes["a"] = ScriptedProtocol.Broken;
        await CallAsync(executor);
        await CallAsync(executor);
        Assert.Null(executor.GateOf("run")!.ShutBecause);

        await CallAsync(executor);

        var gate = executor.GateOf("run")!;
        Assert.Contains("3 calls in a row", gate.ShutBecause, StringComparison.Ordinal);
        Assert.IsType<TaskOutcome.Unavailable>(await CallAsync(executor)); // Nobody is called meanwhile.
        Assert.Equal(3, _script.Called.Count);
        _time.Advance(TimeSpan.FromSeconds(29));
        Assert.False(gate.TryEnter());
        await PassAsync(TimeSpan.FromSeconds(1), "a");
        Assert.Empty(_script.Probed); // Without a declared health the next call shows.
        Assert.True(gate.TryEnter());
        Assert.False(gate.TryEnter());
        Assert.NotNull(gate.ShutBecause);
        _script.Outcomes.Clear();
        Assert.IsType<TaskOutcome.Completed>(await CallAsync(executor));
        Assert.True(gate.TryEnter());
        var status = _components.StatusOf("a")!;
        Assert.Equal((ComponentCondition.Up, 1), (status.Condition, status.OpeningCount));
        var opening = Assert.Single(status.Openings);
        Assert.Equal(TimeSpan.FromSeconds(30), opening.ClosedAt - opening.OpenedAt);
    }

    [Fact]
    public async Task A_call_that_fails_while_half_open_opens_the_breaker_again()
    {
        var executor = await OpenBreakerAsync("a");
        await PassAsync(TimeSpan.FromSeconds(31), "a");

        Assert.IsType<TaskOutcome.Failed>(await CallAsync(executor));

        var status = _components.StatusOf("a")!;
        Assert.Equal((ComponentCondition.Down, 2), (status.Condition, status.OpeningCount));
        Assert.NotNull(status.Openings[0].ClosedAt);
        Assert.Null(status.Openings[1].ClosedAt);
    }

    [Fact]
    public async Task A_place_that_is_given_back_unused_is_there_for_the_next()
    {
        var executor = await OpenBreakerAsync("a");
        await PassAsync(TimeSpan.FromSeconds(31), "a");
        var gate = executor.GateOf("run")!;

        Assert.True(gate.TryEnter());
        gate.Leave(wasUsed: false);

        Assert.True(gate.TryEnter());
    }

    [Fact]
    public async Task While_half_open_a_second_call_is_handed_back()
    {
        var executor = await OpenBreakerAsync("a");
        await PassAsync(TimeSpan.FromSeconds(31), "a");
        _script.Hold = new TaskCompletionSource();
        _script.Outcomes.Clear();
        var first = CallAsync(executor);

        var second = await CallAsync(executor);

        Assert.IsType<TaskOutcome.Unavailable>(second);
        _script.Hold.SetResult();
        Assert.IsType<TaskOutcome.Completed>(await first);
    }

    [Fact]
    public async Task With_a_declared_health_a_probe_comes_before_the_call_that_shows()
    {
        var executor = await OpenBreakerAsync("a", new() { IsDeclared = true, Interval = TimeSpan.FromSeconds(10) });
        _script.Health["a"] = false;
        _time.Advance(TimeSpan.FromSeconds(30));
        await UntilAsync(() => _components.StatusOf("a")!.LastProbe is { IsHealthy: false });
        Assert.NotNull(executor.GateOf("run")!.ShutBecause);

        _script.Health["a"] = true;
        await PassAsync(TimeSpan.FromSeconds(12), "a");

        Assert.Equal(ComponentCondition.HalfOpen, _components.StatusOf("a")!.Condition);
    }

    [Theory]
    [InlineData("http_500", true)]
    [InlineData("http_503", true)]
    [InlineData(FailureCodes.ConnectionError, true)]
    [InlineData(FailureCodes.Timeout, true)]
    [InlineData(FailureCodes.ServerError, true)]
    [InlineData("http_404", false)]
    [InlineData("http_429", false)]
    [InlineData(FailureCodes.ComponentError, false)]
    [InlineData(FailureCodes.InvalidInput, false)]
    [InlineData(FailureCodes.SecretNotFound, false)]
    public async Task Only_failures_of_connection_time_and_server_count(string code, bool counts)
    {
        var executor = await PutAsync("a", breaker: new() { Failures = 2 });
        _script.Outcomes["a"] = () => ScriptedProtocol.Failing(code);

        await CallAsync(executor);
        await CallAsync(executor);

        Assert.Equal(counts, executor.GateOf("run")!.ShutBecause is not null);
    }

    [Fact]
    public async Task An_answer_in_between_starts_the_count_anew_but_a_task_that_was_not_sent_does_not()
    {
        var executor = await PutAsync("a", breaker: new() { Failures = 2 });
        string[] codes = ["http_500", "http_400", "http_500", FailureCodes.InvalidInput, "http_500"];
        var opened = new List<bool>();
        foreach (var code in codes)
        {
            _script.Outcomes["a"] = () => ScriptedProtocol.Failing(code);
            await CallAsync(executor);
            opened.Add(executor.GateOf("run")!.ShutBecause is not null);
        }

        Assert.Equal([false, false, false, false, true], opened);
    }

    [Fact]
    public async Task What_a_call_from_before_says_does_not_count_now()
    {
        var executor = await PutAsync("a", breaker: new() { Failures = 1 });
        _script.Hold = new TaskCompletionSource();
        _script.Outcomes["a"] = ScriptedProtocol.Broken;
        Task<TaskOutcome>[] calls = [CallAsync(executor), CallAsync(executor), CallAsync(executor)];
        _script.Hold.SetResult();
        await Task.WhenAll(calls);

        Assert.Equal(1, _components.StatusOf("a")!.OpeningCount);
    }

    [Fact]
    public async Task A_call_that_the_engine_stopped_says_nothing_of_the_component()
    {
        var executor = await PutAsync("a", breaker: new() { Failures = 1 });
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        _script.Outcomes["a"] = () => ScriptedProtocol.Failing(FailureCodes.Timeout);

        await executor.ExecuteAsync(Call(), stop.Token);

        Assert.Null(executor.GateOf("run")!.ShutBecause);
    }

    [Fact]
    public async Task While_the_first_is_down_fallbacks_do_it_in_their_order_and_it_is_told_who()
    {
        var executor = await PutAsync("a", fallbacks: ["missing", "b", "c"]);
        await PutAsync("b");
        await PutAsync("c");
        _script.Outcomes["a"] = ScriptedProtocol.Unreachable;
        _script.Outcomes["b"] = ScriptedProtocol.Unreachable;
        var progress = new KeptProgress();

        var outcome = await executor.ExecuteAsync(Call() with { Progress = progress }, Calls.Token);

        Assert.Equal("c", Assert.IsType<TaskOutcome.Completed>(outcome).Output.GetString());
        Assert.Equal(["a", "b", "c"], _script.Called);
        Assert.Contains("c does it", progress.Reports[^1].Message, StringComparison.Ordinal);
        var gate = executor.GateOf("run")!;
        Assert.Null(gate.ShutBecause);
        Assert.True(gate.TryEnter());
        await executor.ExecuteAsync(Call(), Calls.Token);
        Assert.Equal(["a", "b", "c", "c"], _script.Called); // Those that are down are not asked again.
    }

    [Fact]
    public async Task A_failure_that_is_an_answer_is_not_tried_elsewhere()
    {
        var executor = await PutAsync("a", fallbacks: ["b"]);
        await PutAsync("b");
        _script.Outcomes["a"] = () => ScriptedProtocol.Failing("http_400");

        Assert.IsType<TaskOutcome.Failed>(await CallAsync(executor));

        Assert.Equal(["a"], _script.Called);
    }

    [Fact]
    public async Task A_fallback_that_does_not_have_the_action_does_not_open_the_gate()
    {
        var executor = await PutAsync("a", fallbacks: ["b"]);
        await PutAsync("b");
        _script.Actions["b"] = ["other"];
        _script.Outcomes["a"] = ScriptedProtocol.Unreachable;

        Assert.IsType<TaskOutcome.Unavailable>(await CallAsync(executor));

        Assert.NotNull(executor.GateOf("run")!.ShutBecause);
        Assert.Null(executor.GateOf("other")!.ShutBecause);
        Assert.Equal(["a"], _script.Called);
    }

    [Fact]
    public async Task When_a_fallback_comes_back_those_that_wait_for_the_first_are_told()
    {
        var executor = await PutAsync("a", health: new() { Interval = TimeSpan.FromHours(1) }, fallbacks: ["b"]);
        await PutAsync("b");
        _script.Outcomes["a"] = _script.Outcomes["b"] = ScriptedProtocol.Unreachable;
        Assert.IsType<TaskOutcome.Unavailable>(await CallAsync(executor));
        Assert.NotNull(executor.GateOf("run")!.ShutBecause);

        await PassAsync(TimeSpan.FromSeconds(17), "a");

        Assert.Null(executor.GateOf("run")!.ShutBecause);
        Assert.Equal(["b"], _script.Probed);
    }

    [Fact]
    public async Task A_fallback_keeps_its_own_limit()
    {
        var executor = await PutAsync("a", fallbacks: ["b"]);
        await PutAsync("b", maxConcurrent: 1);
        _script.Outcomes["a"] = ScriptedProtocol.Unreachable;
        await CallAsync(executor);
        _script.Hold = new TaskCompletionSource();
        var first = CallAsync(executor);
        var second = CallAsync(executor);
        Assert.Equal(2, _script.Called.Count(name => name is "b")); // The one before, and the first.

        _script.Hold.SetResult();
        await Task.WhenAll(first, second);

        Assert.Equal(3, _script.Called.Count(name => name is "b"));
    }

    [Fact]
    public async Task Few_are_asked_at_once()
    {
        const int Count = 20;
        for (var index = 0; index < Count; index++)
        {
            var executor = await PutAsync($"c{index}");
            _script.Outcomes[$"c{index}"] = ScriptedProtocol.Unreachable;
            await CallAsync(executor);
        }

        _script.Hold = new TaskCompletionSource();
        _time.Advance(TimeSpan.FromSeconds(17));
        await UntilAsync(() => _script.Probed.Count == ProbeLoop.MaxParallel);
        _script.Hold.SetResult();

        await UntilAsync(() =>
        {
            _time.Advance(TimeSpan.Zero);
            return _components.Components.All(name => _components.StatusOf(name)!.Condition is ComponentCondition.Up);
        });
        Assert.Equal(Count, _script.Probed.Count);
    }

    [Fact]
    public async Task A_test_asks_at_once_and_what_is_down_and_answers_is_up()
    {
        var executor = await PutAsync("a");
        _script.Actions["a"] = ["run"];
        _script.Outcomes["a"] = ScriptedProtocol.Unreachable;
        await CallAsync(executor);

        var test = await _components.TestAsync("a", Calls.Token);

        Assert.Equal((true, "as told"), (test!.IsHealthy, test.Message));
        Assert.Equal(["run"], test.Actions);
        Assert.Null(executor.GateOf("run")!.ShutBecause);
        Assert.Null(await _components.TestAsync("missing", Calls.Token));
    }

    [Fact]
    public async Task Components_come_change_and_go()
    {
        await PutAsync("a");
        var first = _components.Find("a");
        await PutAsync("a");
        Assert.NotSame(first, _components.Find("a"));
        Assert.Equal(["a"], _script.Disposed);
        Assert.True(await _components.RemoveAsync("a"));

        Assert.False(await _components.RemoveAsync("a"));
        Assert.Null(_components.Find("a"));
        Assert.Null(_components.StatusOf("a"));
        Assert.Empty(_components.Components);
        Assert.Equal(["a", "a", "a"], _changes.Names);
    }

    [Fact]
    public async Task A_call_that_runs_ends_as_it_began_and_its_client_goes_after_it()
    {
        var executor = await PutAsync("a");
        _script.Hold = new TaskCompletionSource();
        var running = CallAsync(executor);
        await _components.RemoveAsync("a");
        Assert.Empty(_script.Disposed);

        _script.Hold.SetResult();

        Assert.IsType<TaskOutcome.Completed>(await running);
        await UntilAsync(() => _script.Disposed.Count == 1);
    }

    [Theory]
    [InlineData("http", "scripted", FindingCodes.NotAllowed)]
    [InlineData("Harmonia", "scripted", FindingCodes.NotAllowed)]
    [InlineData("a", "mcp", FindingCodes.NotSupported)]
    public async Task What_cannot_be_put_is_refused(string name, string protocol, string code)
    {
        var findings = await _components.PutAsync(new ComponentDeclaration { Name = name, Protocol = protocol });

        Assert.Equal(code, Assert.Single(findings).Code);
        Assert.Empty(_components.Components);
    }

    private static TaskCall Call() => Calls.Call("run", "{}") with
    {
        Deadline = new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero),
    };

    private static Task<TaskOutcome> CallAsync(ITaskExecutor executor) =>
        executor.ExecuteAsync(Call(), Calls.Token).AsTask();

    private async Task<ITaskExecutor> PutAsync(
        string name,
        HealthDeclaration? health = null,
        BreakerDeclaration? breaker = null,
        ImmutableArray<string>? fallbacks = null,
        int? maxConcurrent = null)
    {
        Assert.Empty(await _components.PutAsync(new ComponentDeclaration
        {
            Name = name,
            Protocol = "scripted",
            Health = health ?? new(),
            CircuitBreaker = breaker ?? new(),
            Fallbacks = fallbacks ?? [],
            MaxConcurrent = maxConcurrent,
        }));
        return _components.Find(name)!;
    }

    private async Task<ITaskExecutor> OpenBreakerAsync(string name, HealthDeclaration? health = null)
    {
        var executor = await PutAsync(
            name, health, new() { Failures = 1, OpenFor = TimeSpan.FromSeconds(30) });
        _script.Outcomes[name] = ScriptedProtocol.Broken;
        await CallAsync(executor);
        Assert.NotNull(executor.GateOf("run")!.ShutBecause);
        return executor;
    }

    /// <summary>Moves the clock, and waits until the directory says that the component changed.</summary>
    private Task PassAsync(TimeSpan time, string component)
    {
        var changed = _changes.NextAsync(component);
        _time.Advance(time);
        return UntilAsync(() => changed.IsCompleted);
    }

    private async Task UntilAsync(Func<bool> holds)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!holds())
        {
            limit.Token.ThrowIfCancellationRequested();
            _time.Advance(TimeSpan.Zero); // A timer may have been set after its time had passed.
            await Task.Yield();
        }
    }

    /// <summary>Keeps what a directory says has changed.</summary>
    private sealed class Changes
    {
        private readonly Lock _lock = new();
        private readonly List<string> _names = [];
        private readonly List<(string Name, TaskCompletionSource Seen)> _waiting = [];

        public Changes(RegisteredComponents components) => components.Changed += OnChanged;

        public IReadOnlyList<string> Names
        {
            get
            {
                lock (_lock)
                {
                    return [.. _names];
                }
            }
        }

        public Task NextAsync(string name)
        {
            var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            lock (_lock)
            {
                _waiting.Add((name, seen));
            }

            return seen.Task;
        }

        private void OnChanged(string name)
        {
            lock (_lock)
            {
                _names.Add(name);
                foreach (var (_, seen) in _waiting.Where(waiting => waiting.Name == name))
                {
                    seen.TrySetResult();
                }

                _waiting.RemoveAll(waiting => waiting.Name == name);
            }
        }
    }
}
