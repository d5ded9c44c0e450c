using Harmonia.Cli.Documents;
using Harmonia.Cli.Remote;
using Harmonia.Client;
using Harmonia.Server.Hosting;

namespace Harmonia.Cli;

/// <summary>What a person is told when a command cannot go on, and how the process ends.</summary>
internal static class Troubles
{
    /// <returns><see langword="null"/> for a bug, whose trace is worth more than a sentence.</returns>
    public static CommandException? Explain(
        Exception exception, CancellationToken cancellationToken) => exception switch
        {
            CommandException known => known,
            InvalidDocumentException invalid => new(ExitCode.Usage, $"nothing was started:\n{invalid.Message}"),
            HarmoniaException server => new(ExitCode.Failed, Text(server)),
            HostStartException => new(ExitCode.Usage, exception.Message),
            IOException or UnauthorizedAccessException => new(ExitCode.Failed, exception.Message),
            OperationCanceledException when cancellationToken.IsCancellationRequested =>
                new(ExitCode.Failed, "interrupted"),
            _ => null,
        };

    private static string Text(HarmoniaException exception)
    {
        var findings = exception.Findings.Select(
            finding => "\n" + FindingText.Of("request", WireFindings.Read(finding)));
        return $"{exception.Code}: {exception.Message}{string.Concat(findings)}";
    }
}
