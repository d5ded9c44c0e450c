using Harmonia.Core.Definitions;
using Harmonia.Core.Executions;
using TaskStatus = Harmonia.Core.Executions.TaskStatus;

namespace Harmonia.Core.Tests.Executions;

/// <summary>The truth table of joins, decided exhaustively and compared with the table as the documentation has it.</summary>
public class JoinTests
{
    private static readonly string[] Joins =
        ["all_success", "all_done", "any_success", "none_failed", "one_failed", "count:1", "count:2", "count:3"];

    private static readonly string[] Ends = ["open", "completed", "failed", "skipped", "continued"];
    private static readonly string[] OnSets = ["completed", "failed", "skipped", "completed,failed", "completed,skipped"];

    public static TheoryData<string, int> Cases()
    {
        var cases = new TheoryData<string, int>();
        foreach (var join in Joins)
        {
            for (var size = Math.Max(1, join.StartsWith("count", StringComparison.Ordinal) ? join[^1] - '0' : 1); size <= 3; size++)
            {
                cases.Add(join, size);
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_combination_of_ends_is_judged_as_the_table_says(string join, int size)
    {
        var combinations = 0;
        foreach (var on in OnSets)
        {
            var definition = Scenario.Compile(Workflow(join, size, on));
            for (var code = 0; code < Math.Pow(Ends.Length, size); code++)
            {
                var ends = Enumerable.Range(0, size).Select(place => Ends[code / (int)Math.Pow(Ends.Length, place) % Ends.Length]).ToArray();
                foreach (var order in Orders(size))
                {
                    AssertJudged(definition, join, on, ends, order);
                    combinations++;
                }
            }
        }

        Assert.Equal(OnSets.Length * (int)Math.Pow(Ends.Length, size) * Orders(size).Length, combinations);
    }

    [Fact]
    public void A_task_without_dependencies_is_ready_at_once() =>
        Assert.Equal([0], Scenario.Of(Scenario.Call("a")).Start().State.Plan().Ready);

    private static void AssertJudged(WorkflowDefinition definition, string join, string on, string[] ends, int[] order)
    {
        var scenario = Scenario.Of(definition).Start();
        foreach (var place in order)
        {
            End(scenario, place, ends[place]);
        }

        var expected = Expected(join, on, ends);
        var status = scenario.StatusOf("target");
        var actual = status switch
        {
            TaskStatus.Pending => "wait",
            TaskStatus.Waiting => "run",
            TaskStatus.Skipped => "skip",
            _ => status.ToString(),
        };
        Assert.True(expected == actual, $"{join} on {on} of {string.Join(',', ends)}: {actual}, {expected} is right.");
    }

    private static string Expected(string join, string on, string[] ends)
    {
        var satisfied = ends.Count(end => on.Split(',').Contains(end == "continued" ? "completed" : end));
        var open = ends.Count(end => end == "open");
        var failed = ends.Contains("failed");
        return join switch
        {
            "all_success" => satisfied == ends.Length ? "run" : satisfied + open < ends.Length ? "skip" : "wait",
            "all_done" => open == 0 ? "run" : "wait",
            "any_success" => satisfied > 0 ? "run" : open == 0 ? "skip" : "wait",
            "none_failed" => failed ? "skip" : open == 0 ? "run" : "wait",
            "one_failed" => failed ? "run" : open == 0 ? "skip" : "wait",
            _ => satisfied >= join[^1] - '0' ? "run" : satisfied + open < join[^1] - '0' ? "skip" : "wait",
        };
    }

    private static void End(Scenario scenario, int place, string end)
    {
        switch (end)
        {
            case "completed":
                scenario.Begin($"d{place}").Complete($"d{place}");
                break;
            case "failed":
                scenario.Begin($"d{place}").Fail($"d{place}");
                break;
            case "skipped":
                scenario.Begin($"gate{place}").Complete($"gate{place}", """{"open":false}""");
                break;
            case "continued":
                scenario.Begin($"gate{place}").Complete($"gate{place}", """{"open":true,"go":"continue"}""");
                break;
        }
    }

    /// <summary>Each dependency can be brought to any end; what ends is watched by a task that accepts every end.</summary>
    private static string Workflow(string join, int size, string on)
    {
        var tasks = Enumerable.Range(0, size).SelectMany(place => new[]
        {
            Scenario.Call($"gate{place}"),
            Scenario.Call($"d{place}"),
            Scenario.Call($"watch{place}", [$"d{place}"], ",\"join\":\"all_done\""),
        });
        var entries = Enumerable.Range(0, size).Select(place =>
            $$"""{"task":"d{{place}}","on":[{{string.Join(',', on.Split(',').Select(end => $"\"{end}\""))}}]}""");
        var rule = join.StartsWith("count", StringComparison.Ordinal) ? $$"""{"count":{{join[^1]}}}""" : $"\"{join}\"";
        var target = Scenario.Call(
            "target", null, $",\"join\":{rule},\"depends_on\":[{string.Join(',', entries)}]");
        return $$"""{"name":"w","tasks":[{{string.Join(',', tasks)}},{{target}}]}""";
    }

    private static int[][] Orders(int size) => size switch
    {
        1 => [[0]],
        2 => [[0, 1], [1, 0]],
        _ => [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]],
    };
}
