using System.Globalization;
using System.Runtime.InteropServices;
using Harmonia.Tekton.Doubles;

if (Arguments.Read(args) is not { } arguments)
{
    Console.Error.WriteLine(Arguments.Usage);
    return 2;
}

var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

await using var fleet = await Fleet.StartAsync(arguments.PortBase);
fleet.Prometheus.Repaired = arguments.Repaired;
foreach (var one in fleet.All)
{
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{one.Name} {one.Url}"));
}

Console.WriteLine("ready");
await Task.WhenAny(stopped.Task, EndOfInputAsync());
return 0;

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stopped.TrySetResult();
}

// Whoever started this program and went away without a word has closed its input.
static async Task EndOfInputAsync()
{
    await Task.Yield();
    while (await Console.In.ReadLineAsync() is not null)
    {
    }
}
