using System.Text;

namespace Harmonia.Cli.Tests;

/// <summary>Reads a line as a shell does: words, quotes, variables first, nothing after a redirection.</summary>
internal static class Shell
{
    public static string[] Words(string line)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var (quote, isWord) = ('\0', false);
        foreach (var character in line + " ")
        {
            if (quote != '\0')
            {
                quote = character == quote ? '\0' : quote;
                word.Append(quote == '\0' ? "" : character.ToString());
            }
            else if (character is '\'' or '"')
            {
                (quote, isWord) = (character, true);
            }
            else if (character != ' ')
            {
                word.Append(character);
                isWord = true;
            }
            else if (isWord)
            {
                words.Add(word.ToString());
                word.Clear();
                isWord = false;
            }
        }

        return [.. words.SkipWhile(IsVariable).TakeWhile(text => text is not (">" or "|" or "#" or "&"))];
    }

    private static bool IsVariable(string word) =>
        word.Contains('=', StringComparison.Ordinal) && char.IsUpper(word[0]);
}
