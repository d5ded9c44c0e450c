using System.Globalization;
using System.Text;

namespace Harmonia.Components.BuiltIn;

/// <summary>A plain PDF of lines of text: A4, Courier, Latin letters (others become a question mark).</summary>
internal sealed class PdfDocument
{
    private const int LineLength = 90;
    private const int LinesOfPage = 64;
    private const int MaxPages = 100;
    private const int FirstPageObject = 4;

    private readonly StringBuilder _text = new("%PDF-1.4\n");
    private readonly List<int> _offsets = [];

    private PdfDocument()
    {
    }

    public static byte[] Of(IEnumerable<string> lines)
    {
        const int MaxLines = MaxPages * LinesOfPage;
        var wrapped = lines.SelectMany(Wrapped).Take(MaxLines + 1).ToList();
        if (wrapped.Count > MaxLines)
        {
            wrapped[MaxLines - 1] = "(truncated)";
            wrapped.RemoveAt(MaxLines);
        }

        var pages = wrapped.Chunk(LinesOfPage).ToList();
        var document = new PdfDocument();
        document.Write(pages.Count == 0 ? [[""]] : pages);
        return Encoding.Latin1.GetBytes(document._text.ToString());
    }

    private void Write(List<string[]> pages)
    {
        var kids = string.Join(' ', pages.Select((_, page) => $"{FirstPageObject + (page * 2)} 0 R"));
        Add("<< /Type /Catalog /Pages 2 0 R >>");
        Add($"<< /Type /Pages /Kids [{kids}] /Count {pages.Count} >>");
        Add("<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>");
        foreach (var page in pages)
        {
            Add("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] "
                + $"/Resources << /Font << /F1 3 0 R >> >> /Contents {_offsets.Count + 2} 0 R >>");
            var shown = string.Concat(page.Select(line => $"({Escaped(line)}) Tj T*\n"));
            var content = $"BT /F1 9 Tf 12 TL 50 800 Td\n{shown}ET\n";
            Add($"<< /Length {content.Length} >>\nstream\n{content}endstream");
        }

        WriteTable();
    }

    private void Add(string body)
    {
        _offsets.Add(_text.Length);
        _text.Append(CultureInfo.InvariantCulture, $"{_offsets.Count} 0 obj\n{body}\nendobj\n");
    }

    /// <summary>Where every object begins; each entry has twenty bytes.</summary>
    private void WriteTable()
    {
        var start = _text.Length;
        _text.Append(CultureInfo.InvariantCulture, $"xref\n0 {_offsets.Count + 1}\n0000000000 65535 f \n");
        foreach (var offset in _offsets)
        {
            _text.Append(CultureInfo.InvariantCulture, $"{offset:D10} 00000 n \n");
        }

        _text.Append(CultureInfo.InvariantCulture, $"trailer\n<< /Size {_offsets.Count + 1} /Root 1 0 R >>\n")
            .Append(CultureInfo.InvariantCulture, $"startxref\n{start}\n%%EOF\n");
    }

    private static IEnumerable<string> Wrapped(string line) => line.Length == 0
        ? [""]
        : line.Chunk(LineLength).Select(part => new string(part));

    /// <summary>One byte for one character, so that lengths and offsets count both.</summary>
    private static string Escaped(string line) =>
        string.Concat(line.Select(letter => IsLatin(letter) ? letter : '?'))
            .Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("(", "\\(", StringComparison.Ordinal)
            .Replace(")", "\\)", StringComparison.Ordinal);

    private static bool IsLatin(char letter) => letter is (>= ' ' and <= '~') or (>= '\u00a0' and <= '\u00ff');
}
