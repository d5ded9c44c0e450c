using System.Diagnostics;

namespace Harmonia.Components.Tests.Tekton.Doubles;

public sealed class ProgramTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_program_names_its_components_and_ends_with_its_input()
    {
        using var program = Start();

        var lines = new List<string>();
        while (await program.StandardOutput.ReadLineAsync(Token) is { } line)
        {
            lines.Add(line);
            if (line == "ready")
            {
                program.StandardInput.Close();
            }
        }

        await program.WaitForExitAsync(Token);
        Assert.Equal(0, program.ExitCode);
        Assert.Matches(@"^hermes http://127\.0\.0\.1:\d+/$", lines[0]);
        Assert.Equal((15, "ready"), (lines.Count, lines[^1]));
    }

    [Theory]
    [InlineData("--port-base")]
    [InlineData("--port-base", "zero")]
    [InlineData("--unknown")]
    public async Task Unknown_arguments_are_refused(params string[] arguments)
    {
        using var program = Start(arguments);

        var usage = await program.StandardError.ReadToEndAsync(Token);
        await program.WaitForExitAsync(Token);

        Assert.Equal(2, program.ExitCode);
        Assert.Contains("--port-base N", usage, StringComparison.Ordinal);
    }

    private static Process Start(params string[] arguments) => Process.Start(
        new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "Harmonia.Tekton.Doubles"), arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
}
