using System.Text.Json;
using Harmonia.Components.Tekton.Calling;
using Harmonia.Core.Failures;

namespace Harmonia.Components.Tekton.Rhetor;

/// <summary>Something to ask a model for, and how its answer is read.</summary>
internal interface IPrompt
{
    /// <summary>What the model is asked; reads its fields, and reports what is missing.</summary>
    string Compose(CallInput input);

    /// <summary>Adds what the answer says to the output.</summary>
    /// <returns>The main value, or why the answer cannot be used.</returns>
    (JsonElement? Result, TaskFailure? Failure) Read(string response, FamilyOutput output);
}
