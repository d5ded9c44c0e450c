using System.Text.Json;
using Harmonia.Components.Tekton.Calling;

namespace Harmonia.Components.Tekton.Synthesis;

/// <summary>A call that Synthesis makes.</summary>
internal static class ApiStep
{
    public static (string Type, JsonElement Parameters) Read(CallInput input) => ("api", RunStep.Parameters(
        input,
        Field.Need("url"),
        Field.May("method"),
        Field.May("headers"),
        Field.May("params", "query"),
        Field.May("data"),
        Field.May("json", "body"),
        Field.May("timeout")));
}
