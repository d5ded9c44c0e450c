using Harmonia.Server.Rest.Capabilities;
using Microsoft.AspNetCore.Builder;

namespace Harmonia.Server.Rest.Family;

/// <summary>What every component of the Tekton family serves, and what its clients expect of Harmonia.</summary>
internal static class FamilyApi
{
    public static void Map(WebApplication app, ApiServices services)
    {
        foreach (var path in (string[])["/discovery", "/api/v1/discovery"])
        {
            RestApi.Get(app, services, path, RestApi.Bare(DiscoveryEndpoint.GetAsync));
        }

        foreach (var path in (string[])["/shutdown", "/api/shutdown"])
        {
            RestApi.Post(app, services, path, RestApi.Bare(ShutdownEndpoints.StopAsync));
        }

        RestApi.Get(app, services, "/shutdown/status", RestApi.Bare(ShutdownEndpoints.StatusAsync));
        foreach (var path in (string[])
            ["/workflow", "/harmonia/workflow", "/api/v1/workflow", "/api/mcp/v2/workflow"])
        {
            RestApi.Post(app, services, path, RestApi.Bare(WorkflowMessageEndpoint.ReceiveAsync));
        }

        RestApi.Get(app, services, "/api/capabilities", RestApi.Bare(AdapterEndpoints.ListAsync));
        RestApi.Get(app, services, "/api/actions/{action}/schema", RestApi.Bare(AdapterEndpoints.SchemaAsync));
        RestApi.Post(app, services, "/api/actions/{action}", RestApi.Bare(AdapterEndpoints.CallAsync));
        foreach (var prefix in (string[])["", "/api"])
        {
            RestApi.Post(
                app, services, prefix + "/capabilities/{name}", RestApi.Bare(CapabilityEndpoints.InvokeAsync));
            RestApi.Get(
                app, services, prefix + "/registry/component/{id}", RestApi.Bare(RegistryEndpoints.GetAsync));
            RestApi.Get(app, services, prefix + "/registry/components", RegistryEndpoints.ListAsync);
        }
    }
}
