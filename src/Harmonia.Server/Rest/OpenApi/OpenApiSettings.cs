using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Harmonia.Server.Rest.OpenApi;

/// <summary>The description of the API, and the page that shows it.</summary>
internal static class OpenApiSettings
{
    public static void Add(IServiceCollection services)
    {
    }

    public static void Use(WebApplication app)
    {
    }
}
