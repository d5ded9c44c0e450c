using System.Text;
using System.Text.Json;
using Harmonia.Core.Definitions;
using Harmonia.Core.Executions;
using Harmonia.Core.Failures;

namespace Harmonia.Server.Rest.Capabilities;

/// <summary>Turns the parameters of a capability into a call of the API.</summary>
internal static class CapabilityCalls
{
    /// <summary>The answer of a call, as a value.</summary>
    public static async ValueTask<JsonElement> Told(ValueTask<Answer> answer) => (await answer).ToJson();

    /// <summary>A call about one thing, such as an execution; its other parameters make the body.</summary>
    /// <param name="request">The request.</param>
    /// <param name="parameters">What was given.</param>
    /// <param name="about">The parameter that holds its id.</param>
    /// <param name="call">The call.</param>
    /// <param name="others">What may be given beside the id.</param>
    public static ValueTask<JsonElement> About(
        ApiRequest request,
        JsonElement parameters,
        CapabilityParameter about,
        ApiCall call,
        params string[] others) =>
        Told(call(Moved(request, parameters, about.Name, others)));

    /// <summary>The execution that a call is about.</summary>
    public static ValueTask<Client.ExecutionDetail> DetailAsync(ApiRequest request, JsonElement parameters)
    {
        var moved = Moved(request, parameters, CapabilityParameter.Execution.Name, []);
        return ExecutionEndpoints.DetailAsync(moved);
    }

    /// <param name="request">The request.</param>
    /// <param name="parameters">What was given.</param>
    /// <param name="name">The parameter that holds an id.</param>
    /// <param name="others">What may be given beside it; <see langword="null"/> when others look at that.</param>
    /// <exception cref="ApiException">It is missing, or something else is there.</exception>
    public static string IdIn(ApiRequest request, JsonElement parameters, string name, string[]? others = null)
    {
        var limit = request.Services.BodyLimits.Largest;
        var document = RequestBody.Parse(
            Encoding.UTF8.GetBytes(parameters.GetRawText()),
            DocumentFormat.Json,
            RequestBody.Limits(limit));
        string[] known = others is null
            ? [.. parameters.EnumerateObject().Select(member => member.Name)]
            : [name, .. others];
        var fields = new BodyFields(document, known);
        var id = fields.Text(name);
        if (fields.Value(name) is null)
        {
            fields.Report(FindingCodes.MissingField, "/" + name, $"Say {name}.");
        }

        fields.Check();
        return id!;
    }

    private static ApiRequest Moved(ApiRequest request, JsonElement parameters, string name, string[] others) =>
        request.With(IdIn(request, parameters, name, others), Without(parameters, name));

    private static JsonElement Without(JsonElement parameters, string name) =>
        JsonText.Write(writer =>
        {
            writer.WriteStartObject();
            foreach (var member in parameters.EnumerateObject().Where(member => member.Name != name))
            {
                member.WriteTo(writer);
            }

            writer.WriteEndObject();
        });
}
