using Harmonia.Components.Secrets;
using ModelContextProtocol.Client;

namespace Harmonia.Components.Mcp;

/// <summary>The way to one MCP server.</summary>
internal interface IMcpLink : IAsyncDisposable
{
    /// <summary>Hides the secrets that the server was given.</summary>
    SecretRedactor Redactor { get; }

    /// <summary>Makes ready to speak.</summary>
    /// <exception cref="McpUnreachableException">The server cannot be begun now.</exception>
    Task<McpLine> OpenAsync(CancellationToken cancellationToken);
}

/// <summary>What a session speaks over; disposed of when the session is over.</summary>
/// <param name="Transport">For the library.</param>
/// <param name="CloseAsync">Ends what is behind it.</param>
/// <param name="Reason">What is known of why it ended.</param>
internal sealed record McpLine(IClientTransport Transport, Func<ValueTask> CloseAsync, Func<string> Reason);

/// <summary>Nobody was reached, so that nothing can have happened.</summary>
internal sealed class McpUnreachableException(string message) : Exception(message);
