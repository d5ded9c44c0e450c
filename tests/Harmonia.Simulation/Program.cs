using Harmonia.Simulation;

return Options.TryParse(args, out var options) ? Simulation.Start(options) : Options.Complain();
