using Harmonia.Core.Definitions;
using Harmonia.Core.Failures;
using Harmonia.Core.Templates;

namespace Harmonia.Server.Rest.Templates;

/// <summary>A template that came in, complete and checked.</summary>
internal sealed record ReceivedTemplate(
    TemplateDocument Document,
    TemplateContent Content,
    IReadOnlyList<Guid> Categories,
    IReadOnlyList<Finding> Warnings);

/// <summary>Reads the template in a request, and puts it together with what it names.</summary>
internal static class TemplateIntake
{
    /// <param name="request">With the template as its body, in JSON or YAML.</param>
    /// <param name="self">The template's id.</param>
    /// <exception cref="ApiException">It is wrong, or names what is not there.</exception>
    public static async ValueTask<ReceivedTemplate> ReadAsync(ApiRequest request, TemplateId self)
    {
        var (text, format) = await RequestBody.ReadDefinitionAsync(request);
        var body = RequestBody.Parse(text, format, request.Services.Embedded.DocumentLimits);
        var limits = Limits(request);
        var (read, findings) = TemplateReader.Read(body.Root, limits);
        var document = Accepted(read, body, findings);
        var workflow = await FindWorkflowAsync(request, document);
        var composition = TemplateComposer.Compose(
            document, self, workflow, await FindLinksAsync(request, document), limits);
        var content = Accepted(composition.Content, body, composition.Findings);
        var (categories, unknown) = await FindCategoriesAsync(request, document);
        List<Finding> found =
        [
            .. findings,
            .. composition.Findings,
            .. unknown,
            .. TemplateChecker.Check(
                content,
                workflow is null ? document.DefinitionPointer : "/workflow_definition_id",
                definition => WorkflowCompiler.Compile(
                    definition, request.Services.Embedded.Catalog, request.Services.Embedded.DefinitionLimits),
                limits,
                composition.Own),
        ];
        Refuse(body, found);
        return new ReceivedTemplate(document, content, categories, [.. found.Select(body.Place)]);
    }

    public static TemplateLimits Limits(ApiRequest request) =>
        TemplateLimits.Default with { MaxBytes = request.Services.Embedded.DocumentLimits.MaxBytes };

    private static T Accepted<T>(T? value, SourceDocument body, IReadOnlyList<Finding> findings)
        where T : class
    {
        Refuse(body, findings);
        return value!; // There is one exactly when there is no error.
    }

    private static void Refuse(SourceDocument body, IReadOnlyList<Finding> findings)
    {
        if (findings.Any(finding => finding.IsError))
        {
            throw new ApiException(Problem.Of(ApiCodes.InvalidInput, [.. findings.Select(body.Place)]));
        }
    }

    private static async ValueTask<LinkedWorkflow?> FindWorkflowAsync(ApiRequest request, TemplateDocument document)
    {
        if (document.WorkflowReference is not { } reference)
        {
            return null;
        }

        var workflow = await request.Services.Workflows.FindAsync(reference, request.Token)
            ?? throw new ApiException(Problem.NoWorkflow(reference));
        var definition = await request.Services.Embedded.Engine.Definitions.GetAsync(
            workflow.DefinitionHash, request.Token);
        return new LinkedWorkflow(workflow.Id, workflow.Revision, definition.Source);
    }

    private static async ValueTask<Dictionary<TemplateLink, LinkedTemplate>> FindLinksAsync(
        ApiRequest request, TemplateDocument document)
    {
        Dictionary<TemplateLink, LinkedTemplate> linked = [];
        foreach (var link in document.Links)
        {
            var catalog = request.Services.Templates;
            if (await catalog.FindAsync(link.Reference, request.Token) is { } found
                && await catalog.FindVersionAsync(found, link.Version, request.Token) is { } version)
            {
                linked[link] = new LinkedTemplate(
                    found.Template.Id, found.Template.Name, version.Version, TemplateContent.Read(version.Content));
            }
        }

        return linked;
    }

    private static async ValueTask<(List<Guid> Categories, List<Finding> Unknown)> FindCategoriesAsync(
        ApiRequest request, TemplateDocument document)
    {
        List<Guid> categories = [];
        List<Finding> unknown = [];
        var all = await request.Services.Templates.Store.ListCategoriesAsync(request.Token);
        foreach (var (index, reference) in document.Categories.Index())
        {
            if (CategoryEndpoints.Find(reference, all) is { } category)
            {
                categories.Add(category.Id);
                continue;
            }

            unknown.Add(new Finding(
                FindingCodes.InvalidValue,
                $"/category_ids/{index}",
                $"There is no category '{Wire.Shorten(reference)}'. Add it first.")
            {
                Suggestion = NearestName.Find(reference, all.Select(one => one.Name)),
            });
        }

        return ([.. categories.Distinct()], unknown);
    }
}
