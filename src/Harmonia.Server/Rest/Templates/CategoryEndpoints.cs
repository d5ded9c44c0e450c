using Harmonia.Client;
using Harmonia.Core.Executions;
using Harmonia.Core.Failures;
using Harmonia.Engine.Ports;
using Microsoft.AspNetCore.Http;

namespace Harmonia.Server.Rest.Templates;

/// <summary><c>/api/templates/categories</c>.</summary>
internal static class CategoryEndpoints
{
    private const int MaxNameLength = 200;

    public static async ValueTask<Answer> ListAsync(ApiRequest request)
    {
        var categories = await request.Services.Templates.Store.ListCategoriesAsync(request.Token);
        return Answer.Ok(
            new CategoryList([.. categories.Select(Detail)], categories.Count), HarmoniaJson.Wire.CategoryList);
    }

    public static async ValueTask<Answer> CreateAsync(ApiRequest request)
    {
        var key = request.IdempotencyKey("POST /api/templates/categories");
        var body = await RequestBody.ReadJsonAsync(request, request.Services.BodyLimits.Command);
        var fields = new BodyFields(body.Document, "name", "description", "parent_id");
        var (name, description, parent) = (fields.Text("name"), fields.Text("description"), fields.Text("parent_id"));
        if (string.IsNullOrWhiteSpace(name) || name.Length > MaxNameLength || name.Any(char.IsControl))
        {
            fields.Report(FindingCodes.InvalidValue, "/name", $"name must have 1 to {MaxNameLength} characters.");
        }

        var store = request.Services.Templates.Store;
        var above = parent is null ? null : Find(parent, await store.ListCategoriesAsync(request.Token));
        if (parent is not null && above is null)
        {
            fields.Report(FindingCodes.InvalidValue, "/parent_id", $"There is no category '{Wire.Shorten(parent)}'.");
        }

        fields.Check();
        var id = key is null ? Guid.CreateVersion7() : DerivedId.From(key);
        var category = new TemplateCategory(id, name!, description, above?.Id);
        return await store.AddCategoryAsync(category, request.Token) switch
        {
            AddCategoryOutcome.Added => Answer.Created(Detail(category), HarmoniaJson.Wire.CategoryDetail),
            AddCategoryOutcome.NameTaken => throw Conflict(
                ApiCodes.CategoryNameTaken, $"There is a category '{Wire.Shorten(name!)}' already."),
            AddCategoryOutcome.NoParent => throw NoCategory(parent!),
            _ => throw Conflict(
                ApiCodes.TooManyCategories, $"There are {TemplateCategory.MaxCategories} categories, which is enough."),
        };
    }

    public static async ValueTask<Answer> RemoveAsync(ApiRequest request)
    {
        var store = request.Services.Templates.Store;
        var category = Find(request.PathId, await store.ListCategoriesAsync(request.Token))
            ?? throw NoCategory(request.PathId);
        return await store.RemoveCategoryAsync(category.Id, request.Token) switch
        {
            RemoveCategoryOutcome.Removed => Answer.Ok(
                new TemplateRemoved(true, "Category deleted successfully"), HarmoniaJson.Wire.TemplateRemoved),
            RemoveCategoryOutcome.InUse => throw Conflict(
                ApiCodes.CategoryInUse, $"Templates or categories stand in '{category.Name}'. Move them first."),
            _ => throw NoCategory(request.PathId),
        };
    }

    /// <summary>A category by id or name.</summary>
    public static TemplateCategory? Find(string reference, IReadOnlyList<TemplateCategory> categories) =>
        categories.FirstOrDefault(category => category.Id.ToString("D") == reference)
        ?? categories.FirstOrDefault(category => category.Name == reference);

    private static CategoryDetail Detail(TemplateCategory category) =>
        new(category.Id, category.Name, category.Description, category.Parent);

    private static ApiException Conflict(string code, string message) =>
        new(new Problem(StatusCodes.Status409Conflict, code, message));

    private static ApiException NoCategory(string reference) => new(new Problem(
        StatusCodes.Status404NotFound,
        ApiCodes.CategoryNotFound,
        $"There is no category '{Wire.Shorten(reference)}'."));
}
