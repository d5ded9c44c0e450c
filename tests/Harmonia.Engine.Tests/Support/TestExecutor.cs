using System.Collections.Concurrent;
using Harmonia.Core.Executions;
using Harmonia.Core.Failures;
using Harmonia.Engine.Ports;

namespace Harmonia.Engine.Tests.Support;

/// <summary>
/// Component <c>test</c>: <c>ok</c> completes, <c>fail</c> fails, <c>hold</c> waits until the test lets it go;
/// <c>stream</c> brings the elements of its input; <c>stubborn</c>, <c>exhaust</c> and <c>throw</c> misbehave.
/// </summary>
internal sealed class TestExecutor : ITaskExecutor
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource<TaskOutcome>> _held = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<TaskCall>> _seen = new();
    private int _running;
    private int _mostRunning;

    public string Component => "test";

    public bool BuiltIn => false;

    public IReadOnlyCollection<string> Actions { get; } =
        ["ok", "fail", "hold", "stubborn", "exhaust", "throw", "stream"];

    public int? MaxConcurrent { get; init; }

    public bool SurvivesRestart { get; init; }

    public TestGate? Gate { get; init; }

    public bool IsRemote { get; init; }

    public ConcurrentQueue<TaskCall> Calls { get; } = new();

    public int MostRunning => Volatile.Read(ref _mostRunning);

    /// <summary>Completes when attempt <paramref name="attempt"/> of a task is being made.</summary>
    public Task<TaskCall> CallOf(string task, int attempt = 1) =>
        Seen(task, attempt).Task.WaitAsync(TimeSpan.FromSeconds(20));

    /// <summary>Lets a held attempt go.</summary>
    public void Release(string task, int attempt = 1) =>
        Release(task, attempt, new TaskOutcome.Completed(JsonText.Of("held")));

    public void Release(string task, int attempt, TaskOutcome outcome) => Held(task, attempt).TrySetResult(outcome);

    public IGate? GateOf(string action) => Gate;

    public async ValueTask<TaskOutcome> ExecuteAsync(TaskCall call, CancellationToken cancellationToken)
    {
        Enter();
        await using var resistance = call.Action == "stubborn" ? cancellationToken.Register(Break) : default;
        try
        {
            Calls.Enqueue(call);
            Seen(call.Task, call.Attempt).TrySetResult(call);
            return call.Action switch
            {
                "ok" => new TaskOutcome.Completed(call.Input),
                "fail" => new TaskOutcome.Failed(new TaskFailure("http_503", "Busy.", Retryable: true)),
                "stream" => await StreamAsync(call, cancellationToken),
                "hold" => await Held(call.Task, call.Attempt).Task.WaitAsync(cancellationToken),
                "stubborn" => await Held(call.Task, call.Attempt).Task,
                "exhaust" => throw new InsufficientMemoryException("There is no memory for it."),
                _ => throw new InvalidOperationException("A bug of the executor."),
            };
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }

    /// <summary>Brings each element; the word "hold" has it wait until the test lets it go.</summary>
    private async Task<TaskOutcome> StreamAsync(TaskCall call, CancellationToken cancellationToken)
    {
        foreach (var element in call.Input.EnumerateArray())
        {
            if (element.ValueKind == System.Text.Json.JsonValueKind.String)
            {
                await Held(call.Task, call.Attempt).Task.WaitAsync(cancellationToken);
                continue;
            }

            await call.Partial.ReportAsync(element, cancellationToken);
        }

        return new TaskOutcome.Completed(JsonText.Of("brought"));
    }

    private static void Break() => throw new InvalidOperationException("A bug of the executor.");

    private void Enter()
    {
        var running = Interlocked.Increment(ref _running);
        for (var most = MostRunning; running > most; most = MostRunning)
        {
            Interlocked.CompareExchange(ref _mostRunning, running, most);
        }
    }

    private TaskCompletionSource<TaskOutcome> Held(string task, int attempt) => _held.GetOrAdd(
        $"{task}/{attempt}", _ => new(TaskCreationOptions.RunContinuationsAsynchronously));

    private TaskCompletionSource<TaskCall> Seen(string task, int attempt) => _seen.GetOrAdd(
        $"{task}/{attempt}", _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
}
