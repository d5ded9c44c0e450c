using System.Text.Json;
using Harmonia.Core.Executions;
using Harmonia.Core.Templates;
using Harmonia.Engine.Ports;

namespace Harmonia.Storage.Sqlite;

/// <summary>A template as a row of <c>templates</c>, and a version as a row of <c>template_versions</c>.</summary>
internal static class TemplateRow
{
    public static StoredTemplate? Find(Connection connection, TemplateId id) =>
        SqliteReads.Single(connection.Statement("find_template").Bind(id.Value), Read);

    public static StoredTemplate? FindByName(Connection connection, string name) =>
        SqliteReads.Single(connection.Statement("find_template_by_name").Bind(name), Read);

    public static void Add(Connection connection, StoredTemplate template) =>
        connection.Statement("add_template")
            .Bind(template.Id.Value)
            .Bind(template.Name)
            .Bind(template.Slug)
            .Bind(template.Description)
            .Bind(template.Version)
            .BindOptional(template.Workflow?.Value)
            .Bind(template.IsPublic ? 1 : 0)
            .Bind(template.CreatedBy)
            .Bind(List(template.Tags))
            .Bind(List(template.Categories.Select(category => category.ToString("D"))))
            .Bind(template.Metadata)
            .Bind(template.CreatedAt)
            .Bind(template.UpdatedAt)
            .Execute();

    public static void Revise(Connection connection, StoredTemplate template) =>
        connection.Statement("revise_template")
            .Bind(template.Name)
            .Bind(template.Slug)
            .Bind(template.Description)
            .Bind(template.Version)
            .BindOptional(template.Workflow?.Value)
            .Bind(template.IsPublic ? 1 : 0)
            .Bind(template.CreatedBy)
            .Bind(List(template.Tags))
            .Bind(List(template.Categories.Select(category => category.ToString("D"))))
            .Bind(template.Metadata)
            .Bind(template.UpdatedAt)
            .Bind(template.Id.Value)
            .Execute();

    public static StoredTemplate Read(Statement row) => new()
    {
        Ordinal = row.Int64(0),
        Id = new TemplateId(row.Guid(1)),
        Name = row.Text(2),
        Slug = row.Text(3),
        Description = row.OptionalText(4),
        Version = row.Text(5),
        Number = checked((int)row.Int64(6)),
        Workflow = row.IsNull(7) ? null : new WorkflowId(row.Guid(7)),
        IsPublic = row.Int64(8) != 0,
        CreatedBy = row.OptionalText(9),
        Tags = Texts(row.Text(10)),
        Categories = [.. Texts(row.Text(11)).Select(text => Guid.ParseExact(text, "D"))],
        Metadata = row.OptionalText(12),
        CreatedAt = row.Time(13),
        UpdatedAt = row.Time(14),
        UsageCount = row.Int64(15),
    };

    public static void AddVersion(Connection connection, StoredTemplateVersion version) =>
        connection.Statement("add_template_version")
            .Bind(version.Template.Value)
            .Bind(version.Number)
            .Bind(version.Version)
            .Bind(version.Changes)
            .Bind(version.CreatedAt)
            .Bind(version.ContentHash)
            .Bind(EventBatch.Checksum(version.Content.Span))
            .Bind(version.Content.Span)
            .Execute();

    public static StoredTemplateVersion? FindVersion(Connection connection, TemplateId id, string? version) =>
        SqliteReads.Single(
            version is null
                ? connection.Statement("find_current_template_version").Bind(id.Value)
                : connection.Statement("find_template_version").Bind(id.Value).Bind(version),
            ReadWithContent);

    public static StoredTemplateVersion ReadVersion(Statement row) => new()
    {
        Template = new TemplateId(row.Guid(0)),
        Number = checked((int)row.Int64(1)),
        Version = row.Text(2),
        Changes = row.OptionalText(3),
        CreatedAt = row.Time(4),
        ContentHash = row.Text(5),
    };

    private static StoredTemplateVersion ReadWithContent(Statement row)
    {
        var version = ReadVersion(row) with { Content = row.Blob(7).ToArray() };
        return EventBatch.Checksum(version.Content.Span) == row.Int64(6)
            ? version
            : throw new JsonException(
                $"The version {version.Version} of the template {version.Template} is damaged. Restore a backup.");
    }

    private static Statement BindOptional(this Statement statement, Guid? id) =>
        id is { } value ? statement.Bind(value) : statement.Bind((string?)null);

    private static string List(IEnumerable<string> texts) => JsonText.Write(writer =>
    {
        writer.WriteStartArray();
        foreach (var text in texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }).GetRawText();

    private static IReadOnlyList<string> Texts(string list) =>
        [.. JsonElement.Parse(list).EnumerateArray().Select(text => text.GetString()!)];
}
