using Harmonia.Client;
using Harmonia.Components.Tekton;
using Harmonia.Components.Tekton.Hermes;
using Harmonia.Core.Executions;
using Harmonia.Core.Failures;
using Harmonia.Server.Hosting;
using Microsoft.AspNetCore.Http;

namespace Harmonia.Server.Rest.Family;

/// <summary>
/// <c>GET /registry/…</c>: what the family's Python client asks Hermes for, which Hermes has not. With the address of
/// this server in the place of that of Hermes, the client works as it is.
/// </summary>
internal static class RegistryEndpoints
{
    public static async ValueTask<Answer> GetAsync(ApiRequest request)
    {
        var id = request.PathId;
        var entry = Find(Own(request), id);
        if (entry is null)
        {
            await request.Services.Embedded.Family.RefreshAsync(request.Token);
            entry = Find(Others(request), id);
        }

        return entry is not null
            ? Answer.Ok(entry, HarmoniaJson.Wire.RegistryEntry)
            : throw new ApiException(Missing(request, id));
    }

    public static async ValueTask<Answer> ListAsync(ApiRequest request)
    {
        var query = new RequestQuery(request, "type", "capability");
        await request.Services.Embedded.Family.RefreshAsync(request.Token);
        var (type, capability) = (query.Text("type"), query.Text("capability"));
        IReadOnlyList<RegistryEntry> entries =
        [
            .. Own(request).Concat(Others(request))
                .Where(entry => type is null || entry.Type == type || entry.Name == type)
                .Where(entry => capability is null || entry.Capabilities.Contains(capability)),
        ];
        return Answer.Ok(entries, HarmoniaJson.Wire.IReadOnlyListRegistryEntry);
    }

    private static RegistryEntry? Find(IEnumerable<RegistryEntry> entries, string id)
    {
        var all = entries.ToList();
        return all.Find(entry => entry.ComponentId == id)
            ?? all.Find(entry => entry.Name.Equals(id, StringComparison.OrdinalIgnoreCase));
    }

    private static IEnumerable<RegistryEntry> Own(ApiRequest request)
    {
        var endpoint = request.Services.Presence.Endpoint;
        return endpoint is null
            ? []
            : request.Services.Presence.Identities.Select(identity => Of(identity, endpoint));
    }

    private static RegistryEntry Of(HermesIdentity identity, Uri endpoint) => new(
        identity.ComponentId,
        identity.Name,
        ProductVersion.Text,
        identity.Type,
        endpoint.AbsoluteUri.TrimEnd('/'),
        identity.Capabilities,
        JsonText.Write(writer =>
        {
            writer.WriteStartObject();
            identity.WriteMetadata(writer);
            writer.WriteEndObject();
        }))
    {
        Healthy = true,
    };

    private static IEnumerable<RegistryEntry> Others(ApiRequest request) =>
        request.Services.Embedded.Family.Family.Members.Select(Of);

    private static RegistryEntry Of(FamilyMember member) => new(
        member.ComponentId ?? member.Name,
        member.Name,
        member.Version,
        member.Type,
        member.Endpoint.AbsoluteUri.TrimEnd('/'),
        member.Capabilities,
        member.Metadata ?? JsonText.EmptyObject)
    {
        Healthy = member.IsUp,
    };

    private static Problem Missing(ApiRequest request, string id)
    {
        var known = Own(request).Concat(Others(request)).Select(entry => entry.ComponentId).ToList();
        var nearest = NearestName.Find(id, known);
        return new Problem(
            StatusCodes.Status404NotFound,
            ApiCodes.RegistryEntryNotFound,
            $"No component '{Wire.Shorten(id)}' is registered"
                + (request.Services.Presence.State.Hermes is null ? "; Hermes is not used." : ".")
                + (nearest is null ? "" : $" Did you mean {nearest}?"))
        {
            Details = new ErrorDetails { Suggestion = nearest },
        };
    }
}
