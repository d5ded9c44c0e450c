using System.Globalization;
using System.Text;

namespace Harmonia.Tekton.Doubles.Synthesis;

/// <summary>What a command printed, and its code.</summary>
internal readonly record struct CommandOutput(string Out, string Error, int Code);

/// <summary>
/// Plays a shell without one: <c>echo</c> (also <c>&gt;&amp;2</c>), <c>exit N</c>, <c>true</c> and <c>false</c>,
/// joined by <c>&amp;&amp;</c> or <c>;</c>. Everything else is a command that is not found. Nothing is ever run.
/// </summary>
internal static class CommandLanguage
{
    private const int NotFound = 127;
    private const string ToError = ">&2";

    public static CommandOutput Run(string text)
    {
        var (output, error, code) = (new StringBuilder(), new StringBuilder(), 0);
        foreach (var (command, needsSuccess) in Commands(text))
        {
            if (needsSuccess && code != 0)
            {
                continue;
            }

            var words = Words(command);
            if (words is ["exit", ..])
            {
                code = ExitCode(words, code);
                break;
            }

            code = RunOne(words, output, error);
        }

        return new(output.ToString().Trim(), error.ToString().Trim(), code);
    }

    private static int ExitCode(List<string> words, int last) =>
        words.Count > 1 && int.TryParse(words[1], CultureInfo.InvariantCulture, out var asked) ? asked & 0xFF : last;

    private static int RunOne(List<string> words, StringBuilder output, StringBuilder error)
    {
        switch (words)
        {
            case [] or ["true", ..]:
                return 0;
            case ["false", ..]:
                return 1;
            case ["echo", .. var said]:
                var place = said is [.., ToError or "1>&2"] ? error : output;
                place.AppendJoin(' ', place == error ? said.SkipLast(1) : said).Append('\n');
                return 0;
            default:
                error.Append(CultureInfo.InvariantCulture, $"/bin/sh: 1: {words[0]}: not found\n");
                return NotFound;
        }
    }

    private static IEnumerable<(string Command, bool NeedsSuccess)> Commands(string text)
    {
        foreach (var sequence in text.Split([';', '\n']))
        {
            foreach (var (index, command) in sequence.Split("&&").Index())
            {
                yield return (command.Trim(), index > 0);
            }
        }
    }

    /// <summary>Words between blanks; quotes of both kinds keep blanks together.</summary>
    private static List<string> Words(string command)
    {
        var (words, word, quote) = (new List<string>(), new StringBuilder(), '\0');
        var isOpen = false;
        foreach (var character in command)
        {
            if (character == quote)
            {
                quote = '\0';
            }
            else if (quote == '\0' && character is '"' or '\'')
            {
                (quote, isOpen) = (character, true);
            }
            else if (quote == '\0' && char.IsWhiteSpace(character))
            {
                End();
            }
            else
            {
                word.Append(character);
                isOpen = true;
            }
        }

        End();
        return words;

        void End()
        {
            if (isOpen)
            {
                words.Add(word.ToString());
            }

            word.Clear();
            isOpen = false;
        }
    }
}
