using System.Globalization;
using System.Runtime.InteropServices;
using Harmonia.Torture;
using Harmonia.Torture.Workers;

if (WorkerArguments.Parse(args) is { } worker)
{
    // The other end of the standard input is held by whoever started it, and is gone when that process is.
    using var orphaned = new CancellationTokenSource();
    var watching = Task.Run(async () =>
    {
        await Console.In.ReadLineAsync();
        await orphaned.CancelAsync();
    });
    await new WorkerMode(worker).RunAsync(orphaned.Token);
    return 0;
}

TortureOptions options;
try
{
    options = TortureOptions.Parse(args);
}
catch (FormatException exception)
{
    Console.Error.WriteLine(exception.Message);
    Console.Error.WriteLine(TortureOptions.Usage);
    return 2;
}

if (Repository.FindBinary(options) is not { } binary)
{
    Console.Error.WriteLine("There is no harmonia executable. Build in Release first, or give --binary PATH.");
    return 2;
}

var folder = Repository.NewFolder(options.Seed);
var (serverPort, ledgerPort) = Ports.Find();
Console.WriteLine(string.Create(
    CultureInfo.InvariantCulture, $"seed {options.Seed}, {options.Kills} kills, data in {folder}"));

using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(options.Minutes));

// Whoever ends this program wants to know how far it came, and no server left behind.
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
var place = new ServerPlace(binary, folder, serverPort, ledgerPort);
var isKept = options.IsOfWorkers
    ? await new WorkersTorture(options, place).RunAsync(limit.Token)
    : await new Torture(options, place).RunAsync(limit.Token);
if (isKept)
{
    Directory.Delete(folder, recursive: true);
}

return isKept ? 0 : 1;

void End(PosixSignalContext signal)
{
    signal.Cancel = true;
    limit.Cancel();
}
