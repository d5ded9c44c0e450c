using Microsoft.AspNetCore.Http;

namespace Harmonia.Server.Rest.Approvals;

/// <summary>A page for people.</summary>
internal sealed class PageAnswer(string html) : Answer
{
    /// <summary>Nothing is loaded and no script runs; the form may be sent to this server alone.</summary>
    private const string Policy =
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    public override Task WriteAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var response = context.Response;
        response.ContentType = "text/html; charset=utf-8";
        response.Headers.ContentSecurityPolicy = Policy;
        // Told to this server only, whose check of origins needs it; the address is a secret to all others.
        response.Headers["Referrer-Policy"] = "same-origin";
        return HttpMethods.IsHead(context.Request.Method)
            ? Task.CompletedTask
            : response.WriteAsync(html, cancellationToken);
    }
}
