namespace Harmonia.Cli.Tests;

/// <summary>Workflows that tests carry out.</summary>
internal static class Definitions
{
    public const string Hello = """
        name: hello
        input:
          type: object
          required: [name]
          properties: { name: { type: string } }
        tasks:
          greet:
            type: expression
            result: { text: "Hello, ${input.name}!" }
          shout:
            component: harmonia
            action: transform
            depends_on: [greet]
            input: { data: "${tasks.greet.output.text}", expression: "upper(data)" }
        result: "${tasks.shout.output.result}"
        """;

    public const string Failing = """
        name: failing
        tasks:
          stop:
            component: harmonia
            action: fail
            input: { message: "There is no more paper." }
        """;

    /// <summary>It goes on until somebody ends it.</summary>
    public const string Sleeping = """
        name: sleeping
        tasks:
          rest:
            component: harmonia
            action: sleep
            input: { seconds: 3600 }
        """;
}
