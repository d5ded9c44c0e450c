using Harmonia.Client;

namespace Harmonia.Server.Rest.Components;

/// <summary><c>/api/components</c>: reading, removing and asking.</summary>
internal static class ComponentEndpoints
{
    public static ValueTask<Answer> ListAsync(ApiRequest request)
    {
        var query = new RequestQuery(request, "limit", "offset");
        var (limit, offset) = (query.Limit, query.Offset);
        var known = request.Services.Components;
        var names = known.Names;
        ComponentSummary[] page =
        [
            .. names.Skip(offset).Take(limit)
                .Select(known.Find)
                .OfType<KnownComponent>() // One may have gone meanwhile.
                .Select(ComponentViews.Summary),
        ];
        return new(Answer.Ok(
            new ComponentList(page, page.Length, names.Count, limit, offset), HarmoniaJson.Wire.ComponentList));
    }

    public static async ValueTask<Answer> GetAsync(ApiRequest request)
    {
        var component = Find(request);
        var stored = component.Saved is null
            ? null
            : await request.Services.Components.Registry.Store.FindAsync(component.Name, request.Token);
        return Answer.Ok(ComponentViews.Detail(component, stored), HarmoniaJson.Wire.ComponentDetail);
    }

    public static async ValueTask<Answer> RemoveAsync(ApiRequest request)
    {
        var component = Find(request);
        ComponentIntake.RefuseBuiltIn(request, component.Name);
        if (component.Saved is null)
        {
            throw new ApiException(ComponentProblems.NotRegistered(component.Name));
        }

        return await request.Services.Components.Registry.RemoveAsync(component.Name, request.Token)
            ? Answer.Ok(
                new ComponentRemoved(true, "Component removed successfully"), HarmoniaJson.Wire.ComponentRemoved)
            : throw new ApiException(ComponentProblems.NotFound(component.Name, []));
    }

    public static async ValueTask<Answer> TestAsync(ApiRequest request)
    {
        await RequestBody.RefuseFieldsAsync(request);
        var component = Find(request);
        if (request.Services.Components.Declared(component.Name) is { } declared
            && await declared.TestAsync(component.Name, request.Token) is { } test)
        {
            return Told(test.IsHealthy, ComponentViews.Word(test.IsHealthy), test.Duration, test.Message);
        }

        var (known, reason) = ComponentViews.StatusOf(component);
        return Told(known == ComponentViews.Up, known, TimeSpan.Zero, component.BuiltIn
            ? "It is part of this server."
            : reason ?? "Nothing is known of its health: it was discovered, and is not asked from here.");
    }

    /// <exception cref="ApiException">There is no such component.</exception>
    public static KnownComponent Find(ApiRequest request) =>
        request.Services.Components.Find(request.PathName)
        ?? throw new ApiException(ComponentProblems.NotFound(request.PathName, request.Services.Components.Names));

    private static Answer Told(bool success, string status, TimeSpan duration, string message) => Answer.Ok(
        new ComponentTest(success, status, Math.Round(duration.TotalMilliseconds, 3), message),
        HarmoniaJson.Wire.ComponentTest);
}
