using Harmonia.Core.Definitions;
using Harmonia.Core.Executions;
using Harmonia.Core.Failures;
using TaskStatus = Harmonia.Core.Executions.TaskStatus;

namespace Harmonia.Core.Tests.Executions;

/// <summary>
/// Random workflows under random reports, operators and crashes: however it ends, it ends as was promised.
/// </summary>
public sealed class ClosingPropertyTests
{
    private const int Seeds = 1_500;
    private const int MaxTurns = 60;

    /// <summary>Far more than any of these workflows needs to end once nobody disturbs it.</summary>
    private const int MaxRounds = 2_000;

    [Fact]
    public void Whatever_happens_an_execution_ends_undone_and_cleaned_up()
    {
        var (undone, ends) = (0, new Dictionary<string, int>());
        for (var seed = 0; seed < Seeds; seed++)
        {
            var life = new Life(new Random(seed));
            try
            {
                life.Live();
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException($"Seed {seed}: {exception.Message}", exception);
            }

            undone += life.Undone;
            ends[life.End] = ends.GetValueOrDefault(life.End) + 1;
        }

        // Else the test would prove less than it says.
        Assert.True(undone > Seeds / 4, $"Only {undone} compensations were called.");
        Assert.All(["completed", "failed", "canceled"], end => Assert.True(ends[end] > Seeds / 20, $"{end} is rare."));
    }

    /// <summary>The life of one execution, and everybody around it.</summary>
    private sealed class Life
    {
        private static readonly TaskFailure Busy = new("busy", "No.", Retryable: true);
        private static readonly TaskFailure Broken = new("broken", "No.", Retryable: false);

        private readonly Random _random;
        private readonly Scenario _scenario;
        private readonly ClosingAudit _audit;

        public Life(Random random)
        {
            _random = random;
            _scenario = Scenario.Of(new RandomWorkflow(random).Make(), new ExecutionSettings
            {
                MaxConcurrentTasks = 100,
                MaxEvents = random.Next(20) == 0 ? 40 : 5_000,
            });
            _audit = new ClosingAudit(_scenario);
        }

        public int Undone => _audit.Undone.Count;

        public string End => _scenario.State.Status.Word;

        public void Live()
        {
            _scenario.Start();
            _audit.Check();
            for (var turn = _random.Next(MaxTurns); turn > 0; turn--)
            {
                Decide(Anything());
            }

            // Somebody outside answers everything at last; or nobody does, and then only a cancel helps.
            var answers = _random.Next(3) > 0;
            for (var round = 0; round < MaxRounds && !_scenario.State.Status.IsFinal; round++)
            {
                if (Next(answers) is { } next)
                {
                    Decide(next);
                }
                else
                {
                    Decide(new CancelExecution("nobody answers"));
                }
            }

            Assert.True(_scenario.State.Status.IsFinal, $"It never ends: {_scenario.Story()}");
        }

        private void Decide(ExecutionCommand command)
        {
            _scenario.Decide(command with { At = _scenario.Now, Jitter = _random.NextDouble() });
            _audit.Check();
        }

        private ExecutionCommand Anything() => _random.Next(20) switch
        {
            0 => new PauseExecution(),
            1 or 2 => new ResumeExecution(),
            3 when _random.Next(4) == 0 => new CancelExecution("no"),
            4 or 5 => new RetryExecution(),
            6 => new InterruptTasks([.. Running().Where(_ => _random.Next(2) == 0).Select(Attempt)]),
            7 => Signal(),
            8 => Passing(_random.Next(30)),
            9 or 10 => Answer() ?? Signal(),
            11 or 12 or 13 or 14 => Start(),
            _ => Report() ?? Start(),
        };

        /// <summary>What brings it nearer to its end; nothing, when it waits for somebody.</summary>
        private ExecutionCommand? Next(bool answers)
        {
            var state = _scenario.State;
            var plan = state.Plan();
            return state.Status == ExecutionStatus.Paused ? new ResumeExecution()
                : plan.MoreToDecide ? new Tick()
                : !plan.Ready.IsEmpty && _random.Next(2) == 0 ? Start()
                : Report()
                ?? (!plan.Ready.IsEmpty ? Start()
                : plan.WakeAt is { } wakeAt ? Passing((wakeAt - _scenario.Now).TotalSeconds)
                : answers ? Answer() ?? (Waits(WaitReason.Signal).Length > 0 ? Signal() : null)
                : Resolve());
        }

        private Tick Passing(double seconds)
        {
            _scenario.After(Math.Max(0, seconds));
            return new Tick();
        }

        private StartTasks Start() =>
            new([.. _scenario.State.Plan().Ready.Select(task => task.Path).Where(_ => _random.Next(4) > 0)]);

        private ExecutionCommand? Report()
        {
            if (Running() is not { Length: > 0 } running)
            {
                return null;
            }

            var (path, attempt) = Attempt(running[_random.Next(running.Length)]);
            attempt -= _random.Next(10) == 0 ? 1 : 0;
            return _random.Next(8) switch
            {
                0 => new FailTask(path, attempt, Broken),
                1 => new FailTask(path, attempt, Busy),
                _ => new CompleteTask(path, attempt, Scenario.Json("{}")),
            };
        }

        private ExecutionCommand? Answer() =>
            Waits(WaitReason.Approval) is [var asked, ..]
                ? new AnswerApproval(asked.Path, _random.Next(3) > 0, null, null, "somebody")
                : Resolve();

        private ResolveTask? Resolve() => Waits(WaitReason.Operator) is [var task, ..]
            ? new ResolveTask(task.Path, (TaskResolution)_random.Next(3), null, null)
            : null;

        private static SendSignal Signal() => new("s", Scenario.Json("{}"), null);

        private TaskState[] Running() => [.. _scenario.State.AllTasks().Where(task =>
            task is { Status: TaskStatus.Running, Definition.Kind: TaskKind.Call })];

        private TaskState[] Waits(WaitReason reason) =>
            [.. _scenario.State.AllTasks().Where(task => task.Waiting == reason)];

        private static (string Task, int Attempt) Attempt(TaskState task) => (task.Path, task.Attempt);
    }
}
