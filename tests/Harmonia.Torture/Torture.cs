namespace Harmonia.Torture;

/// <summary>One torture: load, kills, the last restart and the checks.</summary>
internal sealed class Torture(TortureOptions options, ServerPlace place)
{
    /// <summary>Of all starts, this many are repeated at the end.</summary>
    private const int RepeatedStarts = 300;

    private static readonly TimeSpan ReadersLimit = TimeSpan.FromSeconds(20);

    private readonly Violations _violations = new();
    private readonly StartRecords _records = new();
    private readonly ServerGate _gate = new();

    /// <returns>Whether every promise was kept.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        using var client = Api.NewClient(place.Port);
        var api = new Api(client, _gate);
        await using var ledger = await Ledger.StartAsync(place.LedgerPort, _violations);
        await using var rounds = new Rounds(place, api, _gate, _records, _violations, options);
        var readers = new ExecutionReaders(api, _gate, _violations);
        var feed = new FeedReader(api, _gate, _violations, options.Seed);
        var load = new Load(api, Model.Shapes(place.LedgerPort), _records, readers, _violations, options.Seed);
        var checks = new Checks(api, _records, ledger, readers, feed, _violations);
        try
        {
            await rounds.StartAsync(cancellationToken);
            await load.SaveWorkflowsAsync(cancellationToken);
            using var endOfFeed = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var reading = feed.ReadAsync(endOfFeed.Token);
            await RunLoadAsync(load, rounds, cancellationToken);
            await checks.AwaitEndsAsync(cancellationToken);
            await readers.FinishAsync(ReadersLimit, cancellationToken);
            await checks.CheckAllAsync(cancellationToken);
            await load.RepeatAsync(_records.Acknowledged.Take(RepeatedStarts), cancellationToken);
            await checks.CheckTotalAsync(cancellationToken);
            await endOfFeed.CancelAsync();
            await reading;
            await FinishAsync(rounds, api, checks, cancellationToken);
        }
        catch (Exception exception) when (IsEndOfTorture(exception))
        {
            _violations.Add(cancellationToken.IsCancellationRequested
                ? $"Not finished within {options.Minutes} minutes, or interrupted."
                : exception.Message);
            Report.PrintViolations(_violations.All);
        }

        Report.PrintReach(rounds, ledger, readers, feed, checks);
        Report.PrintSummary(rounds, _records, _violations);
        return _violations.Count == 0;
    }

    /// <summary>The clients work until the last kill is survived, and then finish what they have begun.</summary>
    private async Task RunLoadAsync(Load load, Rounds rounds, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var clients = Enumerable.Range(0, options.Concurrency)
            .Select(client => load.RunClientAsync(client, stop.Token, cancellationToken))
            .ToArray();
        try
        {
            await rounds.RunAsync(cancellationToken);
            await rounds.StartAsync(cancellationToken);
        }
        finally
        {
            await stop.CancelAsync();
        }

        await Task.WhenAll(clients);
    }

    /// <summary>Prints what was found while the server can still show histories, then looks into its file.</summary>
    private async Task FinishAsync(Rounds rounds, Api api, Checks checks, CancellationToken cancellationToken)
    {
        await Report.PrintViolationsAsync(_violations, api, cancellationToken);
        var printed = _violations.Count;
        await rounds.StopAsync();
        await DatabaseCheck.RunAsync(place.DataFolder, checks.Events, _violations);
        Report.PrintViolations(_violations.All.Skip(printed));
    }

    private static bool IsEndOfTorture(Exception exception) =>
        exception is OperationCanceledException or InvalidOperationException or TimeoutException;
}
