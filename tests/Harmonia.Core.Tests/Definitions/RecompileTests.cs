using System.Text.Json;
using Harmonia.Core.Definitions;
using Harmonia.Core.Failures;
using Harmonia.Core.Tests.Definitions.Checking;

namespace Harmonia.Core.Tests.Definitions;

public sealed class RecompileTests
{
    [Fact]
    public void A_stored_definition_compiles_whatever_is_known_of_components_now()
    {
        var saved = Compile.Accept("{name: n, tasks: {a: {component: rhetor, action: generate_text}}}");
        var again = WorkflowCompiler.Recompile(JsonElement.Parse(DefinitionText.Of(saved.Source).Utf8.Span));

        Assert.Equal(saved.Hash, again.Hash);
        Assert.Equal("rhetor", again.Tasks[0].Component);
    }

    [Fact]
    public void A_definition_with_errors_says_which()
    {
        var exception = Assert.Throws<InvalidOperationException>(
            () => WorkflowCompiler.Recompile(JsonElement.Parse("""{"name": "n", "tasks": {}}""")));

        Assert.Contains(FindingCodes.InvalidValue, exception.Message, StringComparison.Ordinal);
        Assert.Contains("/tasks", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_definition_outlives_the_document_it_came_from()
    {
        WorkflowDefinition definition;
        using (var document = JsonDocument.Parse(
            """{"name": "n", "tasks": {"a": {"component": "http", "action": "request", "input": {"x": [1]}}}}"""))
        {
            definition = WorkflowCompiler.Compile(document.RootElement, Compile.Catalog,
                DefinitionLimits.Default).Definition!;
        }

        Assert.Equal("n", definition.Source.GetProperty("name").GetString());
        Assert.Equal("""{"x": [1]}""", definition.Tasks[0].Input.Source.GetRawText());
    }
}
