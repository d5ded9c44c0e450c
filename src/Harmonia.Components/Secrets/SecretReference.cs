using System.Text.RegularExpressions;

namespace Harmonia.Components.Secrets;

/// <summary>Where a secret is kept: all that a declaration says of it.</summary>
public abstract partial record SecretReference
{
    /// <summary>How to write one, for messages.</summary>
    internal const string HowTo = "Write \"${env.NAME}\" or \"secret://name\"";

    private SecretReference()
    {
    }

    /// <summary>As declarations write it.</summary>
    public abstract string Text { get; }

    /// <returns><see langword="null"/> when the text is no reference.</returns>
    public static SecretReference? Parse(string text)
    {
        if (EnvironmentForm().Match(text) is { Success: true } variable)
        {
            return new Environment(variable.Groups[1].Value);
        }

        return FileForm().Match(text) is { Success: true } file ? new File(file.Groups[1].Value) : null;
    }

    public sealed override string ToString() => Text;

    [GeneratedRegex(@"\A\$\{env\.([A-Za-z_][A-Za-z0-9_]{0,127})\}\z", RegexOptions.CultureInvariant)]
    private static partial Regex EnvironmentForm();

    [GeneratedRegex(@"\Asecret://([A-Za-z0-9_-]{1,64})\z", RegexOptions.CultureInvariant)]
    private static partial Regex FileForm();

    /// <summary>A variable of the process that the operator allowed.</summary>
    public sealed record Environment(string Name) : SecretReference
    {
        public override string Text => $"${{env.{Name}}}";
    }

    /// <summary>A file in the directory for secrets.</summary>
    public sealed record File(string Name) : SecretReference
    {
        public override string Text => $"secret://{Name}";
    }
}
