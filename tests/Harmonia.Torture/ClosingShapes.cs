namespace Harmonia.Torture;

/// <summary>Workflows that undo, that go round and round, and that wait for somebody outside.</summary>
internal static class ClosingShapes
{
    private const int Bookings = 8;
    private const int Rounds = 3;
    private const int Signals = 4;

    /// <summary>Eight bookings of which one fails; those before it are undone.</summary>
    public static Shape Saga(CallWriter calls) => new(
        "saga",
        string.Join(",\n", Enumerable.Range(1, Bookings).Select(number => calls.Task(
            $"b{number}",
            $"${{input.n + {number}}}",
            number == 1 ? null : $"b{number - 1}",
            $"${{input.n % {Bookings} == {number - 1} ? \\\"{LedgerModes.Broken}\\\" : \\\"{LedgerModes.Plain}\\\"}}",
            calls.Undo($"${{tasks.b{number}.output.body.value}}")))),
        """{"never":true}""",
        input =>
        {
            var position = (input.Number % Bookings) + 1;
            var tasks = Enumerable.Range(1, position)
                .ToDictionary(number => $"b{number}", number => number < position ? "completed" : "failed");
            return new Expectation("failed", null, tasks);
        });

    /// <summary>A call in a loop, each with the answer to the one before.</summary>
    public static Shape Loop(CallWriter calls) => new(
        "loop",
        $$$"""
        "again":{"type":"loop","count":{{{Rounds}}},"result":"${tasks.one.output.body.value}",
          "tasks":{ {{{calls.Task("one", "${previous ?? input.n}")}}} } }
        """,
        """{"last":"${tasks.again.output.last}","rounds":"${tasks.again.output.iterations}"}""",
        input =>
        {
            var last = Enumerable.Range(0, Rounds)
                .Aggregate((long)input.Number, (value, _) => LedgerModes.Answer(value));
            return Model.Completes($$$"""{"last":{{{last}}},"rounds":{{{Rounds}}}}""", ("again", "completed"));
        });

    /// <summary>Waits for one signal after the other; it is sent each of them at least once.</summary>
    public static Shape Counter() => new(
        "counter",
        $$$"""
        "again":{"type":"loop","count":{{{Signals}}},"result":"${tasks.one.output.number}",
          "tasks":{"one":{"type":"event","signal":"next"} } }
        """,
        """{"seen":"${tasks.again.output.outputs}"}""",
        _ => Model.Completes(
            $$$"""{"seen":[{{{string.Join(',', Enumerable.Range(1, Signals))}}}]}""", ("again", "completed")))
    {
        Signals = Signals,
    };
}
