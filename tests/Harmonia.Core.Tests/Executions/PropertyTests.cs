using FsCheck;
using FsCheck.Fluent;
using Harmonia.Core.Executions;
using Harmonia.Core.Failures;
using Harmonia.Simulation.Checks;

namespace Harmonia.Core.Tests.Executions;

/// <summary>Random commands in random orders: no command throws in any state that can be reached.</summary>
public class PropertyTests
{
    private const int MaxCommands = 60;

    private const string Guarded =
        ",\"total_timeout\":30,\"condition\":\"${input.n > 0}\",\"on_error\":{\"goto\":\"h\"}";

    private static readonly string[] Tasks = ["a", "b", "c", "d", "e", "s"];

    private static readonly Core.Definitions.WorkflowDefinition Definition = Scenario.Compile($$"""
        {"name":"w","timeout":500,"result":"${tasks.e.output ?? 0}","tasks":[
        {{Scenario.Call("a", null, ",\"timeout\":5,\"retry_policy\":{\"max_retries\":2,\"initial_delay\":3}")}},
        {{Scenario.Call("b", ["a"], ",\"queue_timeout\":9,\"on_error\":\"continue\"")}},
        {{Scenario.Call("c", ["a"], Guarded)}},
        {{Scenario.Call("d", ["b", "c"], ",\"join\":\"any_success\"")}},
        {"id":"s","component":"harmonia","action":"sleep","input":{"seconds":20},"depends_on":["a"]},
        {"id":"e","type":"expression","result":"${input.n + 1}","depends_on":["d","s"],"join":"all_done"},
        {{Scenario.Call("h")}}]}
        """);

    private static readonly ExecutionSettings Narrow = new()
    {
        MaxConcurrentTasks = 2,
        MaxEvents = 80,
        MaxCheckpoints = 3,
        CheckpointInterval = TimeSpan.FromSeconds(20),
    };

    private static readonly ExecutionSettings Roomy = new() { MaxConcurrentTasks = 2 };

    [Fact]
    public void No_command_throws_in_a_reachable_state_and_every_state_keeps_the_promises() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(500),
            Prop.ForAll(Arb.From(Gen.ListOf(Gen.Choose(0, 100_000), MaxCommands)), codes =>
            {
                var scenario = Scenario.Of(Definition, Narrow);
                foreach (var code in codes)
                {
                    scenario.Decide(Command(code, scenario.After(code % 7)));
                    Invariants.Check(scenario);
                }
            }));

    [Fact]
    public void Any_version_of_any_history_can_be_restored_and_goes_on_to_keep_the_promises() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(200),
            Prop.ForAll(Arb.From(Gen.ListOf(Gen.Choose(0, 100_000), MaxCommands)), codes =>
            {
                var original = Scenario.Of(Definition, Roomy);
                var half = codes.Take(MaxCommands / 2).ToList();
                half.ForEach(code => original.Decide(Command(code, original.After(code % 7))));
                var version = original.History.Count == 0 ? 0 : 1 + (codes.Sum() % original.History.Count);
                if (version == 0)
                {
                    return;
                }

                var restored = original.Restore(version);
                Invariants.Check(restored);
                foreach (var code in codes.Skip(MaxCommands / 2))
                {
                    restored.Decide(Command(code, restored.After(code % 7)));
                    Invariants.Check(restored);
                }
            }));

    [Fact]
    public void Whatever_happens_the_same_commands_give_the_same_events() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(50),
            Prop.ForAll(Arb.From(Gen.ListOf(Gen.Choose(0, 100_000), MaxCommands)), codes =>
                Assert.Equal(Live(codes), Live(codes))));

    private static string Live(IEnumerable<int> codes)
    {
        var scenario = Scenario.Of(Definition);
        foreach (var code in codes)
        {
            scenario.Decide(Command(code, scenario.After(code % 7)));
        }

        return StateDump.Text(scenario.State) + scenario.Story();
    }

    private static ExecutionCommand Command(int code, Scenario scenario)
    {
        var task = Tasks[code / 20 % Tasks.Length];
        var attempt = (scenario.State.Find(task)?.Attempt ?? 0) - (code / 200 % 4 == 0 ? 1 : 0);
        ExecutionCommand command = (code % 20) switch
        {
            0 => new PauseExecution(),
            1 or 2 => new ResumeExecution(),
            3 when code % 3 == 0 => new CancelExecution("no"),
            4 => new RetryExecution(),
            5 => new ChangeState(Scenario.Json("""{"x":1}""")),
            6 when code % 3 == 0 => new HoldTask(task, "It is down."),
            7 when code % 5 == 0 => new ReturnTask(task, attempt, "Nobody was there."),
            15 when code % 5 == 0 => new ReportProgress(task, attempt, 0.5, "half", null),
            6 => new InterruptTasks(code % 2 == 0 ? [] : [(task, attempt)]),
            7 or 8 => new FailTask(task, attempt, new TaskFailure("busy", "No.", Retryable: code % 3 > 0)),
            9 or 10 or 11 => new CompleteTask(task, attempt, Scenario.Json("""{"v":1}""")),
            12 or 13 or 14 => new StartTasks([.. Tasks]),
            15 => new Tick(),
            16 when code % 2 == 0 => new TakeCheckpoint(
                new CheckpointId(Guid.Empty), null, null, MayHaveEnded: code % 3 == 0),
            16 => new UpdateState(Scenario.Json("""{"y":2}""")),
            _ => new StartExecution(Scenario.Workflow, Scenario.Json($$"""{"n":{{code % 2}}}"""), null, null),
        };
        return command with
        {
            At = scenario.Now,
            Jitter = code % 100 / 100.0,
            Request = code % 11 == 0 && command is not StartExecution ? $"key-{code % 5}" : null,
        };
    }
}
