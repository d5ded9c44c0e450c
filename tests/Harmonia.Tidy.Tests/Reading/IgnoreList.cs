namespace Harmonia.Tidy.Tests.Reading;

/// <summary>The forms that our <c>.gitignore</c> uses: <c>folder/</c>, <c>*.extension</c>, <c>/file</c>.</summary>
internal sealed class IgnoreList
{
    private readonly HashSet<string> _folders = new(StringComparer.Ordinal) { ".git" };
    private readonly HashSet<string> _rootFiles = new(StringComparer.Ordinal) { ".git" };
    private readonly List<string> _endings = [];

    public IgnoreList(string text)
    {
        foreach (var line in text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.StartsWith('#'))
            {
                continue;
            }

            Add(line);
        }
    }

    public bool HasFolder(string path) => _folders.Contains(path[(path.LastIndexOf('/') + 1)..]);

    public bool HasFile(string path) =>
        _rootFiles.Contains(path) || _endings.Exists(ending => path.EndsWith(ending, StringComparison.Ordinal));

    private void Add(string line)
    {
        if (line.EndsWith('/'))
        {
            _folders.Add(line.Trim('/'));
        }
        else if (line.StartsWith("*.", StringComparison.Ordinal))
        {
            _endings.Add(line[1..]);
        }
        else if (line.StartsWith('/'))
        {
            _rootFiles.Add(line[1..]);
        }
        else
        {
            throw new FormatException(
                $".gitignore: write '{line}' as 'folder/', '*.extension' or '/file'; no other form is read here.");
        }
    }
}
