using Harmonia.Components.Http;
using Harmonia.Components.Secrets;

namespace Harmonia.Components.Registered.Protocols;

/// <summary>The protocols that need nothing but HTTP: <c>http</c>, <c>adapter</c> and <c>tasks</c>.</summary>
public static class HttpProtocols
{
    public static IReadOnlyList<IProtocol> All(OutboundHttp outbound, SecretStore secrets, TimeProvider time)
    {
        return
        [
            new Protocol(ProtocolNames.Http, component => new HttpActionClient(component, Calls(component))),
            new Protocol(ProtocolNames.Adapter, component => new TaskHandlerClient(component, Calls(component), time)),
            new Protocol(ProtocolNames.Tasks, component => new TaskHandlerClient(component, Calls(component), time)),
        ];

        ComponentHttp Calls(ComponentDeclaration component) => new(component, outbound, secrets, time);
    }

    private sealed class Protocol(string name, Func<ComponentDeclaration, IProtocolClient> open) : IProtocol
    {
        public string Name => name;

        public IProtocolClient Open(ComponentDeclaration declaration) => open(declaration);
    }
}
