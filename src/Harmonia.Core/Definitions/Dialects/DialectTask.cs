using System.Text.RegularExpressions;

namespace Harmonia.Core.Definitions.Dialects;

/// <summary>A task of a document in whatever dialect.</summary>
/// <param name="Id">Its id; <see langword="null"/> when it has none, which its reader reports.</param>
/// <param name="Fields">What it says.</param>
internal sealed partial record DialectTask(string? Id, DialectObject Fields)
{
    /// <summary>Whether the id is one that an expression can name.</summary>
    public bool HasUsableId => Id is not null && IdPattern().IsMatch(Id);

    /// <summary>Opens the tasks of a map or a list for changes; whatever else is found is left alone.</summary>
    public static List<DialectTask> OpenAll(DialectObject owner, string name)
    {
        if (owner.OpenObject(name) is { } map)
        {
            return [.. map.OpenObjects().Select(member => new DialectTask(member.Name, member.Value))];
        }

        return owner.OpenList(name) is { } list
            ? [.. list.OpenObjects().Select(fields => new DialectTask(IdOf(fields), fields))]
            : [];
    }

    private static string? IdOf(DialectObject fields) =>
        fields.Text("id") ?? fields.Text("task_id") ?? fields.Text("name");

    [GeneratedRegex(@"^[A-Za-z0-9_-]{1,64}\z", RegexOptions.CultureInvariant)]
    private static partial Regex IdPattern();
}
