using Harmonia.Core.Definitions;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Tests.Definitions.Checking;

public sealed class LoopFieldTests
{
    private const string Within = "tasks: {within: {type: expression, result: 1}}";

    [Fact]
    public void A_loop_has_bounds_even_when_it_does_not_say()
    {
        var loop = Compile.Task($"tasks: {{l: {{type: loop, while: true, {Within}}}}}", "l").Loop!;
        Assert.Equal((1_000, 10, TimeSpan.Zero), (loop.MaxIterations, loop.KeepLast, loop.Delay));
        Assert.Equal(
            LoopSettings.MostIterations,
            Compile.Task($"tasks: {{l: {{type: loop, count: 2000, {Within}}}}}", "l").Loop!.MaxIterations);
    }

    [Theory]
    [InlineData("", FindingCodes.MissingField, "")]
    [InlineData("count: -1", FindingCodes.InvalidValue, "/count")]
    [InlineData("count: many", FindingCodes.WrongType, "/count")]
    [InlineData("while: 5", FindingCodes.WrongType, "/while")]
    [InlineData("until: true, max_iterations: 0", FindingCodes.InvalidValue, "/max_iterations")]
    [InlineData("until: true, keep_last: 5000", FindingCodes.InvalidValue, "/keep_last")]
    [InlineData("until: true, on_limit: stop", FindingCodes.InvalidValue, "/on_limit")]
    [InlineData("until: true, delay: -1", FindingCodes.InvalidValue, "/delay")]
    [InlineData("until: true, component: c", FindingCodes.InvalidValue, "/component")]
    [InlineData("while: tasks.within.output > 1", FindingCodes.UnknownTask, "/while")]
    [InlineData("while: item > 1", FindingCodes.UnknownReference, "/while")]
    [InlineData("count: '${iteration}'", FindingCodes.UnknownReference, "/count")]
    public void What_a_loop_cannot_mean_is_refused(string fields, string code, string pointer) =>
        Compile.Refuse(
            $"{{name: n, tasks: {{l: {{type: loop, {(fields.Length == 0 ? "" : fields + ", ")}{Within}}}}}}}",
            code,
            $"/tasks/l{pointer}");

    [Fact]
    public void A_loop_needs_something_to_do() =>
        Compile.Refuse("{name: n, tasks: {l: {type: loop, count: 2}}}", FindingCodes.MissingField, "/tasks/l");

    [Fact]
    public void Nothing_outside_of_a_loop_has_an_iteration() => Compile.Refuse(
        "{name: n, tasks: {a: {type: expression, result: '${iteration}'}}}",
        FindingCodes.UnknownReference,
        "/tasks/a/result");
}
