using System.Diagnostics;
using Harmonia.Cli.Documents;
using Harmonia.Core.Definitions;
using Harmonia.Core.Executions;
using Harmonia.Server.Hosting;

namespace Harmonia.Cli.Running;

/// <summary>Carries a workflow out in this process.</summary>
internal sealed class LocalExecution(EmbeddedEngine engine, IProgressView view, Following following)
{
    /// <exception cref="InvalidDocumentException">The definition or input is wrong; nothing was started.</exception>
    public async Task<Outcome> ExecuteAsync(Source source, InputValue input, CancellationToken cancellationToken)
    {
        var definition = Compile(source);
        engine.Start();
        var (id, decision) = await engine.StartAsync(definition, input.Value, cancellationToken);
        Require(decision, input);
        await following.ToTheEndAsync(
            () => WatchAsync(id),
            reason => engine.CancelAsync(id, reason, CancellationToken.None),
            cancellationToken);
        return Outcome.Of(await engine.LoadAsync(id, CancellationToken.None)
            ?? throw new UnreachableException($"Execution {id} has ended but is not there."));
    }

    private WorkflowDefinition Compile(Source source)
    {
        if (source.Document is not { Root: var root })
        {
            throw new InvalidDocumentException(source.Lines(source.Findings));
        }

        var (definition, findings, _) = WorkflowIntake.Take(root, engine.Catalog, engine.DefinitionLimits);
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

    private static void Require(Decision decision, InputValue input)
    {
        if (decision is Decision.Rejected { Findings: [_, ..] findings })
        {
            throw new InvalidDocumentException(findings.Select(finding => input.Line(finding) ?? finding.Message));
        }

        if (decision is Decision.Rejected refusal)
        {
            throw new CommandException(ExitCode.Failed, $"{refusal.Code}: {refusal.Reason}");
        }
    }

    private async Task WatchAsync(ExecutionId id)
    {
        await foreach (var fact in engine.WatchAsync(id, CancellationToken.None))
        {
            view.Show(ProgressEvent.Of(fact));
        }
    }
}
