using Harmonia.Core.Executions;
using Harmonia.Engine.Ports;

namespace Harmonia.Storage;

/// <summary>Calls that no store can take: bugs of the caller.</summary>
internal static class StoreArguments
{
    public static void Check(Append append)
    {
        ArgumentNullException.ThrowIfNull(append);
        ArgumentOutOfRangeException.ThrowIfNegative(append.ExpectedVersion, nameof(append));
        if (append.Events.Count == 0 && (append.Heard.Count == 0 || append.Head is null))
        {
            throw new ArgumentException(
                "An append has at least one event, or a head and the end of a child that was heard of.",
                nameof(append));
        }

        if (append.ExpectedVersion == 0 && append.Head is null)
        {
            throw new ArgumentException("The first append of an execution has its head.", nameof(append));
        }

        if (append.Checkpoints.Any(checkpoint => checkpoint.ExecutionId != append.Id))
        {
            throw new ArgumentException("A checkpoint is that of another execution.", nameof(append));
        }

        if (append.Head is { } head && head.Id != append.Id)
        {
            throw new ArgumentException("The head is that of another execution.", nameof(append));
        }
    }

    public static void Check(StoredWorkflow workflow, StoredDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(workflow);
        ArgumentNullException.ThrowIfNull(definition);
        if (workflow.DefinitionHash != definition.Hash)
        {
            throw new ArgumentException("The definition is not the one that the workflow names.", nameof(definition));
        }

        if (workflow.OriginalHash != definition.Original?.Hash)
        {
            throw new ArgumentException("The original is not the one that the workflow names.", nameof(definition));
        }
    }

    public static void Check(StoredTemplate template, StoredTemplateVersion version)
    {
        ArgumentNullException.ThrowIfNull(template);
        ArgumentNullException.ThrowIfNull(version);
        if (template.Id != version.Template || template.Version != version.Version)
        {
            throw new ArgumentException("The version is not the one that the template names.", nameof(version));
        }
    }

    public static void Check(StoredComponent component)
    {
        ArgumentNullException.ThrowIfNull(component);
        ArgumentException.ThrowIfNullOrEmpty(component.Name);
        ArgumentException.ThrowIfNullOrEmpty(component.ContentHash);
    }

    public static void CheckPage(int limit, int offset = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
    }

    public static ArgumentException UnknownExecution(ExecutionId id) => new($"There is no execution {id}.", nameof(id));
}
