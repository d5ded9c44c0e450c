using System.Text;
using Harmonia.Core.Definitions;
using Harmonia.Core.Failures;
using Harmonia.Core.Tests.Definitions.Checking;

namespace Harmonia.Core.Tests.Definitions;

/// <summary>
/// Whatever becomes of a valid document, reading and compiling it ends with a definition or with findings.
/// </summary>
public sealed class MutationTests
{
    private const int Mutants = 1_500;

    private static readonly string[] Pieces =
    [
        "{", "}", "[", "]", ":", ",", "\"", "'", "\n", "\t", "- ", "? ", "&a ", "*a", "!x ", "<<: ", "---\n", "|",
        ">", "#", "%",
        "null", "true", "-1", "1e999", "0x1F", ".inf", "${", "}", "tasks.", "depends_on", "condition", "\\ud800",
        "\u2028",
        "\uFEFF", "ü", "\0",
    ];

    [Theory]
    [InlineData(DocumentFormat.Json)]
    [InlineData(DocumentFormat.Yaml)]
    public void A_mutated_document_never_throws(DocumentFormat format)
    {
        var seeds = (format == DocumentFormat.Json ? Samples.Older : [.. Samples.Older, .. Samples.Documented])
            .Select(sample => Encoding.UTF8.GetBytes(sample)).ToArray();
        var random = new Random(20_260_101);
        for (var mutant = 0; mutant < Mutants; mutant++)
        {
            var text = Mutate(seeds[mutant % seeds.Length], random);
            try
            {
                AssertEnds(text, format);
            }
            catch (Exception exception) when (exception is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"Mutant {mutant}, base64 {Convert.ToBase64String(text)}: {exception}");
            }
        }
    }

    private static void AssertEnds(byte[] text, DocumentFormat format)
    {
        var findings = new List<Finding>();
        var document = SourceDocument.Read(text, format, DocumentLimits.Default, findings);
        Assert.NotEqual(document is null, findings.Count == 0);
        if (document is null)
        {
            return;
        }

        var (definition, found) = WorkflowCompiler.Compile(document.Root, Compile.Catalog, DefinitionLimits.Default);
        Assert.Equal(definition is null, found.Any(finding => finding.IsError));
        Assert.All(found, finding => Assert.NotNull(document.Place(finding).Position));
    }

    private static byte[] Mutate(byte[] seed, Random random)
    {
        var text = new List<byte>(seed);
        for (var changes = random.Next(1, 5); changes > 0; changes--)
        {
            var place = random.Next(text.Count);
            var length = Math.Min(random.Next(1, 12), text.Count - place);
            switch (random.Next(5))
            {
                case 0:
                    text.RemoveRange(place, length);
                    break;
                case 1:
                    text.InsertRange(random.Next(text.Count), text.GetRange(place, length));
                    break;
                case 2:
                    text[place] = (byte)random.Next(256);
                    break;
                default:
                    text.InsertRange(place, Encoding.UTF8.GetBytes(Pieces[random.Next(Pieces.Length)]));
                    break;
            }

            text.Add((byte)' ');
        }

        return [.. text];
    }
}
