using System.Text.Json;
using Harmonia.Components.BuiltIn;

namespace Harmonia.Components.Tests.BuiltIn;

public sealed class DataTransformTests
{
    private const string People =
        """
        [{"n": "Al", "age": 30, "at": {"city": "Bonn"}}, {"n": "Bo", "age": 20, "at": {"city": "Ulm"}},
         {"n": "Cy", "at": {"city": "Bonn"}}, {"n": "Di", "age": 40, "tags": ["x"]}]
        """;

    private readonly BuiltInExecutor _executor = new();

    [Theory]
    [InlineData("""{"type": "filter", "field": "n", "value": "Bo"}""", "Bo")]
    [InlineData("""{"type": "filter", "field": "at.city", "value": "Bonn"}""", "Al Cy")]
    [InlineData("""{"type": "filter", "field": "age", "operator": "neq", "value": 20}""", "Al Cy Di")]
    [InlineData("""{"type": "filter", "field": "age", "operator": "gt", "value": 20}""", "Al Di")]
    [InlineData("""{"type": "filter", "field": "age", "operator": "gte", "value": 30}""", "Al Di")]
    [InlineData("""{"type": "filter", "field": "age", "operator": "lt", "value": 30}""", "Bo")]
    [InlineData("""{"type": "filter", "field": "age", "operator": "lte", "value": 30.0}""", "Al Bo")]
    [InlineData("""{"type": "filter", "field": "age", "operator": "gt", "value": "20"}""", "")]
    [InlineData("""{"type": "filter", "field": "n", "operator": "in", "value": ["Cy", "Di"]}""", "Cy Di")]
    [InlineData("""{"type": "filter", "field": "tags", "operator": "contains", "value": "x"}""", "Di")]
    [InlineData("""{"type": "filter", "field": "n", "operator": "contains", "value": "o"}""", "Bo")]
    [InlineData("""{"type": "filter", "field": "age", "operator": "exists"}""", "Al Bo Di")]
    [InlineData("""{"type": "sort", "field": "age"}""", "Bo Al Di Cy")]
    [InlineData("""{"type": "sort", "field": "age", "direction": "desc"}""", "Di Al Bo Cy")]
    [InlineData("""{"type": "sort", "field": "at.city", "direction": "ascending"}""", "Al Cy Bo Di")]
    [InlineData("""{"type": "limit", "count": 2}""", "Al Bo")]
    [InlineData("""{"type": "deduplicate", "fields": ["at.city"]}""", "Al Bo Di")]
    [InlineData(""" "deduplicate" """, "Al Bo Cy Di")]
    public async Task Records_are_kept_and_ordered(string operation, string names)
    {
        var output = await TransformAsync(operation);

        Assert.Equal(
            names, string.Join(' ', output.EnumerateArray().Select(record => record.GetProperty("n").GetString())));
    }

    [Theory]
    [InlineData("""{"type": "normalize", "field": "age"}""", "[0.5,0,null,1]")]
    [InlineData("""{"type": "normalize", "field": "n"}""", "[30,20,null,40]")]
    [InlineData("""{"type": "limit", "count": 1}, {"type": "normalize", "field": "age"}""", "[0]")]
    [InlineData(
        """{"type": "limit", "count": 2}, {"type": "normalize", "field": "age", "method": "zscore"}""", "[1,-1]")]
    public async Task Numbers_are_scaled(string operations, string ages)
    {
        var output = await TransformAsync(operations);

        var found = output.EnumerateArray()
            .Select(record => record.TryGetProperty("age", out var age) ? age.GetRawText() : "null");
        Assert.Equal(ages, $"[{string.Join(',', found)}]");
    }

    [Theory]
    [InlineData("""{"type": "aggregate"}""", """[{"count": 4}]""")]
    [InlineData("""{"type": "aggregate", "function": "sum", "field": "age"}""", """[{"sum": 90}]""")]
    [InlineData(
        """{"type": "aggregate", "function": "avg", "field": "age", "group_by": "at.city"}""",
        """
        [{"at.city": "Bonn", "average": 30}, {"at.city": "Ulm", "average": 20}, {"at.city": null, "average": 40}]
        """)]
    [InlineData(
        """{"type": "filter", "field": "n", "value": "Zz"}, {"type": "aggregate", "function": "max", "field": "age"}""",
        """[{"max": null}]""")]
    [InlineData(
        """{"type": "limit", "count": 1}, {"type": "select", "fields": ["n", "at.city"]}""",
        """[{"n": "Al", "at.city": "Bonn"}]""")]
    public async Task Records_become_others(string operations, string expected)
    {
        var output = await TransformAsync(operations);

        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(expected), output), output.GetRawText());
    }

    [Theory]
    [InlineData("""{"previous": {"get": {"status_code": 200, "body": {"items": [{"n": 1}]}}}}""")]
    [InlineData("""{"previous": {"get": {"rows": [{"n": 1}]}}}""")]
    [InlineData("""{"previous": {"get": {"found": [{"n": 1}]}}}""")]
    [InlineData("""{"previous": {"get": [{"n": 1}]}}""")]
    [InlineData("""{"config": {"data": [{"n": 1}]}, "previous": {"get": {"data": []}}}""")]
    public async Task Records_are_found_in_what_came_before(string input)
    {
        var output = await _executor.OutputAsync(Calls.Call("data_transform", input));

        Assert.Equal("""{"executor":"builtin","count":1,"data":[{"n":1}]}""", output.GetRawText());
    }

    [Theory]
    [InlineData("""{"type": "mend"}""", "There is no operation \"mend\"")]
    [InlineData("""{"field": "n"}""", "/config/operations/0/type")]
    [InlineData("""{"type": "filter", "value": 1}""", "/config/operations/0/field")]
    [InlineData("""{"type": "filter", "field": "n", "operator": "like"}""", "/config/operations/0/operator")]
    [InlineData("""{"type": "sort", "field": "n", "direction": "up"}""", "/config/operations/0/direction")]
    [InlineData("""{"type": "normalize", "field": "n", "method": "guess"}""", "/config/operations/0/method")]
    [InlineData("""{"type": "aggregate", "function": "mode", "field": "n"}""", "/config/operations/0/function")]
    [InlineData("""{"type": "limit", "size": 1}""", "/config/operations/0/size")]
    [InlineData("7", "/config/operations/0")]
    public async Task An_operation_that_cannot_be_understood_is_refused(string operation, string words)
    {
        var failure = await _executor.FailureAsync(Calls.Call("data_transform", Input(operation)));

        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_many_records_or_operations_are_refused()
    {
        var many = string.Join(',', Enumerable.Repeat("\"deduplicate\"", 101));
        var operations = await _executor.FailureAsync(Calls.Call("data_transform", Input(many)));
        Assert.Contains("101 operations", operations.Message, StringComparison.Ordinal);

        var rows = string.Join(',', Enumerable.Repeat("1", 100_001));
        var records = await _executor.FailureAsync(
            Calls.Call("data_transform", $$"""{"config": {"data": [{{rows}}]} }"""));
        Assert.Contains("100001 records", records.Message, StringComparison.Ordinal);
    }

    private static string Input(string operations) =>
        $$$"""
        {"config": {"operations": [{{{operations}}}]}, "previous": {"get": {"data": {{{People}}} } } }
        """;

    private async Task<JsonElement> TransformAsync(string operations)
    {
        var output = await _executor.OutputAsync(Calls.Call("data_transform", Input(operations)));
        var data = output.GetProperty("data");
        Assert.Equal(data.GetArrayLength(), output.GetProperty("count").GetInt32());
        return data;
    }
}
