using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Harmonia.Cli.CommandLine;

/// <summary>A command whose help ends with examples.</summary>
internal sealed class ExampledCommand(string name, string description, params IReadOnlyList<string> examples)
    : Command(name, description)
{
    public IReadOnlyList<string> Examples { get; } = examples;
}

/// <summary>The usual help, then the command's examples.</summary>
internal sealed class HelpWithExamples(HelpAction usual) : SynchronousCommandLineAction
{
    private static readonly string[] ForTheRoot =
    [
        "harmonia run hello.yaml --input '{\"name\": \"Ada\"}'",
        "harmonia serve",
    ];

    public override int Invoke(ParseResult parseResult)
    {
        var code = usual.Invoke(parseResult);
        var command = parseResult.CommandResult.Command;
        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Examples:");
        foreach (var example in command is ExampledCommand { Examples: var own } ? own : ForTheRoot)
        {
            output.WriteLine($"  {example}");
        }

        return code;
    }
}
