using System.Diagnostics;
using System.Globalization;
using Harmonia.Components.Workers;

namespace Harmonia.Server.Tests.Rest.Workers;

/// <summary>Workers in processes of their own that are killed, stopped, or cut off in an attempt.</summary>
public sealed class WorkerProcessTests : IAsyncLifetime
{
    /// <summary>
    /// Polls, says so, waits for a line, completes, and prints the status of the answer. It sends no heartbeats.
    /// </summary>
    private const string Script =
        """
        say() { curl -s -H 'Content-Type: application/json' --data-binary "$2" "$3" "$4" "$5" "$6" "$1"; }
        got=$(say "$2/api/workers/poll" '{"worker_id": "'$1'", "components": {"shop": ["pack"]}, "wait": 60}')
        claim=$(python3 -c 'import json, sys
        y = json.loads(sys.argv[1])["attempts"][0]
        print(json.dumps({"worker_id": sys.argv[2], "output": sys.argv[2], **{k: y[k] for k in
          ("execution_id", "task", "attempt", "epoch", "lease_token")}}))' "$got" "$1")
        echo taken
        read go
        say "$2/api/workers/complete" "$claim" -o /dev/null -w '%{http_code}'
        """;

    private readonly List<Process> _processes = [];
    private TestServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync(
            configuration => configuration with { Workers = new WorkerOptions { Lease = WorkerOptions.MinLease } });
        (await _server.PostAsync(
            "/api/workers/poll",
            """{"worker_id": "first", "components": {"shop": ["pack"]}, "wait": 0}""")).Expect(200);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            process.Kill(entireProcessTree: true);
            process.Dispose();
        }

        await _server.DisposeAsync();
    }

    [Fact]
    public async Task An_attempt_of_a_worker_that_is_killed_is_made_by_another()
    {
        var worker = Start("killed");
        var execution = await _server.StartInlineAsync(Workflow);
        Assert.Equal("taken", await LineAsync(worker));

        worker.Kill(entireProcessTree: true);

        Assert.Equal("other", await FinishAsync("other", execution));
    }

    [Fact]
    public async Task A_worker_that_was_stopped_for_longer_than_its_lease_comes_too_late()
    {
        var worker = Start("stopped");
        var execution = await _server.StartInlineAsync(Workflow);
        Assert.Equal("taken", await LineAsync(worker));

        await SignalAsync(worker, "STOP");
        Assert.Equal("other", await FinishAsync("other", execution));
        await SignalAsync(worker, "CONT");
        await worker.StandardInput.WriteLineAsync("go");

        Assert.Equal("409", await worker.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken));
        await CheckOneEndAsync(execution);
    }

    /// <summary>What the server sends reaches the worker after its lease: as in a network that was cut.</summary>
    [Fact]
    public async Task A_worker_that_gets_its_attempt_too_late_cannot_complete_it()
    {
        var worker = Start("cut");
        await WaitUntilThereAsync("cut");
        await SignalAsync(worker, "STOP");
        var execution = await _server.StartInlineAsync(Workflow);

        Assert.Equal("other", await FinishAsync("other", execution));
        await SignalAsync(worker, "CONT");
        Assert.Equal("taken", await LineAsync(worker));
        await worker.StandardInput.WriteLineAsync("go");

        Assert.Equal("409", await worker.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken));
        await CheckOneEndAsync(execution);
    }

    private const int MaxTries = 10;

    private const string Workflow =
        """
        {"name": "order", "tasks": {"pack": {"component": "shop", "action": "pack"}},
         "result": "${tasks.pack.output}"}
        """;

    private Process Start(string id)
    {
        var process = Process.Start(new ProcessStartInfo("sh")
        {
            ArgumentList = { "-c", Script, "sh", id, _server.Address.GetLeftPart(UriPartial.Authority) },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        _processes.Add(process);
        return process;
    }

    private static ValueTask<string?> LineAsync(Process process) =>
        process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);

    /// <summary>To the process and to those that it has started.</summary>
    private static async Task SignalAsync(Process process, string signal)
    {
        var id = process.Id.ToString(CultureInfo.InvariantCulture);
        using var kill = Process.Start("sh", ["-c", $"kill -{signal} {id} $(cat /proc/{id}/task/*/children)"]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Another worker in a process of its own makes the attempt when its turn comes.</summary>
    /// <returns>What the execution ended with.</returns>
    private async Task<string> FinishAsync(string id, string execution)
    {
        var answer = "409";
        for (var tries = 0; answer == "409" && tries < MaxTries; tries++)
        {
            // On a slow machine the shortest lease may be over before the worker has said that it is done.
            var worker = Start(id);
            Assert.Equal("taken", await LineAsync(worker));
            await worker.StandardInput.WriteLineAsync("go");
            answer = await worker.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal("200", answer);
        var detail = (await _server.GetAsync($"/api/executions/{execution}")).Expect(200);
        Assert.Equal("completed", detail.Text("status"));
        return detail.Text("output");
    }

    private async Task CheckOneEndAsync(string execution)
    {
        var history = (await _server.GetAsync($"/api/executions/{execution}/history")).Expect(200);
        var types = history.Json.GetProperty("items").EnumerateArray()
            .Select(item => item.GetProperty("type").GetString());
        Assert.Single(types, "task_completed");
    }

    private async Task WaitUntilThereAsync(string worker)
    {
        while (true)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            var list = (await _server.GetAsync("/api/workers")).Expect(200);
            if (list.Json.GetProperty("workers").EnumerateArray()
                .Any(there => there.GetProperty("worker_id").GetString() == worker))
            {
                return;
            }
        }
    }
}
