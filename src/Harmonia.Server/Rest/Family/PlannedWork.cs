using System.Text.Json;

namespace Harmonia.Server.Rest.Family;

/// <summary>What the family's planning left for a component: files in <c>.tekton/workflows/data</c>.</summary>
/// <param name="root">The directory of the Tekton installation.</param>
internal sealed class PlannedWork(string root)
{
    private const int MaxFiles = 500;
    private const int MaxItems = 200;
    private const int MaxTasks = 500;
    private const long MaxFileBytes = 1024 * 1024;

    private static readonly string[] Folders = [".tekton", "workflows", "data"];
    private static readonly JsonDocumentOptions Bounded = new() { MaxDepth = 64 };

    /// <summary>The work in which a component has tasks, in the order of the files' names.</summary>
    /// <returns>The work, and how many files were passed over because they cannot be used.</returns>
    public async Task<(IReadOnlyList<PlannedItem> Items, int PassedOver)> FindAsync(
        string component, CancellationToken cancellationToken)
    {
        List<PlannedItem> items = [];
        var passedOver = 0;
        foreach (var file in Files())
        {
            if (items.Count >= MaxItems)
            {
                break;
            }

            var (isUsable, item) = await ReadAsync(file, component, cancellationToken);
            passedOver += isUsable ? 0 : 1;
            if (item is not null)
            {
                items.Add(item);
            }
        }

        return (items, passedOver);
    }

    private IEnumerable<FileInfo> Files()
    {
        var folder = root;
        foreach (var part in Folders)
        {
            folder = Path.Combine(folder, part);
            var info = new DirectoryInfo(folder);
            if (!info.Exists || info.LinkTarget is not null)
            {
                return []; // A link may lead anywhere.
            }
        }

        return new DirectoryInfo(folder)
            .EnumerateFiles("*.json", new EnumerationOptions { IgnoreInaccessible = true })
            .Take(MaxFiles)
            .OrderBy(file => file.Name, StringComparer.Ordinal);
    }

    private static async Task<(bool IsUsable, PlannedItem? Item)> ReadAsync(
        FileInfo file, string component, CancellationToken cancellationToken)
    {
        if (file.LinkTarget is not null || file.Length is 0 or > MaxFileBytes)
        {
            return (false, null); // Pipes and devices have no length either.
        }

        try
        {
            var bytes = await File.ReadAllBytesAsync(file.FullName, cancellationToken);
            using var document = JsonDocument.Parse(bytes, Bounded);
            var workflow = document.RootElement;
            if (workflow.ValueKind != JsonValueKind.Object)
            {
                return (false, null);
            }

            var tasks = TasksOf(workflow, component);
            return (true, tasks.Count == 0 ? null : new PlannedItem(
                Path.GetFileNameWithoutExtension(file.Name),
                file.Name,
                Text(workflow, "status"),
                Text(workflow, "created"),
                tasks));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            return (false, null);
        }
    }

    /// <summary>Tasks are a list, or an object by id.</summary>
    private static List<JsonElement> TasksOf(JsonElement workflow, string component)
    {
        if (!workflow.TryGetProperty("tasks", out var tasks))
        {
            return [];
        }

        IEnumerable<JsonElement> all = tasks.ValueKind switch
        {
            JsonValueKind.Array => tasks.EnumerateArray(),
            JsonValueKind.Object => tasks.EnumerateObject().Select(member => member.Value),
            _ => [],
        };
        return
        [
            .. all.Where(task => component.Equals(Text(task, "component"), StringComparison.OrdinalIgnoreCase))
                .Take(MaxTasks)
                .Select(task => task.Clone()),
        ];
    }

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object
        && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}

/// <summary>A planned workflow in which a component has something to do.</summary>
internal sealed record PlannedItem(
    string WorkflowId, string File, string? Status, string? Created, IReadOnlyList<JsonElement> Tasks);
