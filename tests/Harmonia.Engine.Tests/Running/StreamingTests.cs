using Harmonia.Core.Definitions;
using Harmonia.Core.Executions;
using Harmonia.Engine.Tests.Support;

namespace Harmonia.Engine.Tests.Running;

public sealed class StreamingTests
{
    private const string Fast = """
        name: stream
        tasks:
          producer: { component: test, action: stream, input: "${input.list}", streaming: { target_task: target } }
          target: { component: test, action: ok, input: "${chunk * 2}" }
        """;

    [Fact]
    public async Task Every_chunk_is_worked_on_once_and_the_results_are_in_order()
    {
        await using var harness = new Harness();
        var id = await harness.StartAsync(Fast, Numbers(500));

        var completed = Assert.IsType<WorkflowCompleted>((await harness.EndAsync(id))[^1]);

        var results = completed.Output.GetProperty("target").EnumerateArray().Select(result => result.GetInt32());
        Assert.Equal(Enumerable.Range(0, 500).Select(number => number * 2), results);
    }

    [Fact]
    public async Task A_slow_target_holds_the_producer_back()
    {
        await using var harness = new Harness();
        var slow = Fast.Replace("action: ok", "action: hold", StringComparison.Ordinal);
        var id = await harness.StartAsync(slow, Numbers(120));
        await harness.UntilAsync(id, fact => fact is TaskChunk { Sequence: StreamSettings.MaxUndigested });
        for (var index = 0; index < 120; index++)
        {
            await harness.Executor.CallOf($"target[{index}]");
            harness.Executor.Release($"target[{index}]");
        }

        var events = await harness.EndAsync(id);

        Assert.IsType<WorkflowCompleted>(events[^1]);
        var waiting = 0;
        foreach (var fact in events)
        {
            waiting += fact is TaskChunk ? 1
                : fact is TaskCompleted { Task: var task } && task.StartsWith("target[", StringComparison.Ordinal) ? -1
                : 0;
            Assert.InRange(waiting, 0, StreamSettings.MaxUndigested);
        }
    }

    [Fact]
    public async Task After_a_crash_in_the_middle_the_producer_begins_again_and_no_chunk_counts_twice()
    {
        await using var harness = new Harness();
        const string Input = """{"list": [1, 2, 3, "hold", 4, 5]}""";
        var id = await harness.StartAsync(Fast, Input);
        await harness.UntilAsync(id, fact => fact is TaskCompleted { Task: "target[2]" });

        harness.Restart();
        harness.Executor.Release("producer", 2);
        harness.Engine.Start();
        var events = await harness.EndAsync(id);

        Assert.Equal([1L, 2L, 3L, 4L, 5L], events.OfType<TaskChunk>().Select(chunk => chunk.Sequence));
        Assert.Equal(
            5,
            events.OfType<TaskStarted>().Count(fact => fact.Task.StartsWith("target[", StringComparison.Ordinal)));
        var completed = Assert.IsType<WorkflowCompleted>(events[^1]);
        Assert.Equal("[2,4,6,8,10]", completed.Output.GetProperty("target").GetRawText());
    }

    [Fact]
    public async Task Producers_that_take_every_place_do_not_wait_for_targets_that_cannot_run()
    {
        var options = new EngineOptions { Execution = new ExecutionSettings { MaxConcurrentTasks = 1 } };
        await using var harness = new Harness(options);
        var id = await harness.StartAsync(Fast, Numbers(StreamSettings.MaxUndigested + 20));

        Assert.IsType<WorkflowCompleted>((await harness.EndAsync(id))[^1]);
    }

    private static string Numbers(int count) => $$"""{"list": [{{string.Join(',', Enumerable.Range(0, count))}}]}""";
}
