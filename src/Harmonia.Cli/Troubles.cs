using Harmonia.Cli.Documents;
using Harmonia.Cli.Remote;
using Harmonia.Engine.Ports;
using Harmonia.Storage;

namespace Harmonia.Cli;

/// <summary>What a person is told when a command cannot go on, and how the process ends.</summary>
internal static class Troubles
{
    /// <returns><see langword="null"/> for what nobody expects: a bug, whose trace is worth more than a sentence.</returns>
    public static CommandException? Explain(Exception exception, CancellationToken cancellationToken) => exception switch
    {
        CommandException known => known,
        InvalidDocumentException invalid => new(ExitCode.Usage, $"nothing was started:\n{invalid.Message}"),
        ServerException server => new(ExitCode.Failed, Text(server)),
        StoreOpenException or StoreUnavailableException => new(ExitCode.Usage, exception.Message),
        IOException or UnauthorizedAccessException => new(ExitCode.Failed, exception.Message),
        OperationCanceledException when cancellationToken.IsCancellationRequested => new(ExitCode.Failed, "interrupted"),
        _ => null,
    };

    private static string Text(ServerException exception)
    {
        var findings = exception.Findings.Select(
            finding => "\n" + FindingText.Of("request", WireFindings.Read(finding)));
        return $"{exception.Error.Code}: {exception.Message}{string.Concat(findings)}";
    }
}
