using System.Buffers;
using System.Text;
using System.Text.Json;
using Harmonia.Server.Hosting;
using Microsoft.AspNetCore.Http;

namespace Harmonia.Server.Rest;

/// <summary><c>/</c>: where to go from here.</summary>
internal static class HomePage
{
    private static readonly string Html =
        $"""
        <!DOCTYPE html>
        <html lang="en">
        <head><meta charset="utf-8"><title>Harmonia</title></head>
        <body>
        <h1>Harmonia {ProductVersion.Text}</h1>
        <p>A durable workflow engine.</p>
        <ul>
        <li><a href="/docs">The API, to read and to try</a></li>
        <li><a href="/openapi.json">The same for programs</a></li>
        <li><a href="/api/workflows">Workflows</a></li>
        <li><a href="/api/executions">Executions</a></li>
        <li><a href="/api/components">Components</a></li>
        <li><a href="/health">Health</a></li>
        </ul>
        </body>
        </html>

        """;

    private static readonly string[] Endpoints =
    [
        "/health", "/ready", "/discovery", "/docs", "/openapi.json", "/api/workflows", "/api/executions",
        "/api/templates", "/api/components", "/api/workers/poll", "/ws/executions/{id}", "/events/executions/{id}",
    ];

    private static readonly byte[] Json = MakeJson();

    /// <summary>A page for browsers; for programs what the Tekton family's components answer here.</summary>
    public static async Task WriteAsync(HttpContext context)
    {
        var isForPeople = context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal);
        context.Response.ContentType = isForPeople ? "text/html; charset=utf-8" : "application/json; charset=utf-8";
        context.Response.Headers.Vary = "Accept";
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(
                isForPeople ? Encoding.UTF8.GetBytes(Html) : Json, context.RequestAborted);
        }
    }

    private static byte[] MakeJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("name"u8, "Harmonia Workflow System"u8);
            writer.WriteString("version"u8, ProductVersion.Text);
            writer.WriteString("status"u8, "running"u8);
            writer.WriteStartArray("endpoints"u8);
            foreach (var endpoint in Endpoints)
            {
                writer.WriteStringValue(endpoint);
            }

            writer.WriteEndArray();
            writer.WriteString("message"u8, "A durable workflow engine. /docs has a page for people."u8);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
