using System.Text.Json;
using Harmonia.Client;
using Harmonia.Core.Executions;
using Harmonia.Core.Failures;
using Microsoft.AspNetCore.Http;

namespace Harmonia.Server.Rest.Capabilities;

/// <summary>
/// <c>POST /capabilities/{name}</c>: what the family's clients call. Its errors have a form of their own: those clients
/// take 404 for a missing capability and repeat whatever is 5xx, so what is missing otherwise is 422.
/// </summary>
internal static class CapabilityEndpoints
{
    public static async ValueTask<Answer> InvokeAsync(ApiRequest request)
    {
        try
        {
            var name = (string)request.Context.Request.RouteValues["name"]!;
            var capability = CapabilityTable.Find(name) ?? throw new ApiException(Unknown(name));
            var result = await capability.Call(request, await ReadAsync(request));
            return Answer.Ok(result, HarmoniaJson.Wire.JsonElement);
        }
        catch (ApiException refused)
        {
            return Told(request, refused.Problem);
        }
    }

    /// <summary>The parameters, without those that are null: clients write null for what they do not say.</summary>
    private static async ValueTask<JsonElement> ReadAsync(ApiRequest request)
    {
        var body = await RequestBody.ReadOptionalJsonAsync(request, request.Services.BodyLimits.Largest);
        if (body is null)
        {
            return JsonText.EmptyObject;
        }

        var given = body.Document.Root;
        if (given.ValueKind != JsonValueKind.Object)
        {
            throw new ApiException(Problem.Of(
                ApiCodes.InvalidInput,
                [new Finding(FindingCodes.WrongType, "", "The parameters of a capability are an object.")]));
        }

        return WithoutNulls(given);
    }

    /// <summary>An object without its members that are null.</summary>
    public static JsonElement WithoutNulls(JsonElement given) => JsonText.Write(writer =>
    {
        writer.WriteStartObject();
        foreach (var member in given.EnumerateObject().Where(item => item.Value.ValueKind != JsonValueKind.Null))
        {
            member.WriteTo(writer);
        }

        writer.WriteEndObject();
    });

    private static Answer Told(ApiRequest request, Problem problem)
    {
        var status = problem.Status switch
        {
            StatusCodes.Status404NotFound when problem.Code != ApiCodes.CapabilityNotFound =>
                StatusCodes.Status422UnprocessableEntity,
            StatusCodes.Status410Gone => StatusCodes.Status409Conflict,
            var other => other,
        };
        var id = request.Context.TraceIdentifier;
        request.Context.Response.Headers["X-Request-Id"] = id;
        var error = new ApiError(problem.Type, problem.Message, problem.Details, problem.Code, id);
        var detail = string.IsNullOrEmpty(problem.Details.Field)
            ? problem.Code
            : $"{problem.Code} at {problem.Details.Field}";
        return Answer.Of(
            status, new CapabilityError(problem.Message, detail, error), HarmoniaJson.Wire.CapabilityError);
    }

    private static Problem Unknown(string name)
    {
        string[] names = [.. CapabilityTable.All.Select(capability => capability.Name)];
        var nearest = NearestName.Find(name, names);
        return new Problem(
            StatusCodes.Status404NotFound,
            ApiCodes.CapabilityNotFound,
            $"There is no capability '{Wire.Shorten(name)}'. "
                + (nearest is null ? $"There are: {string.Join(", ", names)}." : $"Did you mean {nearest}?"))
        {
            Details = new ErrorDetails { Suggestion = nearest },
        };
    }
}
