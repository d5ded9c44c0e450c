using Harmonia.Client;
using Harmonia.Core.Executions;
using Harmonia.Server.Hosting;
using Harmonia.Server.Rest.Capabilities;
using Harmonia.Server.Rest.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Harmonia.Server.Rest.Family;

/// <summary><c>GET /discovery</c>: what this server is, and what there is to call.</summary>
internal static class DiscoveryEndpoint
{
    public static ValueTask<Answer> GetAsync(ApiRequest request)
    {
        var dependencies = new Dictionary<string, string>();
        if (request.Services.Presence.State.Hermes is { } hermes)
        {
            dependencies["hermes"] = hermes.AbsoluteUri.TrimEnd('/');
        }

        var metadata = JsonText.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("category", "workflow");
            writer.WriteString("openapi", "/openapi.json");
            writer.WriteEndObject();
        });
        return ValueTask.FromResult(Answer.Ok(
            new DiscoveryAnswer(
                FamilyIdentities.Main,
                ProductVersion.Text,
                "Durable workflow engine.",
                Endpoints(request),
                [.. FamilyIdentities.Capabilities, .. CapabilityTable.All.Select(capability => capability.Name)],
                dependencies,
                metadata),
            HarmoniaJson.Wire.DiscoveryAnswer));
    }

    private static DiscoveredEndpoint[] Endpoints(ApiRequest request) =>
    [
        .. from endpoint in request.Context.RequestServices.GetRequiredService<EndpointDataSource>().Endpoints
               .OfType<RouteEndpoint>()
           let path = endpoint.RoutePattern.RawText ?? ""
           let method = endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods[0] ?? ""
           let description = ApiDescriptions.Find(method, path)
           where description is not null
           select new DiscoveredEndpoint(path, method, description.Summary, [description.Tag]),
    ];
}
