using System.Text.Json;
using Harmonia.Engine.Ports;

namespace Harmonia.Storage.Sqlite;

/// <summary>A component as a row of <c>components</c>.</summary>
internal static class ComponentRow
{
    public static StoredComponent? Find(Connection connection, string name) =>
        SqliteReads.Single(connection.Statement("find_component").Bind(name), Read);

    public static long Count(Connection connection) =>
        SqliteReads.Single(connection.Statement("count_components"), static row => row.Int64(0));

    public static SaveComponentOutcome Save(Connection connection, StoredComponent component, SaveCondition condition)
    {
        var outcome = ComponentRules.Decide(
            component, condition, Find(connection, component.Name), () => Count(connection));
        if (outcome is SaveComponentOutcome.Added or SaveComponentOutcome.Replaced)
        {
            Write(connection, component); // The statement leaves the time of creation as it is.
        }

        return outcome;
    }

    public static bool Remove(Connection connection, string name)
    {
        if (Find(connection, name) is null)
        {
            return false;
        }

        connection.Statement("remove_component").Bind(name).Execute();
        return true;
    }

    public static StoredComponent Read(Statement row)
    {
        var component = new StoredComponent
        {
            Name = row.Text(0),
            Kind = row.Text(1),
            Origin = Origin(row.Text(2)),
            ContentHash = row.Text(3),
            Declaration = row.Blob(5).ToArray(),
            CreatedAt = row.Time(6),
            UpdatedAt = row.Time(7),
        };
        return EventBatch.Checksum(component.Declaration.Span) == row.Int64(4)
            ? component
            : throw new JsonException($"The component '{component.Name}' is damaged. Restore a backup.");
    }

    private static void Write(Connection connection, StoredComponent component) =>
        connection.Statement("save_component")
            .Bind(component.Name)
            .Bind(component.Kind)
            .Bind(component.Origin.Word)
            .Bind(component.ContentHash)
            .Bind(EventBatch.Checksum(component.Declaration.Span))
            .Bind(component.Declaration.Span)
            .Bind(component.CreatedAt)
            .Bind(component.UpdatedAt)
            .Execute();

    private static ComponentOrigin Origin(string word) =>
        Array.Find(Enum.GetValues<ComponentOrigin>(), origin => origin.Word == word) is var found && found.Word == word
            ? found
            : throw new JsonException($"The store holds a component of the unknown origin '{word}'.");
}
