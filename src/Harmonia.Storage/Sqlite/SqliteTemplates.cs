using Harmonia.Core.Templates;
using Harmonia.Engine.Ports;

namespace Harmonia.Storage.Sqlite;

/// <summary>Templates in SQLite: changes share the writer with everything else.</summary>
internal sealed class SqliteTemplates(SqliteWriter writer, ReaderPool readers) : ITemplateStore
{
    private static readonly ListedTable<StoredTemplate> Templates = new("templates", TemplateRow.Read);

    public ValueTask<StoredTemplate?> AddAsync(
        StoredTemplate template, StoredTemplateVersion first, CancellationToken cancellationToken)
    {
        StoreArguments.Check(template, first);
        return ChangeAsync(connection => Add(connection, template, first), cancellationToken);
    }

    public ValueTask<ReviseTemplateOutcome> ReviseAsync(
        StoredTemplate template, StoredTemplateVersion next, CancellationToken cancellationToken)
    {
        StoreArguments.Check(template, next);
        return ChangeAsync(connection => Revise(connection, template, next), cancellationToken);
    }

    public ValueTask<bool> RemoveAsync(TemplateId id, CancellationToken cancellationToken) =>
        ChangeAsync(connection => Remove(connection, id), cancellationToken);

    public ValueTask<StoredTemplate?> FindAsync(TemplateId id, CancellationToken cancellationToken) =>
        readers.ReadAsync(connection => TemplateRow.Find(connection, id), cancellationToken);

    public ValueTask<StoredTemplate?> FindByNameAsync(string name, CancellationToken cancellationToken) =>
        readers.ReadAsync(connection => TemplateRow.FindByName(connection, name), cancellationToken);

    public ValueTask<StoredTemplate?> FindBySlugAsync(string slug, CancellationToken cancellationToken) =>
        readers.ReadAsync(
            connection => SqliteReads.Single(
                connection.Statement("find_template_by_slug").Bind(slug), TemplateRow.Read),
            cancellationToken);

    public ValueTask<TemplatePage> ListAsync(TemplateQuery query, CancellationToken cancellationToken)
    {
        StoreArguments.CheckPage(query.Limit, query.Offset);
        var all = SqlConditions.For(query);
        return readers.ReadAsync(
            connection =>
            {
                var rows = new PageOfRows(all, all, query.Limit, query.Offset);
                var (items, total) = SqliteReads.Page(connection, Templates, rows, cancellationToken);
                return new TemplatePage(items, total);
            },
            cancellationToken);
    }

    public ValueTask<StoredTemplateVersion?> FindVersionAsync(
        TemplateId id, string? version, CancellationToken cancellationToken) =>
        readers.ReadAsync(connection => TemplateRow.FindVersion(connection, id, version), cancellationToken);

    public ValueTask<TemplateVersionPage> ListVersionsAsync(
        TemplateId id, int limit, int offset, CancellationToken cancellationToken)
    {
        StoreArguments.CheckPage(limit, offset);
        return readers.ReadAsync(
            connection => new TemplateVersionPage(
                SqliteReads.All(
                    connection.Statement("list_template_versions").Bind(id.Value).Bind(limit).Bind(offset),
                    TemplateRow.ReadVersion,
                    cancellationToken),
                SqliteReads.Single(
                    connection.Statement("count_template_versions").Bind(id.Value), static row => row.Int64(0))),
            cancellationToken);
    }

    public async ValueTask AddUseAsync(TemplateId id, CancellationToken cancellationToken) => await ChangeAsync(
        connection =>
        {
            connection.Statement("add_template_use").Bind(id.Value).Execute();
            return true;
        },
        cancellationToken);

    public ValueTask<long> CountUsesAsync(TemplateId id, CancellationToken cancellationToken) =>
        readers.ReadAsync(
            connection => SqliteReads.Single(
                connection.Statement("count_template_uses").Bind(id.Value), static row => row.Int64(0)),
            cancellationToken);

    public ValueTask<AddCategoryOutcome> AddCategoryAsync(
        TemplateCategory category, CancellationToken cancellationToken) =>
        ChangeAsync(connection => CategoryRow.Add(connection, category), cancellationToken);

    public ValueTask<RemoveCategoryOutcome> RemoveCategoryAsync(Guid id, CancellationToken cancellationToken) =>
        ChangeAsync(connection => CategoryRow.Remove(connection, id), cancellationToken);

    public ValueTask<IReadOnlyList<TemplateCategory>> ListCategoriesAsync(CancellationToken cancellationToken) =>
        readers.ReadAsync(
            connection => (IReadOnlyList<TemplateCategory>)CategoryRow.All(connection), cancellationToken);

    private async ValueTask<T> ChangeAsync<T>(Func<Connection, T> change, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var request = new WriteRequest<T>(session => change(session.Connection));
        writer.Add(request);
        return await request.Answer.WaitAsync(cancellationToken);
    }

    private static StoredTemplate? Add(Connection connection, StoredTemplate template, StoredTemplateVersion first)
    {
        if (TemplateRow.Find(connection, template.Id) is { } stored)
        {
            var hash = SqliteReads.Single(
                connection.Statement("first_template_hash").Bind(template.Id.Value), static row => row.Text(0));
            return hash == first.ContentHash ? stored : null;
        }

        if (TemplateRow.FindByName(connection, template.Name) is not null)
        {
            return null;
        }

        TemplateRow.Add(connection, template);
        TemplateRow.AddVersion(connection, first with { Number = 1 });
        return TemplateRow.Find(connection, template.Id);
    }

    private static ReviseTemplateOutcome Revise(
        Connection connection, StoredTemplate template, StoredTemplateVersion next)
    {
        if (TemplateRow.Find(connection, template.Id) is not { } stored)
        {
            return ReviseTemplateOutcome.NotFound;
        }

        if (TemplateRow.FindByName(connection, template.Name) is { } named && named.Id != template.Id)
        {
            return ReviseTemplateOutcome.NameTaken;
        }

        if (TemplateRow.FindVersion(connection, template.Id, next.Version) is not null)
        {
            return ReviseTemplateOutcome.VersionTaken;
        }

        TemplateRow.Revise(connection, template);
        TemplateRow.AddVersion(connection, next with { Number = stored.Number + 1 });
        return ReviseTemplateOutcome.Stored;
    }

    private static bool Remove(Connection connection, TemplateId id)
    {
        if (TemplateRow.Find(connection, id) is null)
        {
            return false;
        }

        connection.Statement("remove_template").Bind(id.Value).Execute();
        connection.Statement("remove_template_versions").Bind(id.Value).Execute();
        connection.Statement("remove_template_uses").Bind(id.Value).Execute();
        return true;
    }
}
