using Harmonia.Cli.Documents;
using Harmonia.Cli.Remote;
using Harmonia.Client;
using Harmonia.Core.Definitions;

namespace Harmonia.Cli.Templates;

/// <summary>The file of a template, on its way to the server.</summary>
internal sealed class TemplateSource
{
    private readonly Source _source;

    private TemplateSource(Source source, SourceDocument document)
    {
        _source = source;
        Document = document;
    }

    public SourceDocument Document { get; }

    public WorkflowText Text => new(Document.Root.GetRawText(), IsYaml: false);

    /// <exception cref="CommandException">It cannot be read or understood.</exception>
    public static TemplateSource Open(string path, Terminal terminal)
    {
        var source = Source.Open(
            path, terminal, DocumentLimits.Default with { MaxBytes = ServerConnection.MaxSentBytes });
        return source.Document is { } document
            ? new TemplateSource(source, document)
            : throw new CommandException(
                ExitCode.Failed, "nothing was saved:\n" + string.Join('\n', source.Lines(source.Findings)));
    }

    /// <summary>Sends it, and tells findings at their places in the file.</summary>
    public async Task<T> SendAsync<T>(Func<Task<T>> send)
    {
        try
        {
            return await send();
        }
        catch (HarmoniaException exception) when (exception.Findings.Count > 0)
        {
            var lines = WireFindings.Lines(_source, exception.Findings.Select(WireFindings.Read));
            throw new CommandException(ExitCode.Failed, "nothing was saved:\n" + string.Join('\n', lines), exception);
        }
    }

    public void Warn(Terminal terminal, IReadOnlyList<WireFinding>? warnings)
    {
        foreach (var line in WireFindings.Lines(_source, (warnings ?? []).Select(WireFindings.Read)))
        {
            terminal.Report(line);
        }
    }
}
