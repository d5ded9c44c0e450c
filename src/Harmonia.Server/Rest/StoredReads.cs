using System.Text.Json;

namespace Harmonia.Server.Rest;

/// <summary>Reads of one execution's history: what is damaged there is no fault of the request or the server.</summary>
internal static class StoredReads
{
    public static bool IsDamage(Exception exception) => exception is JsonException or InvalidDataException;

    /// <exception cref="ApiException">What is stored cannot be understood.</exception>
    public static async ValueTask<T> CheckedAsync<T>(this ValueTask<T> read)
    {
        try
        {
            return await read;
        }
        catch (Exception exception) when (IsDamage(exception))
        {
            throw new ApiException(Problem.Unreadable(exception.Message));
        }
    }
}
