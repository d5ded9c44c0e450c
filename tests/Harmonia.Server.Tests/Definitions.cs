namespace Harmonia.Server.Tests;

/// <summary>Small workflows that need nothing outside.</summary>
internal static class Definitions
{
    public const string Echo =
        """
        {"name": "echo", "description": "Says it again",
         "input": {"type": "object", "properties": {"say": {"type": "string"}}, "required": ["say"]},
         "tasks": {"say": {"component": "harmonia", "action": "echo", "input": {"text": "${input.say}"}}}}
        """;

    public const string Sleeping =
        """
        {"name": "sleeping", "tasks": {"nap": {"component": "harmonia", "action": "sleep", "input": {"seconds": 3600}}}}
        """;

    public const string Failing =
        """
        {"name": "failing", "tasks": {"no": {"component": "harmonia", "action": "fail",
            "input": {"code": "broken", "message": "It broke."}}}}
        """;

    /// <summary>Completes one task, then sleeps for longer than a test takes.</summary>
    public const string HalfWay =
        """
        {"name": "half-way", "tasks": {
            "first": {"component": "harmonia", "action": "echo", "input": {"text": "done"}},
            "nap": {"component": "harmonia", "action": "sleep", "input": {"seconds": 3600}, "depends_on": "first"},
            "last": {"component": "harmonia", "action": "noop", "depends_on": "nap"}}}
        """;

    public static string Named(string name) =>
        $$$$"""{"name": "{{{{name}}}}", "tasks": {"a": {"component": "harmonia", "action": "noop"}}}""";
}
