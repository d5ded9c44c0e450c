using System.Globalization;
using Harmonia.Core.Failures;
using Harmonia.Engine.Ports;
using Microsoft.AspNetCore.Http;

namespace Harmonia.Server.Rest;

/// <summary>Takes the parameters of an address strictly.</summary>
internal sealed class RequestQuery
{
    private const int UsualLimit = 100;
    private const int MaxLimit = 1_000;
    private const string Repeatable = "tags"; // Each one narrows the list.

    private readonly ApiRequest _request;

    public RequestQuery(ApiRequest request, params string[] known)
    {
        _request = request;
        Check(request.Context.Request.Query, known);
    }

    public int Limit => (int)(Integer("limit", 1, MaxLimit) ?? UsualLimit);

    public int Offset => (int)(Integer("offset", 0, int.MaxValue) ?? 0);

    public string? Text(string name) => _request.Context.Request.Query.TryGetValue(name, out var value)
        ? value.ToString()
        : null;

    public long? Integer(string name, long min, long max)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            && value >= min && value <= max
            ? value
            : throw Wrong(name, $"it must be a whole number from {min} to {max}.");
    }

    /// <summary>A time in seconds, fractions allowed.</summary>
    public TimeSpan? Seconds(string name, double max)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        return double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            && value >= 0 && value <= max
            ? TimeSpan.FromSeconds(value)
            : throw Wrong(name, $"it must be a number of seconds from 0 to {max:0}.");
    }

    /// <summary>One of a few words; the first of them when nothing is said.</summary>
    public string OneOf(string name, params string[] words)
    {
        var text = Text(name) ?? words[0];
        return words.Contains(text, StringComparer.Ordinal)
            ? text
            : throw Wrong(name, $"it must be {string.Join(" or ", words)}.");
    }

    public IReadOnlyList<FieldFilter> Filters(IReadOnlyList<string> fields) =>
        Text("filter") is { } text ? FilterText.Parse(text, fields) : [];

    public static void RefuseAll(ApiRequest request) => Check(request.Context.Request.Query, []);

    /// <exception cref="ApiException">There is a parameter that is not known, or one is given twice.</exception>
    public static void Check(IQueryCollection query, IReadOnlyList<string> known)
    {
        foreach (var (name, values) in query)
        {
            if (!known.Contains(name, StringComparer.Ordinal))
            {
                var nearest = NearestName.Find(name, known);
                throw Wrong(name, nearest is null ? "there is no such parameter." : $"did you mean {nearest}?");
            }

            if (values.Count > 1 && name != Repeatable)
            {
                throw Wrong(name, "it is given more than once.");
            }
        }
    }

    public static ApiException Wrong(string name, string reason) => new(Problem.OfParameter(name, reason));
}
