using Harmonia.Client;

namespace Harmonia.Server.Rest.OpenApi;

/// <content>Templates.</content>
internal static partial class ApiDescriptions
{
    private const string TemplateTag = "Templates";

    private const string TemplateExample =
        """{"name": "greeting", "parameters": {"greeting": {"type": "string", "default": "Hello"}}, "tasks": {"say": """
        + """{"component": "harmonia", "action": "echo", "input": {"text": "${param.greeting} ${input.name}"}}}}""";

    private const string InstantiateExample =
        """{"name": "greet politely", "parameter_values": {"greeting": "Good day"}}""";

    private static readonly (string, string) TemplateVersion =
        ("version", "The label of a version; the current one unless told.");

    private static IEnumerable<KeyValuePair<string, ApiDescription>> Templates =>
        StoredTemplates.Concat(UsedTemplates).Concat(TemplateCategories);

    private static Dictionary<string, ApiDescription> StoredTemplates => new(StringComparer.Ordinal)
    {
        ["GET /api/templates"] = new(
            "listTemplates",
            TemplateTag,
            "Templates, newest first; those of the release are last.",
            typeof(TemplateList))
        {
            Query =
            [
                .. Page,
                ("category_id", "Templates in this category, by id or name, or in one below it."),
                ("tags", "Templates with all of these tags, joined by commas or given more than once."),
            ],
        },
        ["POST /api/templates"] = new("createTemplate", TemplateTag, "Saves a new template.", typeof(TemplateSaved))
        {
            Statuses = [201],
            Errors = [404, 409, 413, 415, 422],
            TakesDefinition = true,
            Example = TemplateExample,
        },
        ["POST /api/templates/import"] = new(
            "importTemplate", TemplateTag, "Saves a template out of a file.", typeof(TemplateImported))
        {
            Statuses = [201],
            Errors = [404, 409, 413, 415, 422],
            TakesDefinition = true,
            Example = TemplateExample,
        },
        ["GET /api/templates/{id}"] = new(
            "getTemplate", TemplateTag, "A template, by id, name or short name.", typeof(TemplateDetail))
        {
            Errors = [404],
            Query = [TemplateVersion],
        },
        ["PUT /api/templates/{id}"] = new(
            "reviseTemplate", TemplateTag, "Saves the next version; workflows keep theirs.", typeof(TemplateRevised))
        {
            Errors = [404, 409, 413, 415],
            TakesDefinition = true,
            Example = TemplateExample,
        },
        ["DELETE /api/templates/{id}"] = new(
            "deleteTemplate", TemplateTag, "Removes a template; its workflows stay.", typeof(TemplateRemoved))
        {
            Errors = [404, 409],
        },
    };

    private static Dictionary<string, ApiDescription> UsedTemplates => new(StringComparer.Ordinal)
    {
        ["GET /api/templates/{id}/versions"] = new(
            "listTemplateVersions", TemplateTag, "Its versions, newest first.", typeof(TemplateVersionList))
        {
            Errors = [404],
            Query = Page[..2],
        },
        ["GET /api/templates/{id}/export"] = new(
            "exportTemplate", TemplateTag, "A template as a file that can be imported.", typeof(TemplateFile))
        {
            Errors = [404],
            Query = [("format", "json, the usual one, or yaml."), TemplateVersion],
        },
        ["POST /api/templates/{id}/instantiate"] = Instantiate("instantiateTemplate"),
        ["POST /api/templates/{id}/create"] = Instantiate("createFromTemplate"),
    };

    private static Dictionary<string, ApiDescription> TemplateCategories => new(StringComparer.Ordinal)
    {
        ["GET /api/templates/categories"] = new(
            "listTemplateCategories", TemplateTag, "All categories of templates.", typeof(CategoryList)),
        ["POST /api/templates/categories"] = new(
            "createTemplateCategory", TemplateTag, "Adds a category.", typeof(CategoryDetail))
        {
            Statuses = [201],
            Errors = [409, 413, 415],
            Body = typeof(CategoryBody),
            Example = """{"name": "maintenance", "description": "Keeping what there is in order"}""",
        },
        ["DELETE /api/templates/categories/{id}"] = new(
            "deleteTemplateCategory",
            TemplateTag,
            "Removes a category that nothing stands in.",
            typeof(TemplateRemoved))
        {
            Errors = [404, 409],
        },
    };

    private static ApiDescription Instantiate(string id) => new(
        id, TemplateTag, "Makes a workflow of a template and saves it.", typeof(TemplateInstantiated))
    {
        Statuses = [201],
        Errors = [404, 409, 413, 415, 422],
        Body = typeof(InstantiateBody),
        Example = InstantiateExample,
    };
}
