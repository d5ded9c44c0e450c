using System.Net;
using Harmonia.Cli.Documents;
using Harmonia.Cli.Remote;
using Harmonia.Client;

namespace Harmonia.Cli.Running;

/// <summary>Has a server carry a workflow out.</summary>
internal sealed class RemoteExecution(
    ServerConnection server, ExecutionWatch watch, IProgressView view, Following following)
{
    /// <summary>Where the server sees the definition in the request.</summary>
    private const string Root = "/workflow";

    /// <exception cref="InvalidDocumentException">The definition or input is wrong; nothing was started.</exception>
    public async Task<Outcome> ExecuteAsync(Source source, InputValue input, CancellationToken cancellationToken)
    {
        var id = await StartAsync(source, input, cancellationToken);
        await following.ToTheEndAsync(
            () => watch.FollowAsync(id, 0, view, CancellationToken.None),
            reason => CancelAsync(id, reason),
            cancellationToken);
        return Outcome.Of(await server.CallAsync(
            client => client.GetExecutionAsync($"{id}", CancellationToken.None)));
    }

    private async Task<Guid> StartAsync(Source source, InputValue input, CancellationToken cancellationToken)
    {
        if (source.Document is not { Root: var workflow })
        {
            throw new InvalidDocumentException(source.Lines(source.Findings));
        }

        try
        {
            var body = new StartBody { Workflow = workflow, Input = input.Value };
            var started = await server.CallAsync(
                client => client.StartAsync(body, wait: null, idempotencyKey: null, cancellationToken));
            return started.ExecutionId;
        }
        catch (HarmoniaException exception) when (exception.Findings.Count > 0)
        {
            var findings = exception.Findings.Select(WireFindings.Read);
            throw new InvalidDocumentException(
                findings.SelectMany(finding => input.Line(finding) is { } line
                    ? [line]
                    : WireFindings.Lines(source, [finding], Root)));
        }
    }

    private async Task CancelAsync(Guid id, string reason)
    {
        try
        {
            await server.CallAsync(client => client.CancelAsync($"{id}", reason, CancellationToken.None));
        }
        catch (HarmoniaException exception) when (exception.Status == (int)HttpStatusCode.Conflict)
        {
            // It has ended in the meantime, which is what was wanted.
        }
    }
}
