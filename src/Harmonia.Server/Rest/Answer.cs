using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace Harmonia.Server.Rest;

/// <summary>What a call answers when all is well.</summary>
internal abstract class Answer
{
    public static Answer Ok<T>(T value, JsonTypeInfo<T> type) =>
        new JsonAnswer<T>(StatusCodes.Status200OK, value, type);

    public static Answer Created<T>(T value, JsonTypeInfo<T> type) =>
        new JsonAnswer<T>(StatusCodes.Status201Created, value, type);

    public static Answer Of<T>(int status, T value, JsonTypeInfo<T> type) => new JsonAnswer<T>(status, value, type);

    /// <summary>A text that is no JSON, such as YAML.</summary>
    public static Answer Text(string contentType, string text) => new TextAnswer(contentType, text);

    /// <summary>What it says, as a value.</summary>
    /// <exception cref="InvalidOperationException">It is no JSON.</exception>
    public virtual JsonElement ToJson() => throw new InvalidOperationException("This answer is no JSON.");

    public abstract Task WriteAsync(HttpContext context, CancellationToken cancellationToken);

    private sealed class TextAnswer(string contentType, string text) : Answer
    {
        public override Task WriteAsync(HttpContext context, CancellationToken cancellationToken)
        {
            context.Response.ContentType = $"{contentType}; charset=utf-8";
            return HttpMethods.IsHead(context.Request.Method)
                ? Task.CompletedTask
                : context.Response.WriteAsync(text, cancellationToken);
        }
    }

    private sealed class JsonAnswer<T>(int status, T value, JsonTypeInfo<T> type) : Answer
    {
        public override JsonElement ToJson() => JsonSerializer.SerializeToElement(value, type);

        public override Task WriteAsync(HttpContext context, CancellationToken cancellationToken)
        {
            context.Response.StatusCode = status;
            return JsonAnswer.WriteAsync(context, value, type, cancellationToken);
        }
    }
}

/// <summary>Writes JSON bodies.</summary>
internal static class JsonAnswer
{
    private const string ContentType = "application/json; charset=utf-8";

    public static Task WriteAsync<T>(
        HttpContext context, T value, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        context.Response.ContentType = ContentType;
        return HttpMethods.IsHead(context.Request.Method)
            ? Task.CompletedTask
            : JsonSerializer.SerializeAsync(context.Response.BodyWriter, value, type, cancellationToken);
    }
}
