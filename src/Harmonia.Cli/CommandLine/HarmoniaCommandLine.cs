using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Harmonia.Cli.Approvals;
using Harmonia.Cli.Checkpoints;
using Harmonia.Cli.Components;
using Harmonia.Cli.Events;
using Harmonia.Cli.Executions;
using Harmonia.Cli.Output;
using Harmonia.Cli.Running;
using Harmonia.Cli.Serving;
using Harmonia.Cli.Templates;
using Harmonia.Cli.Upkeep;
using Harmonia.Cli.Validating;
using Harmonia.Cli.Workflows;

namespace Harmonia.Cli.CommandLine;

/// <summary>The command tree, and the one place where troubles become messages and exit codes.</summary>
internal static class HarmoniaCommandLine
{
    /// <summary>An argument that begins with @ is ours: no file of arguments is read.</summary>
    public static ParserConfiguration Parsing => new() { ResponseFileTokenReplacer = null };

    public static async Task<int> InvokeAsync(
        IReadOnlyList<string> args, Terminal terminal, CancellationToken cancellationToken)
    {
        var parsed = Create(terminal).Parse(args, Parsing);
        if (parsed.Action is ParseErrorAction errors)
        {
            errors.ShowHelp = args.Count == 0;
        }

        var configuration = new InvocationConfiguration
        {
            Output = terminal.Out,
            Error = terminal.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null, // Interruption does it: a command that is told to stop may take its time.
        };
        try
        {
            var code = await parsed.InvokeAsync(configuration, cancellationToken);
            return parsed.Action is ParseErrorAction ? Refuse(parsed, terminal) : code;
        }
        catch (Exception exception) when (Troubles.Explain(exception, cancellationToken) is { } trouble)
        {
            await terminal.Error.WriteLineAsync($"harmonia: {Printable.Lines(trouble.Message)}");
            return trouble.ExitCode;
        }
    }

    public static RootCommand Create(Terminal terminal)
    {
        var root = new RootCommand(
            "Harmonia carries out workflows that must not get lost: checks and executes them here, or serves them.")
        {
            RunCommand.Create(terminal),
            ValidateCommand.Create(terminal),
            ServeCommand.Create(terminal),
            WorkflowCommands.Create(terminal),
            TemplateCommands.Create(terminal),
            ExecutionCommands.Create(terminal),
            EventCommands.Create(terminal),
            ApprovalCommands.Create(terminal),
            CheckpointCommands.Create(terminal),
            ComponentCommands.Create(terminal),
            BackupCommand.Create(terminal),
            DoctorCommand.Create(terminal),
            ConfigCommand.Create(terminal),
            VersionCommand.Create(terminal),
        };
        foreach (var option in root.Options)
        {
            option.Action = option switch
            {
                HelpOption => new HelpWithExamples((HelpAction)option.Action!),
                VersionOption => new VersionAction(),
                _ => option.Action,
            };
        }

        return root;
    }

    private static int Refuse(ParseResult parsed, Terminal terminal)
    {
        var words = new Stack<string>();
        for (var command = parsed.CommandResult.Command; command is not RootCommand; command = Parent(command))
        {
            words.Push(command.Name);
        }

        terminal.Report($"See 'harmonia {string.Join(' ', words.Append("--help"))}'.");
        return ExitCode.Usage;
    }

    private static Command Parent(Command command) => command.Parents.OfType<Command>().First();
}
