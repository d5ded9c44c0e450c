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
        <li><a href="/health">Health</a></li>
        </ul>
        </body>
        </html>

        """;

    public static Task WriteAsync(HttpContext context)
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        return HttpMethods.IsHead(context.Request.Method)
            ? Task.CompletedTask
            : context.Response.WriteAsync(Html, context.RequestAborted);
    }
}
