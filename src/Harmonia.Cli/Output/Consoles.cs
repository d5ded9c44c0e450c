using Spectre.Console;

namespace Harmonia.Cli.Output;

/// <summary>Makes consoles that draw: only when something is drawn, as making one takes time.</summary>
internal static class Consoles
{
    public static IAnsiConsole ForOut(Terminal terminal, int widthIfRedirected)
    {
        var console = Create(terminal, terminal.Out, terminal.IsOutInteractive);
        if (!terminal.IsOutInteractive)
        {
            console.Profile.Width = widthIfRedirected;
        }

        return console;
    }

    public static IAnsiConsole ForError(Terminal terminal) =>
        Create(terminal, terminal.Error, terminal.IsErrorInteractive);

    private static IAnsiConsole Create(Terminal terminal, TextWriter writer, bool isInteractive) =>
        AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = isInteractive ? AnsiSupport.Yes : AnsiSupport.No,
            Interactive = isInteractive ? InteractionSupport.Yes : InteractionSupport.No,
            ColorSystem = isInteractive && terminal.HasColours ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
        });
}
