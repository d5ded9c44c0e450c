namespace Harmonia.Client;

/// <summary>The server refused a call, or could not serve it.</summary>
public sealed class HarmoniaException : Exception
{
    /// <summary>An answer with the documented body.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="error">What the server said.</param>
    public HarmoniaException(int status, ApiError error)
        : base(error?.Message)
    {
        ArgumentNullException.ThrowIfNull(error);
        (Status, Error) = (status, error);
    }

    /// <summary>An answer that says nothing.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="message">For people.</param>
    public HarmoniaException(int status, string message)
        : base(message) => Status = status;

    /// <summary>The HTTP status.</summary>
    public int Status { get; }

    /// <summary>What the server said; <see langword="null"/> when it did not answer in the documented form.</summary>
    public ApiError? Error { get; }

    /// <summary>The stable code, or an empty text.</summary>
    public string Code => Error?.Code ?? "";

    /// <summary>The kind of error, such as <c>NotFoundError</c>, or an empty text.</summary>
    public string Type => Error?.Type ?? "";

    /// <summary>Everything that was found wrong.</summary>
    public IReadOnlyList<WireFinding> Findings => Error?.Details.Findings ?? [];
}
