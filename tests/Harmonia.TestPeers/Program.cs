using Harmonia.TestPeers.Mcp;

await StdioMcpPeer.ServeAsync(Console.OpenStandardInput(), Console.OpenStandardOutput(), args);
