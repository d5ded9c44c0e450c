using System.Collections.Immutable;
using System.CommandLine;
using Harmonia.Cli.CommandLine;
using Harmonia.Cli.Documents;
using Harmonia.Cli.Output;
using Harmonia.Core.Definitions;
using Harmonia.Core.Failures;
using Harmonia.Server.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace Harmonia.Cli.Validating;

/// <summary><c>harmonia validate</c>: everything that is wrong or doubtful in definitions, without a server.</summary>
internal static class ValidateCommand
{
    public static Command Create(Terminal terminal)
    {
        var files = new Argument<string[]>("file")
        {
            Description = "Definitions, in JSON or YAML; - for standard input.",
            Arity = ArgumentArity.OneOrMore,
        };
        var json = CommonOptions.Json();
        var configuration = new ConfigurationOptions();
        var command = new ExampledCommand(
            "validate",
            "Checks definitions and prints every finding, errors and warnings. Nothing is executed.",
            "harmonia validate hello.yaml",
            "harmonia validate workflows/*.yaml --json")
        {
            files, configuration.File, json,
        };
        command.SetAction((parsed, cancellationToken) => ValidateAsync(
            parsed.GetRequiredValue(files),
            configuration.Require(parsed, terminal, static said => said with { Database = "memory:" }),
            parsed.GetValue(json),
            terminal,
            cancellationToken));
        return command;
    }

    private static async Task<int> ValidateAsync(
        string[] files,
        HarmoniaConfiguration configuration,
        bool asJson,
        Terminal terminal,
        CancellationToken cancellationToken)
    {
        // The engine is only asked what its components can do; it is never started.
        await using var engine = await EmbeddedEngine.OpenAsync(
            configuration, NullLoggerFactory.Instance, terminal.Time, cancellationToken);
        var results = files.Select(file => Check(Source.Open(file, terminal, engine.DocumentLimits), engine)).ToList();
        if (asJson)
        {
            PrintJson(terminal.Out, results);
        }
        else
        {
            Print(terminal.Out, results);
        }

        return results.TrueForAll(result => result.IsValid) ? ExitCode.Ok : ExitCode.Failed;
    }

    private static Checked Check(Source source, EmbeddedEngine engine) => source.Document is null
        ? new Checked(source.Name, source.Findings)
        : new Checked(
            source.Name,
            [
                .. WorkflowIntake.Take(source.Document.Root, engine.Catalog, engine.DefinitionLimits)
                    .Findings.Select(source.Place),
            ]);

    private static void Print(TextWriter output, List<Checked> results)
    {
        foreach (var (file, findings) in results)
        {
            foreach (var finding in findings)
            {
                output.WriteLine(FindingText.Of(file, finding));
            }

            var errors = findings.Count(finding => finding.IsError);
            var warnings = findings.Length - errors;
            output.WriteLine(Printable.Line((errors, warnings) switch
            {
                (0, 0) => $"{file}: valid",
                (0, _) => $"{file}: valid, warnings: {warnings}",
                _ => $"{file}: not valid, errors: {errors}, warnings: {warnings}",
            }));
        }
    }

    private static void PrintJson(TextWriter output, List<Checked> results) => JsonPrinter.Print(output, writer =>
    {
        writer.WriteStartObject();
        writer.WriteBoolean("valid", results.TrueForAll(result => result.IsValid));
        writer.WriteStartArray("findings");
        foreach (var (file, findings) in results)
        {
            foreach (var finding in findings)
            {
                FindingText.Write(writer, file, finding);
            }
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    private sealed record Checked(string File, ImmutableArray<Finding> Findings)
    {
        public bool IsValid => !Findings.Any(finding => finding.IsError);
    }
}
