using Microsoft.AspNetCore.Http;

namespace Harmonia.Tekton.Doubles.Serving;

/// <summary>Finds who answers as the originals do: first come, first served, with their 307, 404 and 405.</summary>
internal sealed class Router
{
    private readonly List<Route> _routes = [];

    public void Get(string pattern, Func<Call, Answer> answer) => Add("GET", pattern, answer);

    public void Post(string pattern, Func<Call, Answer> answer) => Add("POST", pattern, answer);

    public void PostAsync(string pattern, Func<Call, Task<Answer>> answer) =>
        _routes.Add(new("POST", pattern.Split('/'), answer));

    public void Put(string pattern, Func<Call, Answer> answer) => Add("PUT", pattern, answer);

    public void Patch(string pattern, Func<Call, Answer> answer) => Add("PATCH", pattern, answer);

    public void Delete(string pattern, Func<Call, Answer> answer) => Add("DELETE", pattern, answer);

    /// <summary>Takes the routes of another router over; they are there only while this says so.</summary>
    public void Include(Router other, Func<bool> isThere) =>
        _routes.AddRange(other._routes.Select(route => route with { IsThere = isThere }));

    public async Task<Answer> AnswerAsync(Call call)
    {
        var path = call.Request.Path;
        var isKnown = false;
        foreach (var route in _routes.Where(route => route.IsThere()))
        {
            if (route.Match(path) is not { } places)
            {
                continue;
            }

            isKnown = true;
            if (route.Method == call.Request.Method)
            {
                call.Places = places;
                return await AnswerAsync(route, call);
            }
        }

        return isKnown
            ? Answer.Detail(StatusCodes.Status405MethodNotAllowed, "Method Not Allowed")
            : Redirect(call) ?? Answer.Detail(StatusCodes.Status404NotFound, "Not Found");
    }

    private static async Task<Answer> AnswerAsync(Route route, Call call)
    {
        try
        {
            return await route.Answer(call);
        }
        catch (RefusedException refusal)
        {
            return refusal.Answer;
        }
    }

    /// <summary>A slash too many or too few leads to the right place.</summary>
    private Answer? Redirect(Call call)
    {
        var path = call.Request.Path;
        var other = path.EndsWith('/') ? path[..^1] : path + "/";
        return _routes.Exists(route => route.IsThere() && route.Match(other) is not null)
            ? new Answer(StatusCodes.Status307TemporaryRedirect, null)
            {
                IsEmpty = true,
                Location = $"http://{call.Request.Header("Host")}{other}{call.Request.Query}",
            }
            : null;
    }

    private void Add(string method, string pattern, Func<Call, Answer> answer) =>
        _routes.Add(new(method, pattern.Split('/'), call => Task.FromResult(answer(call))));

    private sealed record Route(string Method, string[] Parts, Func<Call, Task<Answer>> Answer)
    {
        public Func<bool> IsThere { get; init; } = () => true;

        public Dictionary<string, string>? Match(string path)
        {
            var parts = path.Split('/');
            if (parts.Length != Parts.Length)
            {
                return null;
            }

            var places = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var (pattern, part) in Parts.Zip(parts))
            {
                if (pattern.StartsWith('{') && part.Length > 0)
                {
                    places[pattern.Trim('{', '}')] = part;
                }
                else if (pattern != part)
                {
                    return null;
                }
            }

            return places;
        }
    }
}
