using Harmonia.Core.Expressions;

namespace Harmonia.Core.Tests.Expressions;

public sealed class ErrorTests
{
    [Theory]
    [InlineData("", ExpressionError.Syntax, 0)]
    [InlineData("1 +", ExpressionError.Syntax, 3)]
    [InlineData("(1", ExpressionError.Syntax, 2)]
    [InlineData("a = 1", ExpressionError.Syntax, 2)]
    [InlineData("'open", ExpressionError.Syntax, 0)]
    [InlineData("\"${1\"", ExpressionError.Syntax, 0)]
    [InlineData("'\\q'", ExpressionError.Syntax, 1)]
    [InlineData("007", ExpressionError.Syntax, 0)]
    [InlineData("1e", ExpressionError.Syntax, 1)]
    [InlineData("[1 2]", ExpressionError.Syntax, 3)]
    [InlineData("x => x", ExpressionError.Syntax, 0)]
    [InlineData("input.items.map(1)", ExpressionError.Syntax, 12)]
    [InlineData("len()", ExpressionError.Syntax, 0)]
    [InlineData("nosuch(1)", ExpressionError.UnknownFunction, 0)]
    [InlineData("nosuch", ExpressionError.MissingReference, 0)]
    [InlineData("input.nothing", ExpressionError.MissingReference, 6)]
    [InlineData("input.items[7]", ExpressionError.MissingReference, 11)]
    [InlineData("input.empty.deeper", ExpressionError.MissingReference, 12)]
    [InlineData("input.items[0.5]", ExpressionError.WrongType, 12)]
    [InlineData("1 + true", ExpressionError.WrongType, 4)]
    [InlineData("true < false", ExpressionError.WrongType, 7)]
    [InlineData("'abc' * 2", ExpressionError.WrongType, 8)]
    [InlineData("keys(1)", ExpressionError.WrongType, 0)]
    [InlineData("1 / 0", ExpressionError.InvalidArgument, 4)]
    [InlineData("1 % 0", ExpressionError.InvalidArgument, 4)]
    [InlineData("1e308 * 10", ExpressionError.InvalidArgument, 8)]
    [InlineData("parseJson('{')", ExpressionError.InvalidArgument, 0)]
    [InlineData("number('x')", ExpressionError.InvalidArgument, 0)]
    [InlineData("matches('a', '(')", ExpressionError.InvalidArgument, 0)]
    [InlineData("matches('a', '(a)\\\\1')", ExpressionError.InvalidArgument, 0)]
    [InlineData("now().addDays(1e9)", ExpressionError.InvalidArgument, 6)]
    [InlineData("now().diff(now(), 'weeks')", ExpressionError.InvalidArgument, 6)]
    public void A_mistake_has_its_code_and_its_place(string text, string code, int offset)
    {
        var error = Run.Error(text);
        Assert.Equal((code, offset), (error.Code, error.Offset));
    }

    [Theory]
    [InlineData("inpt.name", "input", "There is no 'inpt'. Did you mean 'input'?")]
    [InlineData("input.nam", "name", "There is no 'input.nam'. Did you mean 'name'?")]
    [InlineData("input['nam']", "name", "There is no 'input.nam'. Did you mean 'name'?")]
    [InlineData("toUppercase('a')", "toUpperCase", "There is no function 'toUppercase'. Did you mean 'toUpperCase'?")]
    public void A_wrong_name_is_answered_with_the_nearest_one(string text, string nearest, string message)
    {
        var error = Run.Error(text);
        Assert.Equal((nearest, message), (error.Suggestion, error.Message));
    }

    [Theory]
    [InlineData("constructor")]
    [InlineData("input.constructor.constructor('return process')()")]
    [InlineData("input.__proto__.polluted")]
    [InlineData("''.constructor.prototype")]
    [InlineData("[].map(x => x).constructor")]
    [InlineData("this.process.mainModule.require('child_process')")]
    [InlineData("(() => { return process })()")]
    [InlineData("(function(){ return this })()")]
    [InlineData("Object.getPrototypeOf(input)")]
    [InlineData("__import__('os').system('id')")]
    [InlineData("input.GetType().Assembly")]
    [InlineData("System.IO.File.ReadAllText('/etc/passwd')")]
    [InlineData("`${process.env}`")]
    [InlineData("input['__class__']['__mro__']")]
    [InlineData("Reflect.ownKeys(input)")]
    [InlineData("new Function('return 1')()")]
    [InlineData("eval('1')")]
    [InlineData("import('fs')")]
    [InlineData("input.items.map.call(1)")]
    public void A_payload_that_escapes_other_sandboxes_is_a_typed_error(string payload) =>
        Assert.Contains(
            Run.Error(payload).Code,
            (string[])[ExpressionError.Syntax, ExpressionError.UnknownFunction, ExpressionError.MissingReference]);

    [Theory]
    [InlineData("input?.constructor")]
    [InlineData("input.__proto__ ?? null")]
    [InlineData("''?.constructor?.constructor")]
    public void Prototype_names_are_plain_keys_that_nobody_set(string payload) =>
        Assert.Equal("null", Run.Value(payload));

    [Fact]
    public void Prototype_names_can_be_keys_of_data() =>
        Assert.Equal("1", Run.Value("data.__proto__", new JsonScope("""{"data":{"__proto__":1}}""")));

    [Fact]
    public void Text_that_is_no_valid_Unicode_is_a_typed_error() =>
        Assert.Equal(
            ExpressionError.InvalidArgument,
            Run.Error("bad + 'x'", new JsonScope("""{"bad":"\ud800"}""")).Code);
}
