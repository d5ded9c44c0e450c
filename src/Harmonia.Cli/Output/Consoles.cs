using Spectre.Console;

namespace Harmonia.Cli.Output;

/// <summary>Makes consoles that draw: only when something is drawn, as making one takes time.</summary>
internal static class Consoles
{
    public static IAnsiConsole ForOut(Terminal terminal) =>
        Create(terminal.Out, isInteractive: true, terminal.HasColours);

    public static IAnsiConsole ForText(TextWriter writer, int width)
    {
        var console = Create(writer, isInteractive: false, hasColours: false);
        console.Profile.Width = width;
        return console;
    }

    public static IAnsiConsole ForError(Terminal terminal) =>
        Create(terminal.Error, terminal.IsErrorInteractive, terminal.HasColours);

    private static IAnsiConsole Create(TextWriter writer, bool isInteractive, bool hasColours) =>
        AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = isInteractive ? AnsiSupport.Yes : AnsiSupport.No,
            Interactive = isInteractive ? InteractionSupport.Yes : InteractionSupport.No,
            ColorSystem = isInteractive && hasColours ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
        });
}
