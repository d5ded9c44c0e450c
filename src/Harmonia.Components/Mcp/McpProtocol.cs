using System.Collections.Immutable;
using Harmonia.Components.Commands;
using Harmonia.Components.Http;
using Harmonia.Components.Registered;
using Harmonia.Components.Secrets;
using Harmonia.Engine.Ports;

namespace Harmonia.Components.Mcp;

/// <summary>The protocol <c>mcp</c> of registered components, and of the servers that the operator configured.</summary>
/// <param name="programs">Those that may be started; a declaration can only name one of them.</param>
/// <param name="outbound">The way out.</param>
/// <param name="secrets">Where references to secrets lead.</param>
/// <param name="commands">By what programs of this engine are known after a crash.</param>
/// <param name="time">The clock.</param>
public sealed class McpProtocol(
    ImmutableArray<McpProgram> programs,
    OutboundHttp outbound,
    SecretStore secrets,
    CommandOptions commands,
    TimeProvider time) : IProtocol
{
    public string Name => ProtocolNames.Mcp;

    /// <summary>Where references of the programs lead: they stand in the operator's file, not in a declaration.</summary>
    public SecretStore? ProgramSecrets { get; init; }

    public IProtocolClient Open(ComponentDeclaration declaration)
    {
        var current = new AsyncLocal<McpCallContext?>();
        return new McpToolClient(declaration, LinkTo(declaration, current), current, time);
    }

    private IMcpLink LinkTo(ComponentDeclaration declaration, AsyncLocal<McpCallContext?> current)
    {
        if (declaration.Server is not { } server)
        {
            return new McpHttpLink(declaration, outbound, secrets, current);
        }

        return programs.FirstOrDefault(program => program.Name == server) is { } found
            ? new McpProgramLink(found, ProgramSecrets ?? secrets, commands, time)
            : new UnknownServer(server);
    }

    /// <summary>A server that is not configured now; it may be when the process begins again.</summary>
    private sealed class UnknownServer(string server) : IMcpLink
    {
        public SecretRedactor Redactor => SecretRedactor.None;

        public Task<McpLine> OpenAsync(CancellationToken cancellationToken) =>
            throw new McpUnreachableException($"The operator has configured no program \"{server}\" under mcp.servers.");

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
