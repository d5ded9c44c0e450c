using System.CommandLine;
using Harmonia.Cli.CommandLine;
using Harmonia.Cli.Documents;
using Harmonia.Cli.Output;
using Harmonia.Cli.Remote;
using Harmonia.Core.Definitions;
using Harmonia.Server.Hosting;

namespace Harmonia.Cli.Running;

/// <summary><c>harmonia run</c>: carries a workflow out, here or on a server, and shows how it goes on.</summary>
internal sealed class RunCommand
{
    private const double MaxTimeoutSeconds = 30 * 24 * 3600;

    private readonly Argument<string> _file = new("file")
    {
        Description = "The definition, in JSON or YAML; - for standard input.",
    };

    private readonly Option<string?> _input = new("--input")
    {
        Description = "The input: JSON, @file (JSON or YAML), or - for standard input. [{}]",
        HelpName = "input",
    };

    private readonly Option<string?> _server = new("--server")
    {
        Description = "Execute on the server at this URL. Without it, in this process.",
        HelpName = "url",
    };

    private readonly Option<string?> _database = new("--database")
    {
        Description = "Keep the execution in this database, such as a path. [memory:]",
        HelpName = "database",
    };

    private readonly Option<double?> _timeout = new("--timeout")
    {
        Description = "Cancel the execution after this many seconds.",
        HelpName = "seconds",
    };

    private readonly Option<bool> _json = CommonOptions.Json();
    private readonly ConfigurationOptions _configuration = new();
    private readonly Terminal _terminal;

    private RunCommand(Terminal terminal) => _terminal = terminal;

    public static Command Create(Terminal terminal)
    {
        var run = new RunCommand(terminal);
        var command = new ExampledCommand(
            "run",
            "Carries out a workflow, shows its tasks as they go on, and prints its output. Ctrl-C cancels it.",
            "harmonia run hello.yaml --input '{\"name\": \"Ada\"}'",
            "harmonia run hello.yaml --input @input.json --json",
            "harmonia run hello.yaml --server http://127.0.0.1:8002")
        {
            run._file, run._input, run._server, run._database, run._configuration.File, run._configuration.AllowShell,
            run._timeout, run._json,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(run._server) is not null
                && (result.GetResult(run._database) ?? result.GetResult(run._configuration.File)
                    ?? result.GetResult(run._configuration.AllowShell)) is { Implicit: false })
            {
                result.AddError(
                    "--server cannot be combined with --database, --config or --allow-shell: the server has its own.");
            }
        });
        command.SetAction(run.ExecuteAsync);
        return command;
    }

    private async Task<int> ExecuteAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(_file) == "-" && parsed.GetValue(_input) == "-")
        {
            throw new CommandException(ExitCode.Usage, "standard input can be the definition or the input, not both.");
        }

        var following = new Following { Timeout = Timeout(parsed.GetValue(_timeout)), Time = _terminal.Time };
        var outcome = parsed.GetValue(_server) is { } server
            ? await ExecuteThereAsync(parsed, server, following, cancellationToken)
            : await ExecuteHereAsync(parsed, following, cancellationToken);
        if (parsed.GetValue(_json))
        {
            JsonPrinter.Print(_terminal.Out, outcome.Write);
        }
        else
        {
            outcome.Print(_terminal);
        }

        return outcome.ExitCode;
    }

    private static TimeSpan? Timeout(double? seconds) => seconds switch
    {
        null => null,
        > 0 and <= MaxTimeoutSeconds => TimeSpan.FromSeconds(seconds.Value),
        _ => throw new CommandException(
            ExitCode.Usage, $"--timeout must be above 0 and at most {MaxTimeoutSeconds} seconds."),
    };

    private async Task<Outcome> ExecuteHereAsync(
        ParseResult parsed, Following following, CancellationToken cancellationToken)
    {
        var configuration = _configuration.Require(
            parsed, _terminal, said => said with { Database = parsed.GetValue(_database) ?? "memory:" });
        var input = InputValue.Read(parsed.GetValue(_input), _terminal, configuration.MaxValueSize);
        var limits = DocumentLimits.Default with { MaxBytes = configuration.MaxWorkflowSize };
        var source = Source.Open(parsed.GetRequiredValue(_file), _terminal, limits);
        await using var view = View();
        foreach (var warning in configuration.Warnings)
        {
            view.Note(FindingText.Of("configuration", warning));
        }

        await using var engine = await EmbeddedEngine.OpenAsync(
            configuration, new TerminalLogging(view), _terminal.Time, cancellationToken);
        return await new LocalExecution(engine, view, following).ExecuteAsync(source, input, cancellationToken);
    }

    private async Task<Outcome> ExecuteThereAsync(
        ParseResult parsed, string server, Following following, CancellationToken cancellationToken)
    {
        var limits = DocumentLimits.Default with { MaxBytes = ServerConnection.MaxSentBytes };
        var input = InputValue.Read(parsed.GetValue(_input), _terminal, ServerConnection.MaxSentBytes);
        var source = Source.Open(parsed.GetRequiredValue(_file), _terminal, limits);
        using var connection = ServerConnection.At(server, _terminal);
        await using var view = View();
        var watch = new ExecutionWatch(connection, _terminal);
        return await new RemoteExecution(connection, watch, view, following)
            .ExecuteAsync(source, input, cancellationToken);
    }

    private IProgressView View() => _terminal.IsErrorInteractive
        ? new LiveProgress(Consoles.ForError(_terminal), _terminal.Time)
        : new PlainProgress(_terminal);
}
