using Harmonia.Core.Definitions;
using Harmonia.Engine.Ports;

namespace Harmonia.Engine.Running;

/// <summary>What a runner needs to begin an execution that the store does not know yet.</summary>
/// <param name="Definition">What it will keep for ever.</param>
/// <param name="Stored">Its text, to be stored with the first event; <see langword="null"/> when it is stored
/// already.</param>
/// <param name="IsFresh">Whether the id was made just now, so that the store need not be asked for it.</param>
public sealed record ExecutionSeed(WorkflowDefinition Definition, StoredDefinition? Stored, bool IsFresh);
