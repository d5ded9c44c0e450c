using System.Text;
using Harmonia.Core.Executions;
using Harmonia.Core.Templates;
using Harmonia.Engine.Ports;

namespace Harmonia.Storage.Tests.Exam;

public abstract class TemplateExam : StoreExam
{
    [Fact]
    public async Task A_template_is_found_by_id_by_exact_name_and_by_short_name()
    {
        var template = Template(1, "Bug Fix") with
        {
            Description = "Mends.",
            Workflow = new WorkflowId(Guid.CreateVersion7()),
            IsPublic = false,
            CreatedBy = "ada",
            Metadata = """{"author":"ada"}""",
        };

        var added = await AddAsync(template with { Number = 7 });

        Same(template with { Ordinal = added!.Ordinal }, added);
        Same(added, await Templates.FindAsync(template.Id, Token));
        Same(added, await Templates.FindByNameAsync("Bug Fix", Token));
        Same(added, await Templates.FindBySlugAsync("bug-fix", Token));
        Assert.Null(await Templates.FindByNameAsync("bug fix", Token));
        Assert.Null(await Templates.FindBySlugAsync("bug", Token));
        Assert.Null(await Templates.FindAsync(Template(2, "x").Id, Token));
    }

    [Fact]
    public async Task Of_several_with_one_short_name_the_oldest_is_found()
    {
        await AddAsync(Template(1, "Bug Fix"));
        await AddAsync(Template(2, "Bug fix") with { Slug = "bug-fix" });

        Assert.Equal("Bug Fix", (await Templates.FindBySlugAsync("bug-fix", Token))!.Name);
    }

    [Fact]
    public async Task Adding_the_same_again_answers_what_is_stored_and_other_content_is_refused()
    {
        var first = await AddAsync(Template(1, "a"));

        Same(first, await AddAsync(Template(1, "a") with { CreatedAt = Noon.AddDays(1) }));
        Assert.Null(await Templates.AddAsync(Template(1, "a"), Version(1, "1.0.0", "other"), Token));
        Assert.Null(await AddAsync(Template(2, "a")));
        Assert.Equal(1, (await Templates.ListAsync(new TemplateQuery(), Token)).Total);
        Assert.Null(await Templates.FindVersionAsync(Template(2, "a").Id, null, Token));
    }

    [Fact]
    public async Task Of_racing_additions_of_one_name_exactly_one_wins()
    {
        var added = await Task.WhenAll(
            Enumerable.Range(1, 16).Select(i => Task.Run(() => AddAsync(Template(i, "a")), Token)));

        Assert.Single(added, template => template is not null);
    }

    [Fact]
    public async Task A_new_version_becomes_current_and_the_old_ones_stay()
    {
        var first = await AddAsync(Template(1, "a"));
        var next = Template(1, "b") with
        {
            Version = "2",
            Tags = ["new"],
            CreatedAt = Noon.AddDays(1),
            UpdatedAt = Noon.AddDays(1),
        };

        Assert.Equal(ReviseTemplateOutcome.Stored, await ReviseAsync(next, "Better."));

        var expected = next with { Number = 2, Ordinal = first!.Ordinal, CreatedAt = Noon };
        Same(expected, await Templates.FindAsync(next.Id, Token));
        Assert.Null(await Templates.FindByNameAsync("a", Token));
        var current = await Templates.FindVersionAsync(next.Id, null, Token);
        Assert.Equal(
            ("2", 2, "Better.", "content 2"),
            (current!.Version, current.Number, current.Changes, Text(current)));
        var old = await Templates.FindVersionAsync(next.Id, "1.0.0", Token);
        Assert.Equal((1, null, "content 1.0.0", Noon), (old!.Number, old.Changes, Text(old), old.CreatedAt));
        Assert.Null(await Templates.FindVersionAsync(next.Id, "3", Token));
    }

    [Fact]
    public async Task A_new_version_needs_a_template_a_free_name_and_a_free_label()
    {
        await AddAsync(Template(1, "a"));
        await AddAsync(Template(2, "b"));

        Assert.Equal(ReviseTemplateOutcome.NotFound, await ReviseAsync(Template(3, "c") with { Version = "2" }));
        Assert.Equal(ReviseTemplateOutcome.NameTaken, await ReviseAsync(Template(2, "a") with { Version = "2" }));
        Assert.Equal(ReviseTemplateOutcome.VersionTaken, await ReviseAsync(Template(2, "b")));
        Assert.Equal(1, (await Templates.ListVersionsAsync(Template(2, "b").Id, 10, 0, Token)).Total);
    }

    [Fact]
    public async Task Versions_are_listed_newest_first_without_content()
    {
        await AddAsync(Template(1, "a"));
        await ReviseAsync(Template(1, "a") with { Version = "2" });
        await ReviseAsync(Template(1, "a") with { Version = "3" });

        var page = await Templates.ListVersionsAsync(Template(1, "a").Id, 2, 1, Token);

        Assert.Equal(3, page.Total);
        Assert.Equal([("2", 2), ("1.0.0", 1)], page.Items.Select(version => (version.Version, version.Number)));
        Assert.All(page.Items, version => Assert.True(version.Content.IsEmpty));
        Assert.Empty((await Templates.ListVersionsAsync(Template(2, "b").Id, 2, 0, Token)).Items);
    }

    [Fact]
    public async Task A_removed_template_is_gone_with_its_versions_and_frees_its_name()
    {
        await AddAsync(Template(1, "a"));
        await Templates.AddUseAsync(Template(1, "a").Id, Token);

        Assert.True(await Templates.RemoveAsync(Template(1, "a").Id, Token));

        Assert.False(await Templates.RemoveAsync(Template(1, "a").Id, Token));
        Assert.Null(await Templates.FindByNameAsync("a", Token));
        Assert.Null(await Templates.FindVersionAsync(Template(1, "a").Id, null, Token));
        Assert.Equal(0, (await AddAsync(Template(1, "a")))!.UsageCount);
    }

    [Fact]
    public async Task Uses_are_counted_also_of_what_is_not_stored_here()
    {
        var (stored, other) = ((await AddAsync(Template(1, "a")))!.Id, Template(2, "b").Id);

        await Templates.AddUseAsync(stored, Token);
        await Templates.AddUseAsync(stored, Token);
        await Templates.AddUseAsync(other, Token);

        Assert.Equal(2, (await Templates.FindAsync(stored, Token))!.UsageCount);
        Assert.Equal(2, Assert.Single((await Templates.ListAsync(new TemplateQuery(), Token)).Items).UsageCount);
        Assert.Equal(2, await Templates.CountUsesAsync(stored, Token));
        Assert.Equal(1, await Templates.CountUsesAsync(other, Token));
        Assert.Equal(0, await Templates.CountUsesAsync(Template(3, "c").Id, Token));
    }

    [Fact]
    public async Task Templates_are_listed_newest_first_by_filters_tags_and_categories()
    {
        var (red, blue) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await AddAsync(Template(1, "orders") with { Tags = ["a", "b'\""], Categories = [red] });
        await AddAsync(Template(2, "invoices") with { Tags = ["a"], Categories = [red, blue] });
        await AddAsync(Template(3, "Order mail") with { CreatedAt = Noon.AddDays(1) });

        Assert.Equal(["Order mail", "invoices", "orders"], await NamesAsync(new TemplateQuery()));
        Assert.Equal(["invoices", "orders"], await NamesAsync(new TemplateQuery { Tags = ["a"] }));
        Assert.Equal(["orders"], await NamesAsync(new TemplateQuery { Tags = ["a", "b'\""] }));
        Assert.Empty(await NamesAsync(new TemplateQuery { Tags = ["A"] }));
        Assert.Equal(["invoices", "orders"], await NamesAsync(new TemplateQuery { Categories = [red] }));
        Assert.Equal(["invoices"], await NamesAsync(new TemplateQuery { Categories = [blue, Guid.Empty] }));
        Assert.Empty(await NamesAsync(new TemplateQuery { Categories = [] }));
        Assert.Equal(["Order mail", "orders"], await NamesAsync(Where("name", FilterOperator.StartsWith, "ORDER")));
        Assert.Equal(["Order mail"], await NamesAsync(Where("created_at", FilterOperator.Gt, "2026-11-22T12:00:00Z")));
        Assert.Equal(["orders"], await NamesAsync(Where("id", FilterOperator.Eq, Template(1, "").Id.ToString())));
        await Assert.ThrowsAsync<ArgumentException>(() => NamesAsync(Where("status", FilterOperator.Eq, "x")));
        var page = await Templates.ListAsync(new TemplateQuery { Limit = 1, Offset = 1 }, Token);
        Assert.Equal(("invoices", 3L), (Assert.Single(page.Items).Name, page.Total));
    }

    [Fact]
    public async Task Every_declared_field_can_be_filtered()
    {
        foreach (var field in FieldFilter.TemplateFields)
        {
            await NamesAsync(Where(field, FilterOperator.Eq, "2026-11-22T12:00:00Z"));
        }
    }

    private static TemplateQuery Where(string field, FilterOperator comparison, string value) =>
        new() { Filters = [new FieldFilter(field, comparison, [value])] };

    private static StoredTemplate Template(int number, string name) => new()
    {
        Id = new TemplateId(Guid.Parse($"33333333-0000-4000-8000-{number:D12}")),
        Name = name,
        Slug = TemplateSlug.Of(name),
        Version = "1.0.0",
        CreatedAt = Noon,
        UpdatedAt = Noon,
    };

    private static StoredTemplateVersion Version(int number, string version, string content) => new()
    {
        Template = Template(number, "").Id,
        Version = version,
        CreatedAt = Noon,
        ContentHash = $"hash of {content}",
        Content = Encoding.UTF8.GetBytes(content),
    };

    private static string Text(StoredTemplateVersion version) => Encoding.UTF8.GetString(version.Content.Span);

    /// <summary>Lists are compared by what is in them.</summary>
    private static void Same(StoredTemplate? expected, StoredTemplate? actual)
    {
        Assert.Equal(expected! with { Tags = actual!.Tags, Categories = actual.Categories }, actual);
        Assert.Equal(expected.Tags, actual.Tags);
        Assert.Equal(expected.Categories, actual.Categories);
    }

    private async Task<StoredTemplate?> AddAsync(StoredTemplate template) => await Templates.AddAsync(
        template, VersionOf(template), Token);

    private async Task<ReviseTemplateOutcome> ReviseAsync(StoredTemplate template, string? changes = null) =>
        await Templates.ReviseAsync(template, VersionOf(template) with { Changes = changes }, Token);

    private static StoredTemplateVersion VersionOf(StoredTemplate template) =>
        Version(1, template.Version, $"content {template.Version}") with { Template = template.Id };

    private async Task<IEnumerable<string>> NamesAsync(TemplateQuery query) =>
        (await Templates.ListAsync(query, Token)).Items.Select(template => template.Name);
}
