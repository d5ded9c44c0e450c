using System.Text.RegularExpressions;
using Harmonia.Tidy.Tests.Code;

namespace Harmonia.Tidy.Tests.Names;

/// <summary>A declared type.</summary>
internal readonly record struct TypeName(string Name, bool IsPublic);

/// <summary>Reads the names of types out of C#, and words out of names.</summary>
internal static partial class TypeNames
{
    public static IEnumerable<TypeName> Declared(string source) =>
        Declaration().Matches(CSharpText.Read(source).Code)
            .Select(match => new TypeName(match.Groups["name"].Value, match.Groups["public"].Success));

    /// <summary><c>HTTPTaskRun2</c> has the words HTTP, Task and Run2.</summary>
    public static IEnumerable<string> Words(string name) => Word().Matches(name).Select(match => match.Value);

    [GeneratedRegex(
        @"(?<public>\bpublic\s+)?"
        + @"(?:\b(?:internal|private|protected|static|sealed|abstract|partial|readonly|ref|file|new)\s+)*"
        + @"\b(?:record\s+class|record\s+struct|class|struct|interface|enum|record)\s+(?<name>[A-Z]\w*)")]
    private static partial Regex Declaration();

    [GeneratedRegex("[A-Z]+(?![a-z])|[A-Z][a-z0-9]*|[a-z0-9]+")]
    private static partial Regex Word();
}
