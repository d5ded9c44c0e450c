using Harmonia.Components.Registered;
using Harmonia.Core.Definitions;
using Harmonia.Core.Failures;

namespace Harmonia.Server.Rest.Components;

/// <summary>A declaration that came in, read and checked.</summary>
internal sealed record ReceivedComponent(
    ComponentDeclaration Declaration, DefinitionText Text, IReadOnlyList<Finding> Warnings);

/// <summary>Reads the declaration in a request.</summary>
internal static class ComponentIntake
{
    /// <param name="request">With the declaration as its body, in JSON or YAML.</param>
    /// <param name="name">What it must be called; <see langword="null"/> for any name.</param>
    /// <exception cref="ApiException">It is wrong, or this server cannot use it.</exception>
    public static async ValueTask<ReceivedComponent> ReadAsync(ApiRequest request, string? name)
    {
        var max = request.Services.BodyLimits.Component;
        var (bytes, format) = await RequestBody.ReadDefinitionAsync(request, max);
        var body = RequestBody.Parse(bytes, format, RequestBody.Limits(max));
        List<Finding> findings = [];
        var declaration = ComponentDeclarationReader.Read(body.Root, "", findings);
        findings.AddRange(DeclarationMask.FindHidden(body.Root).Select(pointer => new Finding(
            FindingCodes.InvalidValue,
            pointer,
            $"'{DeclarationMask.Hidden}' is told in the place of a value that may be secret. Send the value itself, or "
                + "where it is kept.")));
        if (declaration is not null)
        {
            RefuseBuiltIn(request, declaration.Name);
            CheckName(declaration, name, findings);
            CheckUse(request, declaration, findings);
        }

        Finding[] placed = [.. findings.Select(body.Place)];
        return declaration is not null && !Array.Exists(placed, finding => finding.IsError)
            ? new ReceivedComponent(declaration, DefinitionText.Of(body.Root), placed)
            : throw new ApiException(Problem.Of(ApiCodes.InvalidInput, placed));
    }

    /// <exception cref="ApiException">The name is that of a component of this release.</exception>
    public static void RefuseBuiltIn(ApiRequest request, string name)
    {
        if (request.Services.Components.Find(name) is { BuiltIn: true })
        {
            throw new ApiException(ComponentProblems.BuiltIn(name));
        }
    }

    private static void CheckName(ComponentDeclaration declaration, string? name, List<Finding> findings)
    {
        if (name is not null && declaration.Name != name)
        {
            findings.Add(new Finding(
                FindingCodes.InvalidValue,
                "/name",
                $"The declaration is that of '{declaration.Name}', and the address names '{Wire.Shorten(name)}'. A "
                    + "component keeps its name: register another one instead.")
            { Suggestion = name });
        }
    }

    private static void CheckUse(ApiRequest request, ComponentDeclaration declaration, List<Finding> findings)
    {
        foreach (var finding in request.Services.Components.Registry.Live.Check(declaration))
        {
            switch (finding.Code)
            {
                case FindingCodes.NotAllowed:
                    throw new ApiException(ComponentProblems.BuiltIn(declaration.Name));
                case FindingCodes.TooLarge:
                    break; // That there are too many is no fault of the declaration; the store says so.
                default:
                    findings.Add(finding);
                    break;
            }
        }
    }
}
