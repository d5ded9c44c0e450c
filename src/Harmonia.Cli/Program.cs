using Harmonia.Cli;
using Harmonia.Cli.CommandLine;

using var interruption = new Interruption();
return await HarmoniaCommandLine.InvokeAsync(args, Terminal.OfProcess(), interruption.Token);
