using Harmonia.Components.Http;
using Harmonia.Components.Tests.Http;
using Harmonia.Components.Tests.Registered;
using Harmonia.Engine.Ports;

namespace Harmonia.Components.Tests.Evil;

/// <summary>Calls the peer of a case in one way, and compares what became of the task.</summary>
internal static class EvilRun
{
    /// <summary>
    /// What a busy machine may add to a deadline, which is kept within a tenth of its time otherwise.
    /// </summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(1);

    public static Task CheckAsync(EvilCase evil, bool registered) =>
        registered ? CheckRegisteredAsync(evil) : CheckHttpAsync(evil);

    private static async Task CheckHttpAsync(EvilCase evil)
    {
        using var outbound = evil.Outbound();
        await using var peer = evil.Behave is null ? null : new RawPeer(evil.Behave);
        var call = Calls.Call("request", $$"""{"url": "{{await UrlAsync(evil, peer)}}"}""", evil.Within);
        await CheckAsync(evil, new HttpExecutor(outbound, TimeProvider.System), call, evil.Http);
    }

    private static async Task CheckRegisteredAsync(EvilCase evil)
    {
        await using var registry = new Registry(evil.Outbound());
        await using var peer = evil.Behave is null ? null : new RawPeer(evil.Behave);
        var executor = await registry.PutAsync(
            $$"""{"name": "evil", "base_url": "{{await UrlAsync(evil, peer)}}", "protocol": "tasks"}""");
        await CheckAsync(evil, executor, Calls.Call("run", "{}", evil.Within), evil.Registered);
    }

    private static async Task CheckAsync(EvilCase evil, ITaskExecutor executor, TaskCall call, string expected)
    {
        var outcome = await executor.ExecuteAsync(call, Calls.Token).AsTask()
            .WaitAsync(evil.Within + TimeSpan.FromSeconds(60), Calls.Token);
        var over = TimeProvider.System.GetUtcNow() - call.Deadline;

        var (actual, message) = Describe(outcome);
        Assert.True(expected.Split('|').Contains(actual), $"{evil.Name}: {actual} instead of {expected}. {message}");
        Assert.True(over < (evil.Within / 10) + Slack, $"{evil.Name}: {over} after its deadline.");
    }

    private static (string Outcome, string Message) Describe(TaskOutcome outcome) => outcome switch
    {
        TaskOutcome.Completed => ("completed", ""),
        TaskOutcome.Unavailable unavailable => ("unavailable", unavailable.Reason),
        TaskOutcome.Failed { Failure: var failure } =>
            ($"{failure.Code}{(failure.Retryable ? '+' : '-')}", failure.Message),
        _ => throw new InvalidOperationException($"{outcome}"),
    };

    private static async Task<string> UrlAsync(EvilCase evil, RawPeer? peer)
    {
        if (peer is not null)
        {
            return $"{evil.Scheme}://127.0.0.1:{peer.Port}/";
        }

        if (evil.Resolve is not null)
        {
            return "http://somewhere.example/";
        }

        var gone = RawPeer.Answering("");
        await gone.DisposeAsync();
        return gone.Url;
    }
}
