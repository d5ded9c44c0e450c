using Harmonia.Core.Failures;

namespace Harmonia.Components.Registered;

/// <summary>Reads <c>health</c> and <c>circuit_breaker</c>.</summary>
internal static class AvailabilityReader
{
    private const int MaxFailures = 100;

    private static readonly TimeSpan MinInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxInterval = TimeSpan.FromHours(1);
    private static readonly TimeSpan MaxProbe = TimeSpan.FromSeconds(60);

    public static HealthDeclaration ReadHealth(ObjectReader component, List<Finding> findings)
    {
        var usual = new HealthDeclaration();
        if (component.Value("health") is not { } element)
        {
            return usual;
        }

        var fields = new ObjectReader(element, component.PointerTo("health"), findings);
        var path = fields.Text("path");
        if (path is not null && (PathTemplate.Problem(path) ?? ProblemOfFixed(path)) is { } problem)
        {
            fields.Report(FindingCodes.InvalidValue, "path", problem);
        }

        var health = new HealthDeclaration
        {
            Path = path ?? HealthDeclaration.DefaultPath,
            IsDeclared = true,
            Interval = AtLeast(fields, "interval", fields.Seconds("interval", MaxInterval)) ?? usual.Interval,
            Timeout = fields.Seconds("timeout", MaxProbe) ?? usual.Timeout,
        };
        fields.RefuseUnknown();
        return health;
    }

    public static BreakerDeclaration ReadBreaker(ObjectReader component, List<Finding> findings)
    {
        var usual = new BreakerDeclaration();
        if (component.Value("circuit_breaker") is not { } element)
        {
            return usual;
        }

        var fields = new ObjectReader(element, component.PointerTo("circuit_breaker"), findings);
        var breaker = new BreakerDeclaration
        {
            Failures = (int)(fields.Integer("failures", 1, MaxFailures) ?? usual.Failures),
            OpenFor = AtLeast(fields, "open_for", fields.Seconds("open_for", MaxInterval)) ?? usual.OpenFor,
        };
        fields.RefuseUnknown();
        return breaker;
    }

    private static string? ProblemOfFixed(string path) =>
        PathTemplate.Names(path).Any() ? "Nobody gives parameters for this path." : null;

    private static TimeSpan? AtLeast(ObjectReader fields, string field, TimeSpan? value)
    {
        if (value < MinInterval)
        {
            fields.Report(FindingCodes.InvalidValue, field, "At least 1 second is expected here.");
        }

        return value;
    }
}
