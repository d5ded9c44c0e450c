using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Harmonia.Client;
using Harmonia.Server.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace Harmonia.Server.Rest.OpenApi;

/// <summary>The description of the API, and the page that shows it.</summary>
internal static class OpenApiSettings
{
    private const string Path = "/openapi.json";
    private const string Json = "application/json";
    private const string Yaml = "application/yaml";

    public static void Add(IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(static json =>
        {
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, HarmoniaJson.Wire);
            json.SerializerOptions.PropertyNamingPolicy = System.Text.Json.JsonNamingPolicy.SnakeCaseLower;
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict; // Or integers are described as text too.
        });
        services.AddOpenApi(static options =>
        {
            options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            options.AddDocumentTransformer(DescribeAsync);
        });
    }

    public static void Use(WebApplication app)
    {
        app.MapOpenApi(Path);
        app.UseSwaggerUI(static page =>
        {
            page.RoutePrefix = RestApi.DocumentationPath[1..];
            page.DocumentTitle = "Harmonia";
            page.SwaggerEndpoint(Path, "Harmonia");
        });
    }

    private static async Task DescribeAsync(
        OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Harmonia",
            Version = ProductVersion.Text,
            Description = "A durable workflow engine.",
        };
        document.Servers = [];
        document.Paths = [];
        var error = await SchemaAsync(document, context, typeof(ErrorAnswer), cancellationToken);
        var endpoints = context.ApplicationServices.GetRequiredService<EndpointDataSource>().Endpoints;
        foreach (var endpoint in endpoints.OfType<RouteEndpoint>())
        {
            var path = endpoint.RoutePattern.RawText!;
            var method = endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods[0] ?? "";
            if (ApiDescriptions.Find(method, path) is not { IsAlias: false } call)
            {
                continue;
            }

            var operation = await OperationAsync(document, context, call, error, path, cancellationToken);
            if (!document.Paths.TryGetValue(path, out var item))
            {
                document.Paths[path] = item = new OpenApiPathItem();
            }

            ((OpenApiPathItem)item).AddOperation(new HttpMethod(method), operation);
        }
    }

    private static async Task<OpenApiOperation> OperationAsync(
        OpenApiDocument document,
        OpenApiDocumentTransformerContext context,
        ApiDescription call,
        IOpenApiSchema error,
        string path,
        CancellationToken cancellationToken)
    {
        var answer = await SchemaAsync(document, context, call.Answer, cancellationToken);
        var responses = new OpenApiResponses();
        foreach (var status in call.Statuses)
        {
            responses[$"{status}"] = Response("All is well.", answer);
        }

        foreach (var status in call.Errors.Append(400).Append(500).Append(503).Order())
        {
            responses.TryAdd($"{status}", ErrorResponse(document, new Problem(status, "", "").Type, error));
        }

        return new OpenApiOperation
        {
            OperationId = call.Id,
            Summary = call.Summary,
            Tags = new HashSet<OpenApiTagReference> { Tag(document, call.Tag) },
            Parameters = Parameters(call, path),
            RequestBody = await BodyAsync(document, context, call, cancellationToken),
            Responses = responses,
        };
    }

    private static List<IOpenApiParameter> Parameters(ApiDescription call, string path)
    {
        var text = new OpenApiSchema { Type = JsonSchemaType.String };
        List<IOpenApiParameter> parameters = [.. call.Query.Select(query => new OpenApiParameter
        {
            Name = query.Name, In = ParameterLocation.Query, Description = query.Meaning, Schema = text,
        })];
        var names = path.Split('/').Where(part => part.StartsWith('{')).Select(part => part.Trim('{', '}'));
        parameters.InsertRange(0, names.Select(name => new OpenApiParameter
        {
            Name = name,
            In = ParameterLocation.Path,
            Required = true,
            Schema = text,
        }));
        return parameters;
    }

    private static async Task<OpenApiRequestBody?> BodyAsync(
        OpenApiDocument document,
        OpenApiDocumentTransformerContext context,
        ApiDescription call,
        CancellationToken cancellationToken)
    {
        if (call.Example is not { } example)
        {
            return null;
        }

        var schema = call.Body is { } type
            ? await SchemaAsync(document, context, type, cancellationToken)
            : new OpenApiSchema { Type = JsonSchemaType.Object, Description = call.Document };
        var content = new Dictionary<string, OpenApiMediaType>
        {
            [Json] = new OpenApiMediaType { Schema = schema, Example = JsonNode.Parse(example) },
        };
        if (call.TakesDefinition)
        {
            content[Yaml] = new OpenApiMediaType { Schema = schema };
        }

        return new OpenApiRequestBody { Required = call.Body != typeof(CancelBody), Content = content };
    }

    private static OpenApiResponse Response(string description, IOpenApiSchema schema) => new()
    {
        Description = description,
        Content = new Dictionary<string, OpenApiMediaType> { [Json] = new OpenApiMediaType { Schema = schema } },
    };

    /// <summary>Each kind of error is described once, under its name.</summary>
    private static OpenApiResponseReference ErrorResponse(OpenApiDocument document, string type, IOpenApiSchema error)
    {
        if (document.Components?.Responses?.ContainsKey(type) != true)
        {
            document.AddComponent(type, Response(type, error));
        }

        return new OpenApiResponseReference(type, document);
    }

    private static OpenApiTagReference Tag(OpenApiDocument document, string name)
    {
        document.Tags ??= new HashSet<OpenApiTag>();
        document.Tags.Add(new OpenApiTag { Name = name });
        return new OpenApiTagReference(name, document);
    }

    /// <summary>Each type is described once, under its name.</summary>
    private static async Task<IOpenApiSchema> SchemaAsync(
        OpenApiDocument document,
        OpenApiDocumentTransformerContext context,
        Type type,
        CancellationToken cancellationToken)
    {
        if (document.Components?.Schemas?.ContainsKey(type.Name) != true)
        {
            var schema = await context.GetOrCreateSchemaAsync(type, null, cancellationToken);
            document.AddComponent(type.Name, schema);
        }

        return new OpenApiSchemaReference(type.Name, document);
    }
}
