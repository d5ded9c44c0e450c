using Harmonia.Engine.Ports;

namespace Harmonia.Storage.Sqlite;

/// <summary>A category as a row of <c>template_categories</c>.</summary>
internal static class CategoryRow
{
    public static List<TemplateCategory> All(Connection connection) => SqliteReads.All(
        connection.Statement("list_template_categories"),
        static row => new TemplateCategory(
            row.Guid(0), row.Text(1), row.OptionalText(2), row.IsNull(3) ? null : row.Guid(3)),
        CancellationToken.None);

    public static AddCategoryOutcome Add(Connection connection, TemplateCategory category)
    {
        var all = All(connection);
        if (CategoryRules.Refuse(category, all) is { } refusal)
        {
            return refusal;
        }

        var statement = connection.Statement("add_template_category")
            .Bind(category.Id)
            .Bind(category.Name)
            .Bind(category.Description);
        (category.Parent is { } parent ? statement.Bind(parent) : statement.Bind((string?)null)).Execute();
        return AddCategoryOutcome.Added;
    }

    public static RemoveCategoryOutcome Remove(Connection connection, Guid id)
    {
        if (All(connection).TrueForAll(category => category.Id != id))
        {
            return RemoveCategoryOutcome.NotFound;
        }

        var used = connection.Statement("is_category_used").Bind(id).Bind(id.ToString("D"));
        if (SqliteReads.Single(used, static _ => true))
        {
            return RemoveCategoryOutcome.InUse;
        }

        connection.Statement("remove_template_category").Bind(id).Execute();
        return RemoveCategoryOutcome.Removed;
    }
}
