using Harmonia.Core.Expressions.Evaluation;
using Harmonia.Core.Expressions.Functions;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Expressions.Syntax;

internal sealed partial class Parser
{
    private CallNode ParseCall(string name, Token at, Node? target)
    {
        if (!FunctionTable.TryGet(name, out var function))
        {
            throw UnknownFunction(name, Here(at));
        }

        Take();
        var arguments = new List<Node>();
        if (target is not null)
        {
            arguments.Add(target);
        }

        Lambda? lambda = null;
        while (!TryTake(")"))
        {
            if (lambda is null && arguments.Count == 1 && function.Lambda != LambdaUse.None && IsLambda())
            {
                lambda = ParseLambda();
            }
            else
            {
                arguments.Add(ParseExpression());
            }

            if (!TryTake(",") && !Current.Is(")"))
            {
                throw Unexpected("',' or ')'");
            }
        }

        return Finish(function, arguments, lambda, target is not null, at);
    }

    private CallNode Finish(Function function, List<Node> arguments, Lambda? lambda, bool isMethod, Token at)
    {
        if (function.Lambda == LambdaUse.Required && lambda is null)
        {
            throw SyntaxException.At(
                Here(at), $"{function.Name}() needs a lambda, such as x => x > 1, after the list.");
        }

        if (arguments.Count < function.MinArguments || arguments.Count > function.MaxArguments)
        {
            throw SyntaxException.At(Here(at), WrongCount(function, arguments.Count));
        }

        if (function.ToleratesMissing)
        {
            arguments.ForEach(argument => argument.MakeOptional());
        }

        return Check(new CallNode(function, [.. arguments], lambda, isMethod, Here(at)));
    }

    private static string WrongCount(Function function, int count)
    {
        var wanted = function.MinArguments == function.MaxArguments
            ? $"{function.MinArguments}"
            : function.MaxArguments == int.MaxValue
                ? $"at least {function.MinArguments}"
                : $"{function.MinArguments} to {function.MaxArguments}";
        return $"{function.Name}() takes {wanted} arguments, counting what stands before the dot; {count} are given.";
    }

    /// <summary>Looks ahead for <c>x =></c>, <c>(x) =></c> or <c>(x, i) =></c>.</summary>
    private bool IsLambda()
    {
        if (Current.Kind == TokenKind.Name)
        {
            return _tokens[_position + 1].Is("=>");
        }

        var ahead = _position + 1;
        while (Current.Is("(") && _tokens[ahead].Kind == TokenKind.Name)
        {
            if (_tokens[ahead + 1].Is(")"))
            {
                return _tokens[ahead + 2].Is("=>");
            }

            if (!_tokens[ahead + 1].Is(","))
            {
                return false;
            }

            ahead += 2;
        }

        return false;
    }

    private Lambda ParseLambda()
    {
        var first = _state.Locals.Count;
        var at = Current;
        var isList = TryTake("(");
        do
        {
            _state.Locals.Add(Take().Text);
        }
        while (isList && TryTake(","));

        var count = _state.Locals.Count - first;
        if (count > 2)
        {
            throw SyntaxException.At(Here(at), "A lambda has one or two parameters.");
        }

        if (isList)
        {
            Expect(")");
        }

        Expect("=>");
        _state.LocalCount = Math.Max(_state.LocalCount, _state.Locals.Count);
        var body = ParseExpression();
        _state.Locals.RemoveRange(first, count);
        return new Lambda(first, count, body);
    }

    private static SyntaxException UnknownFunction(string name, int offset)
    {
        var near = NearestName.Find(name, FunctionTable.Names);
        var hint = near is null ? "" : $" Did you mean '{near}'?";
        return new SyntaxException(
            new ExpressionError(ExpressionError.UnknownFunction, $"There is no function '{name}'.{hint}", offset)
            {
                Suggestion = near,
            });
    }
}
