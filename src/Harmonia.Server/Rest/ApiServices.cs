using Harmonia.Server.Hosting;
using Harmonia.Server.Rest.Approvals;
using Harmonia.Server.Rest.Components;
using Harmonia.Server.Rest.Templates;
using Microsoft.Extensions.Logging;

namespace Harmonia.Server.Rest;

/// <summary>What the endpoints of one server work with.</summary>
internal sealed class ApiServices(
    HarmoniaConfiguration configuration,
    EmbeddedEngine embedded,
    FamilyPresence presence,
    TimeProvider time,
    ILoggerFactory loggers)
{
    private readonly long _startedAt = time.GetTimestamp();

    public HarmoniaConfiguration Configuration { get; } = configuration;

    public EmbeddedEngine Embedded { get; } = embedded;

    /// <summary>What this server is to the Tekton family.</summary>
    public FamilyPresence Presence { get; } = presence;

    public TimeProvider Time { get; } = time;

    /// <summary>Links with which people can answer approvals.</summary>
    public ApprovalLinks Links { get; } = new(ApprovalKey.Open(configuration));

    public BodyLimits BodyLimits { get; } = BodyLimits.Of(configuration);

    public DefinitionChecker Definitions { get; } = new(embedded);

    public WorkflowLookup Workflows { get; } = new(embedded.Workflows);

    public TemplateCatalog Templates { get; } = new(embedded.Templates);

    /// <summary>Components that tasks can name.</summary>
    public KnownComponents Components { get; } = new(embedded);

    /// <summary>Calls of actions outside any execution.</summary>
    public DirectCalls DirectCalls { get; } = new(time, loggers.CreateLogger<DirectCalls>());

    public TimeSpan Uptime => Time.GetElapsedTime(_startedAt);
}
