using System.Text.RegularExpressions;

namespace Harmonia.Server.Tests.Documents;

/// <summary>Every curl line of docs/api.md is sent to a live server, in order.</summary>
public sealed partial class ApiDocumentTests
{
    [Fact]
    public async Task Every_example_works()
    {
        var lines = (await File.ReadAllLinesAsync(Path.Combine(RepositoryFiles.Root, "docs", "api.md")))
            .Where(line => line.StartsWith("curl ", StringComparison.Ordinal)).ToList();
        await using var server = await TestServer.StartAsync();
        var (execution, checkpoint) = ("", "");

        Assert.True(lines.Count > 15);
        foreach (var line in lines)
        {
            var address = Address().Match(line).Groups[1].Value
                .Replace("$EXECUTION", execution, StringComparison.Ordinal)
                .Replace("$CHECKPOINT", checkpoint, StringComparison.Ordinal);
            var method = Method().Match(line) is { Success: true } given ? given.Groups[1].Value : "GET";
            var key = Key().Match(line) is { Success: true } header ? header.Groups[1].Value : null;
            var body = Body().Match(line) is { Success: true } data ? data.Groups[1].Value : null;
            body = body?.Replace("$EXECUTION", execution, StringComparison.Ordinal)
                .Replace("$CHECKPOINT", checkpoint, StringComparison.Ordinal);
            var reply = await server.SendAsync(new HttpMethod(method), address, body, key: key);

            Assert.True(
                reply.Status is 200 or 201 or 202 || (reply.Status == 503 && address == "/ready"),
                $"{line}\n{reply.Body}");
            checkpoint = address == "/api/checkpoints" && method == "POST" ? reply.Text("checkpoint_id") : checkpoint;
            execution = line.Contains("order-17", StringComparison.Ordinal) ? reply.Text("execution_id") : execution;
        }
    }

    [GeneratedRegex(@"localhost:8002(/[^\s']*)")]
    private static partial Regex Address();

    [GeneratedRegex("-X ([A-Z]+)")]
    private static partial Regex Method();

    [GeneratedRegex("Idempotency-Key: ([^']+)'")]
    private static partial Regex Key();

    [GeneratedRegex("-d '(.+)'$")]
    private static partial Regex Body();
}
