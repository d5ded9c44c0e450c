using System.Globalization;
using System.Text;

namespace Harmonia.Components.Commands;

/// <summary>Finds processes in <c>/proc</c>.</summary>
internal static class ProcessTable
{
    private const string Root = "/proc";
    private const int StateField = 0;
    private const int SessionField = 3;

    /// <summary>
    /// Living processes of this user that have <paramref name="name"/> with this value in their environment.
    /// </summary>
    public static IEnumerable<int> WithVariable(string name, string value)
    {
        var entry = Encoding.UTF8.GetBytes($"{name}={value}");
        return All().Where(process => HasEntry(process, entry) && IsAlive(process));
    }

    /// <summary>Living processes of a session.</summary>
    public static IEnumerable<int> OfSession(int session)
    {
        var wanted = session.ToString(CultureInfo.InvariantCulture);
        return All().Where(process => Stat(process) is { } stat && stat[SessionField] == wanted && IsAlive(stat));
    }

    private static IEnumerable<int> All()
    {
        if (!Directory.Exists(Root))
        {
            return [];
        }

        return Directory.EnumerateDirectories(Root)
            .Select(Path.GetFileName)
            .Select(name => int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id > 0 && id != Environment.ProcessId);
    }

    private static bool IsAlive(int process) => Stat(process) is { } stat && IsAlive(stat);

    /// <summary>The dead keep their entry until their parent asks for them; nothing is left to kill.</summary>
    private static bool IsAlive(string[] stat) => stat[StateField] is not ("Z" or "X");

    /// <summary>The fields behind the program's name, which may itself hold spaces and parentheses.</summary>
    private static string[]? Stat(int process)
    {
        if (Read(process, "stat") is not { } bytes)
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(bytes);
        var fields = text[(text.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length > SessionField ? fields : null;
    }

    private static bool HasEntry(int process, ReadOnlySpan<byte> entry)
    {
        ReadOnlySpan<byte> environment = Read(process, "environ");
        foreach (var range in environment.Split((byte)0))
        {
            if (environment[range].SequenceEqual(entry))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The kernel bounds these files: an environment by a quarter of the stack, 2 MiB as a rule.</summary>
    private static byte[]? Read(int process, string file)
    {
        try
        {
            return File.ReadAllBytes($"{Root}/{process}/{file}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null; // It ended meanwhile, or belongs to somebody else.
        }
    }
}
