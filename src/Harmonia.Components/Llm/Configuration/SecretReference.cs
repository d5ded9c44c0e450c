namespace Harmonia.Components.Llm.Configuration;

/// <summary>
/// Finds the value of a reference such as <c>${env.NAME}</c> or <c>secret://name</c> at the moment of its use.
/// </summary>
/// <returns><see langword="null"/> when there is none.</returns>
public delegate string? ResolveSecret(string reference);

/// <summary>What stands in a configuration in place of a secret.</summary>
public static class SecretReference
{
    private const string SecretPrefix = "secret://";
    private const string VariablePrefix = "${env.";

    /// <summary>Whether a text is a reference and not a value.</summary>
    public static bool IsReference(string text) =>
        VariableOf(text) is not null
        || (text.StartsWith(SecretPrefix, StringComparison.Ordinal) && text.Length > SecretPrefix.Length);

    /// <summary>Resolves references to variables of an environment; knows no other secrets.</summary>
    public static ResolveSecret FromEnvironment(Func<string, string?> variable) => reference =>
        VariableOf(reference) is { } name && variable(name) is { Length: > 0 } value ? value : null;

    private static string? VariableOf(string text)
    {
        if (!text.StartsWith(VariablePrefix, StringComparison.Ordinal) || !text.EndsWith('}'))
        {
            return null;
        }

        var name = text[VariablePrefix.Length..^1];
        return name.Length > 0 && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_') ? name : null;
    }
}
