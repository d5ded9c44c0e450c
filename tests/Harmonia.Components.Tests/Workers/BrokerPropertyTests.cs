using Harmonia.Components.Workers;
using Harmonia.Core.Executions;
using Harmonia.Core.Failures;
using Harmonia.Engine.Ports;

namespace Harmonia.Components.Tests.Workers;

/// <summary>Random interleavings of everything that workers, the engine and the clock do.</summary>
public sealed class BrokerPropertyTests
{
    private const int Seeds = 200;
    private const int Steps = 400;

    [Fact]
    public async Task Each_attempt_has_one_accepted_end_whatever_happens_in_which_order()
    {
        for (var seed = 1; seed <= Seeds; seed++)
        {
            using var history = new History(seed);
            for (var step = 0; step < Steps; step++)
            {
                await history.StepAsync();
            }

            await history.FinishAsync();
        }
    }

    private sealed class History(int seed) : IDisposable
    {
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
        private static readonly string[] Workers = ["a", "b", "c", "d"];

        private readonly Random _dice = new(seed);
        private readonly BrokerHarness _harness = new();
        private readonly List<EngineAttempt> _attempts = [];
        private readonly Dictionary<string, Task<PollAnswer?>> _polls = [];
        private readonly Dictionary<string, CancellationTokenSource> _lives = [];
        private readonly List<LeasedAttempt> _leased = []; // Of workers that live, die, and come back.
        private readonly Dictionary<string, int> _accepted = [];
        private readonly HashSet<(string Task, long Epoch)> _epochs = [];
        private int _places;

        public async Task StepAsync()
        {
            switch (_dice.Next(12))
            {
                case 0 or 1:
                    Poll(Workers[_dice.Next(Workers.Length)]);
                    break;
                case 2 or 3:
                    Reserve();
                    break;
                case 4 or 5:
                    Begin();
                    break;
                case 6:
                    _harness.Time.Advance(TimeSpan.FromSeconds(_dice.NextDouble() * 20));
                    break;
                case 7:
                    Heartbeat();
                    break;
                case 8 or 9:
                    await EndAsync();
                    break;
                case 10:
                    ReleaseOrDie();
                    break;
                default:
                    CancelOrGiveBack();
                    break;
            }

            await CollectAsync();
        }

        /// <summary>All workers come back to life: everything that was not cancelled ends.</summary>
        public async Task FinishAsync()
        {
            while (_places > 0)
            {
                Begin();
            }

            while (_harness.Broker.List(1, 0) is { Waiting: > 0 } or { Leased: > 0 })
            {
                _harness.Time.Advance(TimeSpan.FromSeconds(41)); // Every lease and every poll is over.
                await CollectAsync();
                _leased.Clear();
                if (_harness.Broker.List(1, 0).Waiting == 0)
                {
                    continue;
                }

                Poll("a");
                await _polls["a"].WaitAsync(Patience, Calls.Token);
                await CollectAsync();
                while (_leased.Count > 0)
                {
                    await EndAsync();
                }
            }

            foreach (var attempt in _attempts)
            {
                await ((Task)attempt.Outcome).WaitAsync(Patience, Calls.Token)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                Assert.True(attempt.Outcome.IsCompleted, $"Seed {seed}: {attempt.Call.Task} has no end.");
                var accepted = _accepted.GetValueOrDefault(attempt.Call.Task);
                var isWorkers = attempt.Outcome.IsCompletedSuccessfully
                    && await attempt.Outcome is not TaskOutcome.Failed { Failure.Code: FailureCodes.ReleasedTooOften };
                Assert.True(
                    accepted == (isWorkers ? 1 : 0),
                    $"Seed {seed}: {attempt.Call.Task} has {accepted} accepted ends; it is {attempt.Outcome.Status}.");
            }

            Assert.Equal(0, _harness.Broker.List(10, 0).Leased);
        }

        public void Dispose()
        {
            _harness.Dispose();
            foreach (var life in _lives.Values)
            {
                life.Dispose();
            }
        }

        private void Poll(string worker)
        {
            if (!_polls.TryGetValue(worker, out var waiting) || waiting.IsCompleted)
            {
                _lives[worker] = new CancellationTokenSource();
                _polls[worker] = _harness.Broker.PollAsync(
                    BrokerHarness.Profile(worker),
                    _dice.Next(1, 4),
                    TimeSpan.FromSeconds(_dice.Next(0, 40)),
                    _lives[worker].Token);
            }
        }

        private void Reserve() => _places += _harness.Gate.TryEnter() ? 1 : 0;

        private void Begin()
        {
            if (_places > 0)
            {
                _places--;
                _attempts.Add(_harness.Begin(BrokerHarness.Call($"t{_attempts.Count}")));
            }
        }

        private void Heartbeat()
        {
            if (Any() is { } leased)
            {
                _harness.Broker.Heartbeat(BrokerHarness.ClaimOf(leased), 0.5, null, null);
            }
        }

        /// <summary>Completes or fails something, perhaps a second time, perhaps long after it was lost.</summary>
        private async Task EndAsync()
        {
            if (Any() is not { } leased)
            {
                return;
            }

            var claim = BrokerHarness.ClaimOf(leased);
            var output = JsonText.Of(_dice.Next(3));
            var outcome = _dice.Next(4) == 0
                ? await _harness.Broker.FailAsync(claim, new TaskFailure("broken", "Broken.", Retryable: true))
                : await _harness.Broker.CompleteAsync(claim, output);
            if (outcome is ClaimOutcome.Accepted { IsRepeated: false })
            {
                var task = leased.Call.Task;
                _accepted[task] = _accepted.GetValueOrDefault(task) + 1;
            }

            if (_dice.Next(3) > 0)
            {
                _leased.Remove(leased);
            }
        }

        private void ReleaseOrDie()
        {
            if (_dice.Next(2) == 0 && Any() is { } leased)
            {
                _harness.Broker.Release(BrokerHarness.ClaimOf(leased));
                return;
            }

            var worker = Workers[_dice.Next(Workers.Length)];
            if (_lives.TryGetValue(worker, out var life) && _dice.Next(2) == 0)
            {
                life.Cancel(); // Its connection breaks; what it has been given, it may still speak of.
            }
            else
            {
                _leased.RemoveAll(attempt => attempt.WorkerId == worker);
            }
        }

        private void CancelOrGiveBack()
        {
            if (_dice.Next(2) == 0 && _places > 0)
            {
                _places--;
                _harness.Gate.Leave(wasUsed: false);
            }
            else if (_attempts.Count > 0 && _dice.Next(3) == 0)
            {
                _attempts[_dice.Next(_attempts.Count)].Cancel();
            }
        }

        private async Task CollectAsync()
        {
            foreach (var (worker, poll) in _polls.Where(pair => pair.Value.IsCompleted).ToArray())
            {
                _polls.Remove(worker);
                foreach (var leased in (await poll)!.Attempts)
                {
                    Assert.True(
                        _epochs.Add((leased.Call.Task, leased.Epoch)),
                        $"Seed {seed}: {leased.Call.Task} was handed over twice with epoch {leased.Epoch}.");
                    _leased.Add(leased);
                }
            }
        }

        private LeasedAttempt? Any() => _leased.Count == 0 ? null : _leased[_dice.Next(_leased.Count)];
    }
}
