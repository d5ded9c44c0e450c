using Harmonia.Core.Templates;
using Harmonia.Engine.Ports;

namespace Harmonia.Storage.Tests.Exam;

public abstract class CategoryExam : StoreExam
{
    private static readonly Guid Top = Guid.Parse("44444444-0000-4000-8000-000000000001");
    private static readonly Guid Below = Guid.Parse("44444444-0000-4000-8000-000000000002");

    [Fact]
    public async Task Categories_stand_in_each_other_and_are_listed_by_name()
    {
        Assert.Equal(AddCategoryOutcome.Added, await AddAsync(Top, "work"));
        Assert.Equal(AddCategoryOutcome.Added, await AddAsync(Below, "maintenance", Top));

        Assert.Equal(
            [
                new TemplateCategory(Below, "maintenance", "What maintenance is.", Top),
                new TemplateCategory(Top, "work", "What work is.", null),
            ],
            await Templates.ListCategoriesAsync(Token));
    }

    [Fact]
    public async Task A_category_needs_a_free_name_and_a_parent_that_is_there()
    {
        await AddAsync(Top, "work");

        Assert.Equal(AddCategoryOutcome.Added, await AddAsync(Top, "work"));
        Assert.Equal(AddCategoryOutcome.NameTaken, await AddAsync(Top, "other"));
        Assert.Equal(AddCategoryOutcome.NameTaken, await AddAsync(Below, "work"));
        Assert.Equal(AddCategoryOutcome.NoParent, await AddAsync(Below, "other", Below));
        Assert.Single(await Templates.ListCategoriesAsync(Token));
    }

    [Fact]
    public async Task There_are_only_so_many()
    {
        for (var number = 0; number < TemplateCategory.MaxCategories; number++)
        {
            await AddAsync(new Guid(number, 0, 0, new byte[8]), $"c{number}");
        }

        Assert.Equal(AddCategoryOutcome.Full, await AddAsync(Top, "one too many"));
    }

    [Fact]
    public async Task A_category_in_which_something_stands_is_not_removed()
    {
        await AddAsync(Top, "work");
        await AddAsync(Below, "maintenance", Top);
        var template = new StoredTemplate
        {
            Id = new TemplateId(Guid.CreateVersion7()),
            Name = "a",
            Slug = "a",
            Version = "1",
            Categories = [Below],
            CreatedAt = Noon,
            UpdatedAt = Noon,
        };
        var version = new StoredTemplateVersion
        {
            Template = template.Id,
            Version = "1",
            CreatedAt = Noon,
            ContentHash = "hash",
            Content = "{}"u8.ToArray(),
        };
        await Templates.AddAsync(template, version, Token);

        Assert.Equal(RemoveCategoryOutcome.InUse, await Templates.RemoveCategoryAsync(Top, Token));
        Assert.Equal(RemoveCategoryOutcome.InUse, await Templates.RemoveCategoryAsync(Below, Token));
        await Templates.RemoveAsync(template.Id, Token);
        Assert.Equal(RemoveCategoryOutcome.Removed, await Templates.RemoveCategoryAsync(Below, Token));
        Assert.Equal(RemoveCategoryOutcome.NotFound, await Templates.RemoveCategoryAsync(Below, Token));
        Assert.Equal(RemoveCategoryOutcome.Removed, await Templates.RemoveCategoryAsync(Top, Token));
    }

    private async Task<AddCategoryOutcome> AddAsync(Guid id, string name, Guid? parent = null) =>
        await Templates.AddCategoryAsync(new TemplateCategory(id, name, $"What {name} is.", parent), Token);
}
