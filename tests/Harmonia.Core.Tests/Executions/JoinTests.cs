using TaskStatus = Harmonia.Core.Executions.TaskStatus;

namespace Harmonia.Core.Tests.Executions;

/// <summary>
/// The truth table of joins, decided exhaustively and compared with the table as the documentation has it.
/// </summary>
public class JoinTests
{
    private static readonly string[] Joins =
        ["all_success", "all_done", "any_success", "none_failed", "one_failed", "count:1", "count:2", "count:3"];

    private static readonly string[] Ends = ["open", "completed", "failed", "skipped", "continued", "canceled"];
    private static readonly string[] OnSets =
        ["completed", "failed", "skipped", "canceled", "completed,failed", "completed,skipped", "completed,canceled"];

    public static TheoryData<string, int> Cases()
    {
        var cases = new TheoryData<string, int>();
        foreach (var join in Joins)
        {
            var needed = join.StartsWith("count", StringComparison.Ordinal) ? join[^1] - '0' : 1;
            for (var size = needed; size <= 3; size++)
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
            for (var code = 0; code < Math.Pow(Ends.Length, size); code++)
            {
                var ends = Enumerable.Range(0, size)
                    .Select(place => Ends[code / (int)Math.Pow(Ends.Length, place) % Ends.Length])
                    .ToArray();
                var definition = Scenario.Compile(Workflow(join, on, ends));
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
        Assert.Equal(
            [0],
            Scenario.Of(Scenario.Call("a")).Start().State.Plan().Ready.Select(task => task.Definition.Index));

    private static void AssertJudged(
        Core.Definitions.WorkflowDefinition definition, string join, string on, string[] ends, int[] order)
    {
        var scenario = Scenario.Of(definition).Start();
        foreach (var place in order.Where(place => ends[place] is not "open" and not "skipped"))
        {
            scenario.Begin($"d{place}");
            _ = ends[place] switch
            {
                "completed" => scenario.Complete($"d{place}"),
                "canceled" => scenario.Begin($"cancel{place}").Complete($"cancel{place}"),
                _ => scenario.Fail($"d{place}"),
            };
        }

        var expected = Expected(join, on, ends);
        var actual = scenario.StatusOf("target") switch
        {
            TaskStatus.Pending => "wait",
            TaskStatus.Waiting => "run",
            TaskStatus.Skipped => "skip",
            var status => status.ToString(),
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

    /// <summary>
    /// Each dependency is watched by a task that accepts every end, so that no failure ends the execution.
    /// </summary>
    private static string Workflow(string join, string on, string[] ends)
    {
        var tasks = ends.SelectMany((end, place) => new[]
        {
            Scenario.Call($"d{place}", null, end switch
            {
                "skipped" => ",\"condition\":false",
                "continued" => ",\"on_error\":\"continue\"",
                _ => "",
            }),
            Scenario.Call($"cancel{place}", null, $",\"cancels\":[\"d{place}\"]"),
            Scenario.Call($"watch{place}", [$"d{place}"], ",\"join\":\"all_done\""),
        });
        var names = string.Join(',', on.Split(',').Select(end => $"\"{end}\""));
        var entries = ends.Select((_, place) => $$"""{"task":"d{{place}}","on":[{{names}}]}""");
        var rule = join.StartsWith("count", StringComparison.Ordinal)
            ? $"{{\"count\":{join[^1]}}}"
            : $"\"{join}\"";
        var target = Scenario.Call("target", null, $",\"join\":{rule},\"depends_on\":[{string.Join(',', entries)}]");
        return $$"""{"name":"w","tasks":[{{string.Join(',', tasks)}},{{target}}]}""";
    }

    private static int[][] Orders(int size) => size switch
    {
        1 => [[0]],
        2 => [[0, 1], [1, 0]],
        _ => [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]],
    };
}
