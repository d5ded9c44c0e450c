using System.Diagnostics;
using System.Globalization;
using Harmonia.Torture;

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

var watch = Stopwatch.StartNew();
using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(options.Minutes));
var torture = new Torture(options, new ServerPlace(binary, folder, serverPort, ledgerPort));
var isKept = await torture.RunAsync(limit.Token);
if (isKept)
{
    Directory.Delete(folder, recursive: true);
}

return isKept ? 0 : 1;
