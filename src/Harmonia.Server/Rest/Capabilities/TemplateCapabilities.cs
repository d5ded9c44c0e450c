using Harmonia.Server.Rest.Templates;

namespace Harmonia.Server.Rest.Capabilities;

/// <summary>Capabilities about templates.</summary>
internal static class TemplateCapabilities
{
    public static readonly Capability[] All =
    [
        new(
            "create_template",
            CapabilityTable.Workflow,
            "Saves a template of a workflow.",
            [
                CapabilityParameter.Needed("name", "Its name."),
                CapabilityParameter.Needed("workflow_definition_id", "The id or name of its workflow."),
                CapabilityParameter.Optional("parameters", "object", "What whoever uses it can say."),
                CapabilityParameter.Optional("description", "string", "What it is for."),
            ],
            static (request, parameters) => CapabilityCalls.Told(
                TemplateSaving.CreateAsync(request.With(null, parameters)))),
        new(
            "instantiate_template",
            CapabilityTable.Workflow,
            "Makes a workflow of a template.",
            [
                CapabilityParameter.Needed("template_id", "The id or name of a template."),
                CapabilityParameter.Optional("parameter_values", "object", "Values of its parameters."),
                CapabilityParameter.Optional("name", "string", "What the workflow is called."),
            ],
            static (request, parameters) => CapabilityCalls.Told(InstantiateEndpoint.InstantiateAsync(
                request.With(CapabilityCalls.IdIn(request, parameters, "template_id"), parameters)))),
    ];
}
