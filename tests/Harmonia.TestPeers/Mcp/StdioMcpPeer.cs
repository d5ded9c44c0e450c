using System.Text;
using System.Text.Json.Nodes;

namespace Harmonia.TestPeers.Mcp;

/// <summary>A double of an MCP server that is a program: a message is a line.</summary>
public static class StdioMcpPeer
{
    /// <summary>The program of this double, beside the tests.</summary>
    public static string Program => Path.Combine(AppContext.BaseDirectory, "Harmonia.TestPeers");

    /// <param name="input">What it reads, to its end.</param>
    /// <param name="output">What it says.</param>
    /// <param name="arguments">With <c>broken</c> it complains and ends at once.</param>
    public static async Task ServeAsync(Stream input, Stream output, string[] arguments)
    {
        if (arguments.Contains("broken"))
        {
            await Console.Error.WriteLineAsync("I cannot go on like this.");
            Environment.Exit(1);
        }

        var tools = new McpTools();
        using var reader = new StreamReader(input, Encoding.UTF8);
        using var writing = new SemaphoreSlim(1);
        while (await reader.ReadLineAsync() is { } line)
        {
            var message = JsonNode.Parse(line)!;
            _ = AnswerAsync(message);
        }

        async Task AnswerAsync(JsonNode message)
        {
            try
            {
                if (await tools.AnswerAsync(message, SendAsync) is { } answer)
                {
                    await SendAsync(answer);
                }
            }
            catch (OperationCanceledException)
            {
                // The request was taken back, so nobody wants an answer.
            }
        }

        async Task SendAsync(JsonObject message)
        {
            await writing.WaitAsync();
            try
            {
                await output.WriteAsync(Encoding.UTF8.GetBytes(message.ToJsonString() + "\n"));
                await output.FlushAsync();
            }
            finally
            {
                writing.Release();
            }
        }
    }
}
