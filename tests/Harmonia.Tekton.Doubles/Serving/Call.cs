using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Harmonia.Tekton.Doubles.Serving;

/// <summary>A request on its way to the code that answers it.</summary>
internal sealed class Call(RecordedRequest request, IQueryCollection query, CancellationToken aborted)
{
    private const int Unprocessable = StatusCodes.Status422UnprocessableEntity;

    public RecordedRequest Request => request;

    public CancellationToken Aborted => aborted;

    /// <summary>What stands for the names in the pattern of the route.</summary>
    public IReadOnlyDictionary<string, string> Places { get; set; } = new Dictionary<string, string>();

    public string this[string place] => Places[place];

    public string? Query(string name) => query.TryGetValue(name, out var values) ? values[^1] : null;

    public IReadOnlyList<string> QueryAll(string name) => query.TryGetValue(name, out var values) ? [.. values!] : [];

    public bool Flag(string name) => Query(name) is "true" or "True" or "1" or "yes" or "on";

    /// <summary>A whole number of the path; anything else is a 422.</summary>
    public int Whole(string place) => int.TryParse(Places[place], out var number)
        ? number
        : throw Invalid(Missing.Wrong("int_parsing", "Input should be a valid integer, unable to parse string as an "
            + "integer", Places[place], "path", place));

    /// <summary>The query parameter, or a 422 together with whatever else is missing.</summary>
    public void Need(params (string Place, string Name)[] parameters)
    {
        var problems =
            from parameter in parameters
            where (parameter.Place == "query" ? Query(parameter.Name) : request.Header(parameter.Name)) is null
            select Missing.Of(null, parameter.Place, parameter.Name);
        var found = problems.ToArray();
        if (found.Length > 0)
        {
            throw Invalid(found);
        }
    }

    /// <summary>The body as a request model takes it; a 422 that names all problems otherwise.</summary>
    public Fields Read(params Field[] fields)
    {
        var body = Body();
        var problems = fields.SelectMany(field => field.Check(body)).ToArray();
        return problems.Length > 0 ? throw Invalid(problems) : new Fields(body);
    }

    /// <summary>The body as an object, with nothing asked of its members.</summary>
    public JsonObject Body() => Json() is JsonObject members
        ? members
        : throw Invalid(Missing.Wrong(
            "model_attributes_type",
            "Input should be a valid dictionary or object to extract fields from",
            Json()?.DeepClone(),
            "body"));

    public static RefusedException Invalid(params JsonObject[] problems) =>
        new(new Answer(Unprocessable, new JsonObject { ["detail"] = new JsonArray([.. problems]) }));

    private JsonNode? Json()
    {
        if (request.Body.Length == 0)
        {
            throw Invalid(Missing.Of(null, "body"));
        }

        if (request.Header("Content-Type") is { } type && !type.Contains("json", StringComparison.OrdinalIgnoreCase))
        {
            return request.Body;
        }

        try
        {
            return JsonText.Parse(request.Body);
        }
        catch (JsonException exception)
        {
            throw Invalid(Missing.Wrong(
                "json_invalid", "JSON decode error", new JsonObject(), "body",
                (exception.BytePositionInLine ?? 0).ToString(System.Globalization.CultureInfo.InvariantCulture)));
        }
    }
}
