namespace Harmonia.Components.Http;

/// <summary>A checked request, ready to be sent.</summary>
internal sealed record HttpCall(
    HttpMethod Method,
    Uri Url,
    IReadOnlyList<KeyValuePair<string, string>> Headers,
    HttpCallBody? Body,
    AcceptedStatuses Accepted,
    TimeSpan? Timeout)
{
    /// <summary>What is called, for messages.</summary>
    public string Target => HttpFailures.Target(Method, Url);
}

/// <summary>What is sent, and as which media type unless the author names another.</summary>
internal sealed record HttpCallBody(byte[] Bytes, string MediaType);
