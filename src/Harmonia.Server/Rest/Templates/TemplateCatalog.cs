using Harmonia.Core.Templates;
using Harmonia.Engine.Ports;
using Harmonia.Storage.Memory;

namespace Harmonia.Server.Rest.Templates;

/// <summary>A template that was found.</summary>
internal sealed record FoundTemplate(StoredTemplate Template, BuiltInTemplate? BuiltIn = null)
{
    public bool IsBuiltIn => BuiltIn is not null;
}

/// <summary>The templates of the store, and those of the release for which the store has none of the same name.
/// </summary>
internal sealed class TemplateCatalog(ITemplateStore store)
{
    public ITemplateStore Store => store;

    /// <summary>Finds a template by id, name, short name or alias, in this order.</summary>
    public async ValueTask<FoundTemplate?> FindAsync(string reference, CancellationToken cancellationToken)
    {
        if (TemplateId.TryParse(reference, out var id))
        {
            return await store.FindAsync(id, cancellationToken) is { } byId
                ? new FoundTemplate(byId)
                : await BuiltInAsync(one => one.Template.Id == id, cancellationToken);
        }

        if (await store.FindByNameAsync(reference, cancellationToken) is { } byName)
        {
            return new FoundTemplate(byName);
        }

        var slug = TemplateSlug.Of(reference);
        if (slug.Length > 0 && await store.FindBySlugAsync(slug, cancellationToken) is { } bySlug)
        {
            return new FoundTemplate(bySlug);
        }

        var builtIn = BuiltInTemplates.All.FirstOrDefault(
            one => one.Template.Name == reference || one.Template.Slug == slug || one.Aliases.Contains(slug));
        return builtIn is null ? null : await StandingForAsync(builtIn, cancellationToken);
    }

    /// <returns>The version with this label, or the current one; <see langword="null"/> when there is none.</returns>
    public async ValueTask<StoredTemplateVersion?> FindVersionAsync(
        FoundTemplate found, string? version, CancellationToken cancellationToken) => found.BuiltIn is { } builtIn
            ? version is null || version == builtIn.Version.Version ? builtIn.Version : null
            : await store.FindVersionAsync(found.Template.Id, version, cancellationToken);

    /// <summary>Those of the store, then those of the release.</summary>
    public async ValueTask<(IReadOnlyList<FoundTemplate> Items, long Total)> ListAsync(
        TemplateQuery query, CancellationToken cancellationToken)
    {
        var page = await store.ListAsync(query, cancellationToken);
        var room = query.Limit - page.Items.Count;
        var rest = await BuiltInAsync(
            query with { Limit = Math.Max(1, room), Offset = (int)Math.Max(0, query.Offset - page.Total) },
            cancellationToken);
        List<FoundTemplate> items = [.. page.Items.Select(template => new FoundTemplate(template))];
        foreach (var template in rest.Items.Take(room))
        {
            var builtIn = BuiltInTemplates.All.First(one => one.Template.Id == template.Id);
            items.Add(await CountedAsync(builtIn, cancellationToken));
        }

        return (items, page.Total + rest.Total);
    }

    /// <summary>Those of the release that are not replaced, asked in the way in which a store is asked.</summary>
    private async ValueTask<TemplatePage> BuiltInAsync(TemplateQuery query, CancellationToken cancellationToken)
    {
        var shelf = new MemoryTemplates();
        foreach (var (template, version, _) in BuiltInTemplates.All.Reverse()) // Newest first is the last one first.
        {
            if (await store.FindByNameAsync(template.Name, cancellationToken) is null)
            {
                await shelf.AddAsync(template, version, cancellationToken);
            }
        }

        return await shelf.ListAsync(query, cancellationToken);
    }

    private async ValueTask<FoundTemplate?> BuiltInAsync(
        Func<BuiltInTemplate, bool> which, CancellationToken cancellationToken) =>
        BuiltInTemplates.All.FirstOrDefault(which) is { } builtIn
            ? await CountedAsync(builtIn, cancellationToken)
            : null;

    /// <summary>A stored template with the same name takes the place, also where the alias is asked for.</summary>
    private async ValueTask<FoundTemplate> StandingForAsync(
        BuiltInTemplate builtIn, CancellationToken cancellationToken) =>
        await store.FindByNameAsync(builtIn.Template.Name, cancellationToken) is { } stored
            ? new FoundTemplate(stored)
            : await CountedAsync(builtIn, cancellationToken);

    private async ValueTask<FoundTemplate> CountedAsync(BuiltInTemplate builtIn, CancellationToken cancellationToken)
    {
        var uses = await store.CountUsesAsync(builtIn.Template.Id, cancellationToken);
        return new FoundTemplate(builtIn.Template with { UsageCount = uses }, builtIn);
    }
}
