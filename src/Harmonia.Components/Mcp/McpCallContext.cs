using Harmonia.Engine.Ports;
using ModelContextProtocol.Protocol;

namespace Harmonia.Components.Mcp;

/// <summary>What the way out knows of the call that a request is made for.</summary>
internal sealed class McpCallContext(TaskCall call)
{
    public TaskCall Call => call;

    /// <summary>By which the server knows the request, once it was sent over HTTP.</summary>
    public RequestId? Id { get; set; }
}
