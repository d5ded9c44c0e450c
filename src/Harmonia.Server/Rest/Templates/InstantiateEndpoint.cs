using Harmonia.Client;
using Harmonia.Core.Definitions;
using Harmonia.Core.Executions;
using Harmonia.Core.Failures;
using Harmonia.Core.Templates;
using Harmonia.Engine.Ports;

namespace Harmonia.Server.Rest.Templates;

/// <summary><c>POST /api/templates/{id}/instantiate</c>: makes a workflow of a template and saves it.</summary>
internal static class InstantiateEndpoint
{
    /// <summary>Characters of a template's name that the name of its workflow begins with.</summary>
    private const int MaxNameLength = 150;

    public static async ValueTask<Answer> InstantiateAsync(ApiRequest request)
    {
        var key = request.IdempotencyKey($"POST /api/templates/{request.PathId}/instantiate");
        var id = new WorkflowId(key is null ? Guid.CreateVersion7() : DerivedId.From(key));
        var body = await RequestBody.ReadOptionalJsonAsync(request, request.Services.BodyLimits.Definition);
        var (order, template, content) = await ReadAsync(request, body?.Document ?? Nothing, id);
        var definition = Make(request, body?.Document ?? Nothing, order, content);
        var now = request.Services.Time.GetUtcNow();
        var workflow = WorkflowEndpoints.Saved(id, definition, now);
        var stored = await request.Services.Workflows.ChangeAsync(
            store => store.AddAsync(workflow, definition.Stored, request.Token));
        if (stored is null)
        {
            throw await WorkflowEndpoints.NotAddedAsync(request, workflow, key);
        }

        if (stored.CreatedAt != now)
        {
            request.MarkReplayed();
        }
        else
        {
            await CountAsync(request, template);
        }

        return Answer.Created(
            new TemplateInstantiated(
                id.Value,
                template.Value,
                stored.Name,
                stored.CreatedAt,
                order.Version,
                stored.Revision,
                stored.DefinitionHash)
            {
                Description = stored.Description,
                Warnings = Wire.Warnings(definition.Warnings),
            },
            HarmoniaJson.Wire.TemplateInstantiated);
    }

    /// <summary>What a body that is left out says.</summary>
    private static SourceDocument Nothing =>
        RequestBody.Parse("{}"u8.ToArray(), DocumentFormat.Json, DocumentLimits.Default);

    private static async ValueTask<(TemplateOrder Order, TemplateId Template, TemplateContent Content)> ReadAsync(
        ApiRequest request, SourceDocument body, WorkflowId id)
    {
        var fields = new BodyFields(
            body,
            "parameter_values",
            "parameters",
            "name",
            "description",
            "metadata",
            "template_id",
            "template_version");
        var (name, description, metadata) =
            (fields.Text("name"), fields.Text("description"), fields.ObjectOrNull("metadata"));
        var (reference, label) = (fields.Text("template_id"), fields.Text("template_version"));
        var spelling = fields.Value("parameters") is null ? "parameter_values" : "parameters";
        var values = fields.Object(spelling);
        if (spelling == "parameters" && fields.Value("parameter_values") is not null)
        {
            fields.Report(
                FindingCodes.InvalidValue,
                "/parameters",
                "'parameters' and 'parameter_values' say the same. Give one.");
        }

        var (found, version) = await TemplateEndpoints.FindVersionAsync(request, label);
        if (reference is not null && !await NamesAsync(request, reference, found))
        {
            fields.Report(FindingCodes.InvalidValue, "/template_id", "This is not the template of the address.");
        }

        fields.Check();
        var order = new TemplateOrder(
            found.Template.Id, version.Version, name ?? NameFor(found.Template.Name, id), values)
        {
            ValuesPointer = "/" + spelling,
            Description = description,
            Metadata = metadata,
        };
        return (order, found.Template.Id, TemplateContent.Read(version.Content));
    }

    private static async ValueTask<bool> NamesAsync(ApiRequest request, string reference, FoundTemplate found) =>
        (await request.Services.Templates.FindAsync(reference, request.Token))?.Template.Id == found.Template.Id;

    /// <summary>A name that nothing else has, and that a repeated request gives again.</summary>
    private static string NameFor(string template, WorkflowId id) =>
        $"{template[..Math.Min(template.Length, MaxNameLength)]} {id.ToString()[^12..]}";

    private static CheckedDefinition Make(
        ApiRequest request, SourceDocument body, TemplateOrder order, TemplateContent content)
    {
        var (definition, findings) = TemplateInstantiator.Instantiate(content, order, TemplateIntake.Limits(request));
        return definition is { } made
            ? request.Services.Definitions.RequireMade(made, TemplateInstantiator.Made)
            : throw new ApiException(Problem.Of(ApiCodes.InvalidInput, [.. findings.Select(body.Place)]));
    }

    /// <summary>The workflow is there; a count that is lost now does not undo it.</summary>
    private static async ValueTask CountAsync(ApiRequest request, TemplateId template)
    {
        try
        {
            await request.Services.Templates.Store.AddUseAsync(template, request.Token);
        }
        catch (StoreUnavailableException)
        {
            // Whoever made the workflow is told of it all the same.
        }
    }
}
