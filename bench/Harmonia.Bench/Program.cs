using Harmonia.Bench;

// Speeds are quoted as ratios against the floor of the same process on the same disk: absolute figures do not travel.
var chosen = args.Length == 0 ? ["engine", "http", "idle", "map", "workers"] : args;
var report = new Report();
using var place = new Place();

foreach (var name in chosen)
{
    switch (name)
    {
        case "engine":
            await EngineBench.RunAsync(place, report);
            break;
        case "http":
            await HttpBench.RunAsync(place, report);
            break;
        case "idle":
            await IdleBench.RunAsync(place, report);
            break;
        case "map":
            await MapBench.RunAsync(place, report);
            break;
        case "workers":
            await WorkersBench.RunAsync(place, report);
            break;
        default:
            Console.Error.WriteLine($"There is no benchmark '{name}'. Choose among: engine, http, idle, map, workers.");
            return 2;
    }
}

report.Print();
return report.IsMet ? 0 : 1;
