using System.Text.Json;
using Harmonia.Core.Failures;

namespace Harmonia.Components.Registered.Protocols;

/// <summary>What is to be asked of a component: by its protocol, before anything is sent.</summary>
internal abstract record ComponentRequest
{
    private ComponentRequest()
    {
    }

    /// <summary>A request.</summary>
    /// <param name="Method">How.</param>
    /// <param name="Path">Below the base URL, with a query.</param>
    /// <param name="Body">JSON, or <see langword="null"/> for none.</param>
    public sealed record Ready(HttpMethod Method, string Path, byte[]? Body) : ComponentRequest
    {
        /// <summary>Of the call, when it is one of a declared action.</summary>
        public ActionDeclaration? Action { get; init; }
    }

    /// <summary>Nothing can be asked.</summary>
    public sealed record Refused(TaskFailure Failure) : ComponentRequest
    {
        public Refused(string code, string message)
            : this(new TaskFailure(code, message, Retryable: false).Bounded())
        {
        }
    }
}

/// <summary>What a component answered to a request, with a status that means success.</summary>
internal abstract record ComponentAnswer
{
    private ComponentAnswer()
    {
    }

    /// <summary>One body.</summary>
    /// <param name="Value">JSON, a text, an object with <c>base64</c>, or null, by its media type.</param>
    /// <param name="Json">The same read as JSON whatever its type; <see langword="null"/> when it is none.</param>
    public sealed record Whole(JsonElement Value, JsonElement? Json) : ComponentAnswer;

    /// <summary>The result that came at the end of a stream.</summary>
    public sealed record Streamed(JsonElement Result) : ComponentAnswer;
}
