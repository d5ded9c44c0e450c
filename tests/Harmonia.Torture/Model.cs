using System.Globalization;

namespace Harmonia.Torture;

/// <summary>What a start brings.</summary>
/// <param name="Number">What is computed with.</param>
/// <param name="Pause">Seconds that the sleeping shape sleeps.</param>
internal readonly record struct Input(int Number, double Pause)
{
    public string Json => string.Create(
        CultureInfo.InvariantCulture, $$$"""{"n":{{{Number}}},"pause":{{{Pause:0.###}}}}""");
}

/// <summary>How an execution must end when nobody interferes.</summary>
/// <param name="Status">Of the execution.</param>
/// <param name="Output">Of the execution, as JSON; <see langword="null"/> when it returns nothing.</param>
/// <param name="Tasks">The statuses of the tasks for which one is certain.</param>
internal sealed record Expectation(string Status, string? Output, IReadOnlyDictionary<string, string> Tasks);

/// <summary>A workflow, with a model that says how its executions end.</summary>
/// <param name="Name">The workflow's name.</param>
/// <param name="Tasks">Its tasks, as the members of a JSON object.</param>
/// <param name="Result">Its result, as JSON.</param>
/// <param name="Expect">The model.</param>
internal sealed record Shape(string Name, string Tasks, string Result, Func<Input, Expectation> Expect)
{
    /// <summary>How many signals it waits for; they are numbered from 1.</summary>
    public int Signals { get; init; }

    public string Definition => $$$"""{"name":"{{{Name}}}","tasks":{{{{Tasks}}}},"result":{{{Result}}}}""";
}

/// <summary>The workflows that are started, written beside what their executions must give.</summary>
internal static class Model
{
    private const int Width = 14;
    private const string EvenOnly = "\"condition\":\"tasks.sum.output.sum % 2 == 0\"";

    public static IReadOnlyList<Shape> Shapes(int ledgerPort)
    {
        var calls = new CallWriter(ledgerPort);
        return
        [
            Chain(calls), Diamond(calls), Shaky(calls), Sleepy(calls), Tolerant(calls), Failing(calls), Wide(calls),
            ClosingShapes.Saga(calls), ClosingShapes.Loop(calls), ClosingShapes.Counter(),
        ];
    }

    /// <summary>A call, an expression, a call under a condition, and a join that takes its skip.</summary>
    private static Shape Chain(CallWriter calls) => new(
        "chain",
        $$$"""
        {{{calls.Task("first", "${input.n}")}}},
        "sum":{"type":"expression","depends_on":["first"],"result":{"sum":"${tasks.first.output.body.value + 1}"}},
        {{{calls.Task("even", "${tasks.sum.output.sum}", "sum", more: EvenOnly)}}},
        "last":{"component":"harmonia","action":"echo","depends_on":["sum","even"],"join":"all_done",
                "input":{"sum":"${tasks.sum.output.sum}","even":"${tasks.even.status}"}}
        """,
        """{"sum":"${tasks.last.output.sum}","even":"${tasks.last.output.even}"}""",
        input =>
        {
            var sum = LedgerModes.Answer(input.Number) + 1;
            var even = sum % 2 == 0 ? "completed" : "skipped";
            return Completes($$$"""{"sum":{{{sum}}},"even":"{{{even}}}"}""", ("first", "completed"), ("even", even));
        });

    /// <summary>Three calls at once, a join of the first and a join of all.</summary>
    private static Shape Diamond(CallWriter calls) => new(
        "diamond",
        $$$"""
        {{{calls.Task("left", "${input.n}")}}},
        {{{calls.Task("middle", "${input.n + 1}")}}},
        {{{calls.Task("right", "${input.n + 2}")}}},
        "early":{"component":"harmonia","action":"echo","depends_on":["left","middle","right"],"join":"any_success",
                 "input":{"seen":true}},
        "sum":{"type":"expression","depends_on":["left","middle","right"],"result":{"sum":
          "${tasks.left.output.body.value + tasks.middle.output.body.value + tasks.right.output.body.value}"}}
        """,
        """{"sum":"${tasks.sum.output.sum}","seen":"${tasks.early.output.seen}"}""",
        input =>
        {
            var sum = Enumerable.Range(input.Number, 3).Sum(number => LedgerModes.Answer(number));
            return Completes($$$"""{"sum":{{{sum}}},"seen":true}""", ("left", "completed"), ("early", "completed"));
        });

    /// <summary>Calls that are refused at first and retried.</summary>
    private static Shape Shaky(CallWriter calls)
    {
        const string Retries =
            "\"retry_policy\":{\"max_retries\":8,\"initial_delay\":0.05,\"max_delay\":0.3,\"backoff_multiplier\":2}";
        return new Shape(
            "shaky",
            $$$"""
            {{{calls.Task("one", "${input.n}", mode: LedgerModes.Shaky, more: Retries)}}},
            {{{calls.Task("two", "${tasks.one.output.body.value}", "one", LedgerModes.Shaky, Retries)}}}
            """,
            """{"value":"${tasks.two.output.body.value}"}""",
            input => Completes(
                $$$"""{"value":{{{LedgerModes.Answer(LedgerModes.Answer(input.Number))}}}}""",
                ("one", "completed"),
                ("two", "completed")));
    }

    /// <summary>A durable timer between two calls.</summary>
    private static Shape Sleepy(CallWriter calls) => new(
        "sleepy",
        $$$"""
        {{{calls.Task("before", "${input.n}")}}},
        "nap":{"component":"harmonia","action":"sleep","depends_on":["before"],"input":{"seconds":"${input.pause}"}},
        {{{calls.Task("after", "${tasks.before.output.body.value}", "nap")}}}
        """,
        """{"value":"${tasks.after.output.body.value}"}""",
        input => Completes(
            $$$"""{"value":{{{LedgerModes.Answer(LedgerModes.Answer(input.Number))}}}}""",
            ("nap", "completed"),
            ("after", "completed")));

    /// <summary>A failure that counts as completed for what depends on it.</summary>
    private static Shape Tolerant(CallWriter calls) => new(
        "tolerant",
        $$$"""
        {{{calls.Task("broken", "${input.n}", mode: LedgerModes.Broken, more: "\"on_error\":\"continue\"")}}},
        {{{calls.Task("other", "${input.n}")}}},
        "both":{"type":"expression","depends_on":["broken","other"],
                "result":{"broken":"${tasks.broken.status}","value":"${tasks.other.output.body.value}"}}
        """,
        """{"broken":"${tasks.both.output.broken}","value":"${tasks.both.output.value}"}""",
        input => Completes(
            $$$"""{"broken":"failed","value":{{{LedgerModes.Answer(input.Number)}}}}""",
            ("broken", "failed"),
            ("other", "completed")));

    /// <summary>A failure that nobody handles.</summary>
    private static Shape Failing(CallWriter calls) => new(
        "failing",
        $$$"""
        {{{calls.Task("first", "${input.n}")}}},
        {{{calls.Task("broken", "${input.n}", "first", LedgerModes.Broken)}}},
        {{{calls.Task("never", "${input.n}", "broken")}}}
        """,
        """{"value":"${tasks.never.output.body.value}"}""",
        _ => new Expectation(
            "failed",
            null,
            new Dictionary<string, string> { ["first"] = "completed", ["broken"] = "failed" }));

    /// <summary>More calls at once than one execution may have under way.</summary>
    private static Shape Wide(CallWriter calls)
    {
        var ids = Enumerable.Range(0, Width).Select(number => $"call_{number}").ToArray();
        var tasks = ids.Select((id, number) => calls.Task(id, $"${{input.n + {number}}}"));
        return new Shape(
            "wide",
            $$$"""
            {{{string.Join(",\n", tasks)}}},
            "sum":{"type":"expression","depends_on":["{{{string.Join("\",\"", ids)}}}"],
                   "result":"${ {{{string.Join(" + ", ids.Select(id => $"tasks.{id}.output.body.value"))}}} }"}
            """,
            """{"sum":"${tasks.sum.output}"}""",
            input =>
            {
                var sum = Enumerable.Range(input.Number, Width).Sum(number => LedgerModes.Answer(number));
                return Completes($$$"""{"sum":{{{sum}}}}""", ("sum", "completed"));
            });
    }

    public static Expectation Completes(string output, params (string Task, string Status)[] tasks) => new(
        "completed", output, tasks.ToDictionary(entry => entry.Task, entry => entry.Status, StringComparer.Ordinal));
}

/// <summary>Writes tasks that call the ledger.</summary>
internal sealed class CallWriter(int ledgerPort)
{
    /// <summary>What undoes a task: a call that is refused at first and retried.</summary>
    public string Undo(string value) => $$$"""
        "compensate":{"component":"http","action":"request",
          "input":{"method":"POST","url":"http://127.0.0.1:{{{ledgerPort}}}/",
                   "json":{"value":"{{{value}}}","mode":"{{{LedgerModes.Shaky}}}"}},
          "retry_policy":{"max_retries":8,"initial_delay":0.05,"max_delay":0.3}}
        """;

    /// <summary>One member of the tasks: a call with a value, after one other task or none.</summary>
    public string Task(
        string id, string value, string? after = null, string mode = LedgerModes.Plain, string? more = null)
    {
        var dependsOn = after is null ? "" : $"\"{after}\"";
        var rest = more is null ? "" : $",{more}";
        return $$$"""
            "{{{id}}}":{"component":"http","action":"request","depends_on":[{{{dependsOn}}}],
              "input":{"method":"POST","url":"http://127.0.0.1:{{{ledgerPort}}}/",
                       "json":{"value":"{{{value}}}","mode":"{{{mode}}}"}}{{{rest}}}}
            """;
    }
}
