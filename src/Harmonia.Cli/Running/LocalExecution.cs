using System.Diagnostics;
using Harmonia.Cli.Documents;
using Harmonia.Core.Definitions;
using Harmonia.Core.Executions;
using Harmonia.Engine;
using Harmonia.Engine.Ports;
using Harmonia.Server.Hosting;

namespace Harmonia.Cli.Running;

/// <summary>Carries a workflow out in this process.</summary>
internal sealed class LocalExecution(EmbeddedEngine engine, IProgressView view, Following following)
{
    /// <exception cref="InvalidDocumentException">The definition or input is wrong; nothing was started.</exception>
    public async Task<Outcome> ExecuteAsync(Source source, InputValue input, CancellationToken cancellationToken)
    {
        var definition = Compile(source);
        var text = DefinitionText.Of(definition.Source);
        engine.Engine.Start();
        var started = await engine.Engine.StartAsync(
            new StartRequest(InlineWorkflow.IdOf(definition), definition, input.Value)
            {
                Stored = new StoredDefinition(text.Hash, text.Utf8),
            },
            cancellationToken);
        Require(started.Reply, input);
        await following.ToTheEndAsync(
            () => WatchAsync(started.Id),
            reason => engine.Engine.Router.DeliverAsync(
                started.Id, new CancelExecution(reason), CancellationToken.None),
            cancellationToken);
        var loaded = await engine.Engine.Reader.LoadAsync(started.Id, CancellationToken.None)
            ?? throw new UnreachableException($"Execution {started.Id} has ended but is not there.");
        return Outcome.Of(loaded.State);
    }

    private WorkflowDefinition Compile(Source source)
    {
        if (source.Document is not { Root: var root })
        {
            throw new InvalidDocumentException(source.Lines(source.Findings));
        }

        var (definition, findings) = WorkflowCompiler.Compile(root, engine.Catalog, engine.DefinitionLimits);
        if (definition is null)
        {
            throw new InvalidDocumentException(source.Lines(findings));
        }

        foreach (var line in source.Lines(findings))
        {
            view.Note(line);
        }

        return definition;
    }

    private static void Require(CommandReply reply, InputValue input)
    {
        switch (reply)
        {
            case CommandReply.Decided { Decision: Decision.Accepted }:
                return;
            case CommandReply.Decided { Decision: Decision.Rejected { Findings: [_, ..] findings } }:
                throw new InvalidDocumentException(findings.Select(finding => input.Line(finding) ?? finding.Message));
            case CommandReply.Decided { Decision: Decision.Rejected refusal }:
                throw new CommandException(ExitCode.Failed, $"{refusal.Code}: {refusal.Reason}");
            default:
                throw new UnreachableException($"A start was answered with {reply}.");
        }
    }

    private async Task WatchAsync(ExecutionId id)
    {
        await foreach (var recorded in engine.Engine.Feed.WatchAsync(engine.Executions, id, 0, CancellationToken.None))
        {
            view.Show(ProgressEvent.Of(recorded.Event));
        }
    }
}
