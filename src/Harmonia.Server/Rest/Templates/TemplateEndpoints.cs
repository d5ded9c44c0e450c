using System.Text.Json;
using Harmonia.Client;
using Harmonia.Core.Definitions;
using Harmonia.Core.Templates;
using Harmonia.Engine.Ports;
using Microsoft.AspNetCore.Http;

namespace Harmonia.Server.Rest.Templates;

/// <summary><c>/api/templates</c>: reading and removing.</summary>
internal static class TemplateEndpoints
{
    private const string YamlType = "application/yaml";
    private static readonly string[] Formats = ["json", "yaml"];

    public static async ValueTask<Answer> ListAsync(ApiRequest request)
    {
        var query = new RequestQuery(request, "limit", "offset", "filter", "category_id", "tags");
        var (limit, offset) = (query.Limit, query.Offset);
        var categories = await request.Services.Templates.Store.ListCategoriesAsync(request.Token);
        var wanted = new TemplateQuery
        {
            Filters = query.Filters(FieldFilter.TemplateFields),
            Categories = query.Text("category_id") is { } category ? Below(category, categories) : null,
            Tags = query.Text("tags")?.Split(
                ',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [],
            Limit = limit,
            Offset = offset,
        };
        var (items, total) = await request.Services.Templates.ListAsync(wanted, request.Token);
        return Answer.Ok(
            new TemplateList([.. items.Select(item => TemplateViews.Summary(item, categories))], total, limit, offset),
            HarmoniaJson.Wire.TemplateList);
    }

    public static async ValueTask<Answer> GetAsync(ApiRequest request)
    {
        var (found, version) = await FindVersionAsync(request, new RequestQuery(request, "version").Text("version"));
        return Answer.Ok(
            TemplateViews.Detail(found, version, TemplateContent.Read(version.Content)),
            HarmoniaJson.Wire.TemplateDetail);
    }

    public static async ValueTask<Answer> ListVersionsAsync(ApiRequest request)
    {
        var query = new RequestQuery(request, "limit", "offset");
        var (limit, offset) = (query.Limit, query.Offset);
        var found = await FindAsync(request);
        var page = found.BuiltIn is { } builtIn
            ? new TemplateVersionPage(offset == 0 ? [builtIn.Version] : [], 1)
            : await request.Services.Templates.Store.ListVersionsAsync(found.Template.Id, limit, offset, request.Token);
        return Answer.Ok(
            new TemplateVersionList(
                [
                    .. page.Items.Select(version => new TemplateVersionSummary(
                        version.Version,
                        version.CreatedAt,
                        version.Number == found.Template.Number,
                        version.Changes)),
                ],
                page.Total,
                limit,
                offset),
            HarmoniaJson.Wire.TemplateVersionList);
    }

    public static async ValueTask<Answer> ExportAsync(ApiRequest request)
    {
        var query = new RequestQuery(request, "format", "version");
        var format = query.Text("format") ?? Formats[0];
        if (!Formats.Contains(format))
        {
            throw RequestQuery.Wrong("format", "it must be json or yaml.");
        }

        var (found, version) = await FindVersionAsync(request, query.Text("version"));
        var file = TemplateViews.File(found.Template, version, TemplateContent.Read(version.Content));
        if (format == Formats[0])
        {
            return Answer.Ok(file, HarmoniaJson.Wire.TemplateFile);
        }

        var members = JsonSerializer.SerializeToElement(file, HarmoniaJson.Wire.TemplateFile).EnumerateObject();
        return Answer.Text(YamlType, YamlText.Of(members.Select(member => (member.Name, member.Value))));
    }

    public static async ValueTask<Answer> RemoveAsync(ApiRequest request)
    {
        var found = await FindStoredAsync(request);
        return await request.Services.Templates.Store.RemoveAsync(found.Id, request.Token)
            ? Answer.Ok(
                new TemplateRemoved(true, "Template deleted successfully"), HarmoniaJson.Wire.TemplateRemoved)
            : throw new ApiException(NoTemplate(request.PathId));
    }

    public static async ValueTask<FoundTemplate> FindAsync(ApiRequest request) =>
        await request.Services.Templates.FindAsync(request.PathId, request.Token)
        ?? throw new ApiException(NoTemplate(request.PathId));

    /// <exception cref="ApiException">There is no such template, or it is one of the release.</exception>
    public static async ValueTask<StoredTemplate> FindStoredAsync(ApiRequest request)
    {
        var found = await FindAsync(request);
        return !found.IsBuiltIn ? found.Template : throw new ApiException(new Problem(
            StatusCodes.Status409Conflict,
            ApiCodes.TemplateBuiltIn,
            $"The template '{found.Template.Name}' comes with this release and cannot be changed. Save one with the "
                + "same name, which takes its place."));
    }

    public static async ValueTask<(FoundTemplate Found, StoredTemplateVersion Version)> FindVersionAsync(
        ApiRequest request, string? label)
    {
        var found = await FindAsync(request);
        var version = await request.Services.Templates.FindVersionAsync(found, label, request.Token);
        return version is not null
            ? (found, version)
            : throw new ApiException(label is null ? NoTemplate(request.PathId) : new Problem(
                StatusCodes.Status404NotFound,
                ApiCodes.TemplateVersionNotFound,
                $"The template '{found.Template.Name}' has no version '{Wire.Shorten(label)}'."));
    }

    public static Problem NoTemplate(string reference) => new(
        StatusCodes.Status404NotFound,
        ApiCodes.TemplateNotFound,
        $"There is no template '{Wire.Shorten(reference)}'.");

    /// <summary>A category with all that stand in it; none when it is unknown.</summary>
    private static List<Guid> Below(string reference, IReadOnlyList<TemplateCategory> categories)
    {
        var top = CategoryEndpoints.Find(reference, categories);
        List<Guid> below = top is null ? [] : [top.Id];
        for (var next = 0; next < below.Count; next++)
        {
            below.AddRange(categories
                .Where(category => category.Parent == below[next])
                .Select(category => category.Id));
        }

        return below;
    }
}
