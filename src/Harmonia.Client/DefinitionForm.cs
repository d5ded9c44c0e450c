namespace Harmonia.Client;

/// <summary>The forms in which the definition of a workflow can be asked for.</summary>
public enum DefinitionForm
{
    /// <summary>As its author wrote it.</summary>
    Original,

    /// <summary>As it is carried out, whatever the dialect of its author.</summary>
    Canonical,
}
