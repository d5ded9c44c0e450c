using System.Text;

namespace Harmonia.Components.Tekton.Calling;

/// <summary>The two spellings of a member's name that the family uses.</summary>
internal static class Casing
{
    /// <summary><c>execution_id</c> as <c>executionId</c>.</summary>
    public static string ToCamel(string name)
    {
        var words = name.Split('_', StringSplitOptions.RemoveEmptyEntries);
        return words.Length < 2
            ? name
            : words[0] + string.Concat(words[1..].Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
    }

    /// <summary><c>executionId</c> as <c>execution_id</c>.</summary>
    public static string ToSnake(string name)
    {
        var snake = new StringBuilder();
        foreach (var letter in name)
        {
            if (char.IsAsciiLetterUpper(letter) && snake.Length > 0)
            {
                snake.Append('_');
            }

            snake.Append(char.ToLowerInvariant(letter));
        }

        return snake.ToString();
    }
}
