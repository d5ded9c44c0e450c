using Harmonia.Core.Templates;
using Harmonia.Engine.Ports;
using Harmonia.Storage.Filtering;

namespace Harmonia.Storage.Memory;

/// <summary>Templates in memory.</summary>
public sealed class MemoryTemplates : ITemplateStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TemplateId, StoredTemplate> _templates = [];
    private readonly Dictionary<TemplateId, List<StoredTemplateVersion>> _versions = [];
    private readonly Dictionary<TemplateId, long> _uses = [];
    private readonly List<TemplateCategory> _categories = [];
    private long _lastOrdinal;

    public ValueTask<StoredTemplate?> AddAsync(
        StoredTemplate template, StoredTemplateVersion first, CancellationToken cancellationToken)
    {
        StoreArguments.Check(template, first);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            if (_templates.TryGetValue(template.Id, out var stored))
            {
                return new(_versions[template.Id][0].ContentHash == first.ContentHash ? Counted(stored) : null);
            }

            if (Named(template.Name) is not null)
            {
                return new((StoredTemplate?)null);
            }

            _templates[template.Id] = template with { Number = 1, Ordinal = ++_lastOrdinal };
            _versions[template.Id] = [Copy(first, 1)];
            return new(Counted(_templates[template.Id]));
        }
    }

    public ValueTask<ReviseTemplateOutcome> ReviseAsync(
        StoredTemplate template, StoredTemplateVersion next, CancellationToken cancellationToken)
    {
        StoreArguments.Check(template, next);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            if (!_templates.TryGetValue(template.Id, out var stored))
            {
                return new(ReviseTemplateOutcome.NotFound);
            }

            if (Named(template.Name) is { } named && named.Id != template.Id)
            {
                return new(ReviseTemplateOutcome.NameTaken);
            }

            var versions = _versions[template.Id];
            if (versions.Exists(version => version.Version == next.Version))
            {
                return new(ReviseTemplateOutcome.VersionTaken);
            }

            _templates[template.Id] = template with
            {
                Number = stored.Number + 1,
                Ordinal = stored.Ordinal,
                CreatedAt = stored.CreatedAt,
            };
            versions.Add(Copy(next, stored.Number + 1));
            return new(ReviseTemplateOutcome.Stored);
        }
    }

    public ValueTask<bool> RemoveAsync(TemplateId id, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            _versions.Remove(id);
            if (!_templates.Remove(id))
            {
                return new(false);
            }

            _uses.Remove(id);
            return new(true);
        }
    }

    public ValueTask<StoredTemplate?> FindAsync(TemplateId id, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return new(_templates.TryGetValue(id, out var template) ? Counted(template) : null);
        }
    }

    public ValueTask<StoredTemplate?> FindByNameAsync(string name, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return new(Named(name) is { } template ? Counted(template) : null);
        }
    }

    public ValueTask<StoredTemplate?> FindBySlugAsync(string slug, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var oldest = _templates.Values.Where(template => template.Slug == slug).MinBy(template => template.Ordinal);
            return new(oldest is null ? null : Counted(oldest));
        }
    }

    public ValueTask<TemplatePage> ListAsync(TemplateQuery query, CancellationToken cancellationToken)
    {
        StoreArguments.CheckPage(query.Limit, query.Offset);
        var matches = FilterMatch.All(query.Filters, FilterFields.Templates);
        lock (_lock)
        {
            var all = _templates.Values
                .Where(matches)
                .Where(template => query.Categories is not { } wanted || template.Categories.Any(wanted.Contains))
                .Where(template => query.Tags.All(tag => template.Tags.Contains(tag)))
                .OrderByDescending(template => template.Ordinal)
                .ToList();
            return new(new TemplatePage([.. all.Skip(query.Offset).Take(query.Limit).Select(Counted)], all.Count));
        }
    }

    public ValueTask<StoredTemplateVersion?> FindVersionAsync(
        TemplateId id, string? version, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var versions = _versions.GetValueOrDefault(id);
            return new(version is null
                ? versions?[^1]
                : versions?.Find(one => one.Version == version));
        }
    }

    public ValueTask<TemplateVersionPage> ListVersionsAsync(
        TemplateId id, int limit, int offset, CancellationToken cancellationToken)
    {
        StoreArguments.CheckPage(limit, offset);
        lock (_lock)
        {
            var versions = _versions.GetValueOrDefault(id) ?? [];
            var page = versions.AsEnumerable().Reverse().Skip(offset).Take(limit);
            return new(new TemplateVersionPage(
                [.. page.Select(version => version with { Content = default })], versions.Count));
        }
    }

    public ValueTask AddUseAsync(TemplateId id, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            _uses[id] = _uses.GetValueOrDefault(id) + 1;
            return ValueTask.CompletedTask;
        }
    }

    public ValueTask<long> CountUsesAsync(TemplateId id, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return new(_uses.GetValueOrDefault(id));
        }
    }

    public ValueTask<AddCategoryOutcome> AddCategoryAsync(
        TemplateCategory category, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            if (CategoryRules.Refuse(category, _categories) is { } refusal)
            {
                return new(refusal);
            }

            _categories.Add(category);
            return new(AddCategoryOutcome.Added);
        }
    }

    public ValueTask<RemoveCategoryOutcome> RemoveCategoryAsync(Guid id, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            if (_categories.Exists(category => category.Parent == id)
                || _templates.Values.Any(template => template.Categories.Contains(id)))
            {
                return new(RemoveCategoryOutcome.InUse);
            }

            return new(_categories.RemoveAll(category => category.Id == id) > 0
                ? RemoveCategoryOutcome.Removed
                : RemoveCategoryOutcome.NotFound);
        }
    }

    public ValueTask<IReadOnlyList<TemplateCategory>> ListCategoriesAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return new([.. _categories.OrderBy(category => category.Name, StringComparer.Ordinal)]);
        }
    }

    private static StoredTemplateVersion Copy(StoredTemplateVersion version, int number) =>
        version with { Number = number, Content = version.Content.ToArray() };

    private StoredTemplate? Named(string name) =>
        _templates.Values.FirstOrDefault(template => template.Name == name);

    private StoredTemplate Counted(StoredTemplate template) =>
        template with { UsageCount = _uses.GetValueOrDefault(template.Id) };
}
