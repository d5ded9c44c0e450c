using System.Text.Json;
using Harmonia.Core.Executions;
using Harmonia.Core.Failures;
using Harmonia.Engine.Ports;

namespace Harmonia.Components.Tests;

/// <summary>Makes attempts, and reads what came of them.</summary>
internal static class Calls
{
    public static readonly ExecutionId Execution = new(Guid.Parse("0190a6b0-0000-7000-8000-000000000001"));

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TaskCall Call(string action, string input, TimeSpan? within = null) =>
        Call(action, JsonElement.Parse(input), within);

    public static TaskCall Call(string action, JsonElement input, TimeSpan? within = null) => new(
        Execution, "ship", 1, action, input, TimeProvider.System.GetUtcNow() + (within ?? TimeSpan.FromSeconds(60)));

    public static async Task<JsonElement> OutputAsync(this ITaskExecutor executor, TaskCall call)
    {
        var outcome = await executor.ExecuteAsync(call, Token);
        if (outcome is TaskOutcome.Failed failed)
        {
            Assert.Fail($"{failed.Failure.Code}: {failed.Failure.Message} {failed.Failure.Details}");
        }

        return Assert.IsType<TaskOutcome.Completed>(outcome).Output;
    }

    public static async Task<TaskFailure> FailureAsync(this ITaskExecutor executor, TaskCall call) =>
        Assert.IsType<TaskOutcome.Failed>(await executor.ExecuteAsync(call, Token)).Failure;
}
