namespace Harmonia.Cli.Tests.Samples;

public sealed class TektonTourTests : IDisposable
{
    private readonly TestTerminal _terminal = new();

    public void Dispose() => _terminal.Dispose();

    [Fact]
    public async Task One_command_tours_five_components_and_leaves_nothing_running()
    {
        var result = await Programs.TourAsync(_terminal.Root, "--json");

        Assert.True(result.Code == 0, result.Error);
        Assert.Equal("completed", result.Json.GetProperty("status").GetString());
        var output = result.Json.GetProperty("output");
        Assert.Equal("We look at bridges", output.GetProperty("command").GetString());
        Assert.Equal(2, output.GetProperty("steps").GetInt32());
        Assert.Equal(1, output.GetProperty("solutions").GetInt32());
        Assert.Equal("rhetor", output.GetProperty("analyzed_by").GetString());
        Assert.True(output.GetProperty("excused").GetBoolean());
        Assert.Equal(0, output.GetProperty("recalled").GetInt32());
        Assert.NotEqual("", output.GetProperty("memory_id").GetString());
        Assert.All(
            result.Json.GetProperty("tasks").EnumerateObject(),
            task => Assert.Equal("completed", task.Value.GetProperty("status").GetString()));
    }

    [Fact]
    public async Task What_goes_wrong_ends_it_with_another_code()
    {
        var result = await Programs.TourAsync(_terminal.Root, "--input", """{"topic": 7}""");

        Assert.NotEqual(0, result.Code);
        Assert.Contains("schema_violation", result.Error);
    }
}
