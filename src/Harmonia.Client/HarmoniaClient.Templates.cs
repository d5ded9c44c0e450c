namespace Harmonia.Client;

/// <content>Templates.</content>
public sealed partial class HarmoniaClient
{
    /// <summary>Saves a new template.</summary>
    /// <param name="template">JSON or YAML.</param>
    /// <param name="idempotencyKey">Makes it safe to repeat the call.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<TemplateSaved> CreateTemplateAsync(
        WorkflowText template, string? idempotencyKey, CancellationToken cancellationToken) =>
        SendAsync(
            HttpMethod.Post,
            "api/templates",
            template,
            idempotencyKey,
            HarmoniaJson.Wire.TemplateSaved,
            cancellationToken);

    /// <summary>Saves a template out of a file, in any form of the family.</summary>
    /// <param name="file">JSON or YAML.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<TemplateImported> ImportTemplateAsync(WorkflowText file, CancellationToken cancellationToken) =>
        SendAsync(
            HttpMethod.Post,
            "api/templates/import",
            file,
            null,
            HarmoniaJson.Wire.TemplateImported,
            cancellationToken);

    /// <summary>Saves the next version of a template.</summary>
    /// <param name="template">Its id, name or short name.</param>
    /// <param name="text">JSON or YAML.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<TemplateRevised> ReviseTemplateAsync(
        string template, WorkflowText text, CancellationToken cancellationToken) =>
        SendAsync(
            HttpMethod.Put,
            $"api/templates/{Escape(template)}",
            text,
            null,
            HarmoniaJson.Wire.TemplateRevised,
            cancellationToken);

    /// <summary>A template.</summary>
    /// <param name="template">Its id, name or short name.</param>
    /// <param name="version">Which version; <see langword="null"/> for the current one.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<TemplateDetail> GetTemplateAsync(
        string template, string? version, CancellationToken cancellationToken) =>
        GetAsync(
            $"api/templates/{Escape(template)}{Version(version)}",
            HarmoniaJson.Wire.TemplateDetail,
            cancellationToken);

    /// <summary>The versions of a template, newest first.</summary>
    /// <param name="template">Its id, name or short name.</param>
    /// <param name="query">Which.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<TemplateVersionList> ListTemplateVersionsAsync(
        string template, ListQuery query, CancellationToken cancellationToken) =>
        GetAsync(
            $"api/templates/{Escape(template)}/versions{query.ToAddress()}",
            HarmoniaJson.Wire.TemplateVersionList,
            cancellationToken);

    /// <summary>A template as a file that can be imported elsewhere.</summary>
    /// <param name="template">Its id, name or short name.</param>
    /// <param name="version">Which version; <see langword="null"/> for the current one.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<TemplateFile> ExportTemplateAsync(
        string template, string? version, CancellationToken cancellationToken) =>
        GetAsync(
            $"api/templates/{Escape(template)}/export{Version(version)}",
            HarmoniaJson.Wire.TemplateFile,
            cancellationToken);

    /// <summary>Templates, newest first.</summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<TemplateList> ListTemplatesAsync(ListQuery query, CancellationToken cancellationToken) =>
        GetAsync("api/templates" + query.ToAddress(), HarmoniaJson.Wire.TemplateList, cancellationToken);

    /// <summary>Removes a template; the workflows that were made of it stay.</summary>
    /// <param name="template">Its id, name or short name.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<TemplateRemoved> RemoveTemplateAsync(string template, CancellationToken cancellationToken) =>
        SendAsync(
            HttpMethod.Delete,
            $"api/templates/{Escape(template)}",
            null,
            null,
            HarmoniaJson.Wire.TemplateRemoved,
            cancellationToken);

    /// <summary>Makes a workflow of a template and saves it.</summary>
    /// <param name="template">Its id, name or short name.</param>
    /// <param name="body">With which values, and under which name.</param>
    /// <param name="idempotencyKey">Makes it safe to repeat the call.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<TemplateInstantiated> InstantiateTemplateAsync(
        string template, InstantiateBody body, string? idempotencyKey, CancellationToken cancellationToken) =>
        SendAsync(
            HttpMethod.Post,
            $"api/templates/{Escape(template)}/instantiate",
            Json(body, HarmoniaJson.Wire.InstantiateBody),
            idempotencyKey,
            HarmoniaJson.Wire.TemplateInstantiated,
            cancellationToken);

    /// <summary>All categories of templates.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<CategoryList> ListCategoriesAsync(CancellationToken cancellationToken) =>
        GetAsync("api/templates/categories", HarmoniaJson.Wire.CategoryList, cancellationToken);

    /// <summary>Adds a category of templates.</summary>
    /// <param name="category">Which.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<CategoryDetail> AddCategoryAsync(CategoryBody category, CancellationToken cancellationToken) =>
        SendAsync(
            HttpMethod.Post,
            "api/templates/categories",
            Json(category, HarmoniaJson.Wire.CategoryBody),
            null,
            HarmoniaJson.Wire.CategoryDetail,
            cancellationToken);

    /// <summary>Removes a category that nothing stands in.</summary>
    /// <param name="category">Its id or name.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<TemplateRemoved> RemoveCategoryAsync(string category, CancellationToken cancellationToken) =>
        SendAsync(
            HttpMethod.Delete,
            $"api/templates/categories/{Escape(category)}",
            null,
            null,
            HarmoniaJson.Wire.TemplateRemoved,
            cancellationToken);

    private static string Version(string? version) => version is null ? "" : $"?version={Escape(version)}";
}
