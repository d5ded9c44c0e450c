using Spectre.Console;

namespace Harmonia.Cli.Output;

/// <summary>Tables for people: coloured in a terminal, plain columns otherwise.</summary>
internal static class TablePrinter
{
    // Redirected output has no width: nothing may be wrapped, or a script could not read it.
    private const int Unbounded = 10_000;

    /// <param name="terminal">Where to.</param>
    /// <param name="headings">Of the columns; the one named <c>status</c> is coloured.</param>
    /// <param name="rows">Cells, in the order of the headings.</param>
    public static void Print(Terminal terminal, IReadOnlyList<string> headings, IEnumerable<IReadOnlyList<string>> rows)
    {
        var table = new Table().Border(TableBorder.None);
        for (var column = 0; column < headings.Count; column++)
        {
            table.AddColumn(new TableColumn(new Text(headings[column].ToUpperInvariant(), new Style(Color.Grey)))
            {
                NoWrap = column < headings.Count - 1,
                Padding = new Padding(0, 0, column < headings.Count - 1 ? 2 : 0, 0),
            });
        }

        foreach (var row in rows)
        {
            table.AddRow(row.Select((cell, column) => new Text(
                Printable.Line(cell), headings[column] == "status" ? StatusColours.Of(cell) : Style.Plain)));
        }

        if (terminal.IsOutInteractive)
        {
            Consoles.ForOut(terminal).Write(table);
            return;
        }

        using var text = new StringWriter();
        Consoles.ForText(text, Unbounded).Write(table);
        foreach (var line in text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            terminal.Out.WriteLine(line.TrimEnd()); // Columns are filled up with blanks, the last one too.
        }
    }
}
