using System.Text.Json;
using Harmonia.Client;
using Harmonia.Core.Executions;
using Harmonia.Core.Failures;
using Harmonia.Server.Hosting;
using Microsoft.AspNetCore.Http;

namespace Harmonia.Server.Rest.Capabilities;

/// <summary>
/// <c>/api/capabilities</c> and <c>/api/actions</c>: the capabilities of this server, for engines that call components
/// by the adapter protocol.
/// </summary>
internal static class AdapterEndpoints
{
    private const string Parameters = "params";
    private const string Success = "success";

    public static ValueTask<Answer> ListAsync(ApiRequest request) => new(Answer.Ok(
        new AdapterCapabilities(
            "harmonia",
            ProductVersion.Text,
            [.. CapabilityTable.All.Select(capability => capability.Name)],
            [.. CapabilityTable.All.Select(Describe)]),
        HarmoniaJson.Wire.AdapterCapabilities));

    public static ValueTask<Answer> SchemaAsync(ApiRequest request) =>
        new(Answer.Ok(SchemaOf(Find(request)), HarmoniaJson.Wire.JsonElement));

    public static async ValueTask<Answer> CallAsync(ApiRequest request)
    {
        var capability = Find(request);
        var result = await capability.Call(request, await ReadAsync(request, capability.Name));
        return Answer.Ok(new AdapterAnswer(Success, result), HarmoniaJson.Wire.AdapterAnswer);
    }

    /// <summary>What is in <c>params</c>. Of the <c>context</c>, which is the caller's own, nothing is used.</summary>
    private static async ValueTask<JsonElement> ReadAsync(ApiRequest request, string name)
    {
        if (await RequestBody.ReadOptionalJsonAsync(request, request.Services.BodyLimits.Largest) is not { } body)
        {
            return JsonText.EmptyObject;
        }

        var fields = new BodyFields(body.Document, "action", Parameters, "context");
        if (fields.Text("action") is { } action && action != name)
        {
            fields.Report(
                FindingCodes.InvalidValue, "/action", $"The address names the action '{name}'.", suggestion: name);
        }

        fields.ObjectOrNull("context");
        var parameters = fields.Object(Parameters);
        fields.Check();
        return CapabilityEndpoints.WithoutNulls(parameters);
    }

    private static Capability Find(ApiRequest request)
    {
        var name = request.PathAction;
        return CapabilityTable.Find(name) ?? throw new ApiException(new Problem(
            StatusCodes.Status404NotFound,
            ApiCodes.ActionNotFound,
            $"Harmonia has no action '{Wire.Shorten(name)}' for others. GET /api/capabilities lists them.")
        {
            Details = new ErrorDetails
            {
                Suggestion = NearestName.Find(name, CapabilityTable.All.Select(capability => capability.Name)),
            },
        });
    }

    private static ComponentAction Describe(Capability capability) => new()
    {
        Name = capability.Name,
        Description = capability.Description,
        Parameters = SchemaOf(capability),
    };

    private static JsonElement SchemaOf(Capability capability) => JsonText.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("type", "object");
        writer.WriteStartObject("properties");
        foreach (var parameter in capability.Parameters)
        {
            writer.WriteStartObject(parameter.Name);
            writer.WriteString("type", parameter.Type);
            writer.WriteString("description", parameter.Description);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.WriteStartArray("required");
        foreach (var parameter in capability.Parameters.Where(parameter => parameter.Required))
        {
            writer.WriteStringValue(parameter.Name);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });
}
