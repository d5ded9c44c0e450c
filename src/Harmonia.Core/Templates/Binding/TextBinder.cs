using System.Text;
using System.Text.Json;
using Harmonia.Core.Definitions.Checking;
using Harmonia.Core.Executions;
using Harmonia.Core.Expressions;
using Harmonia.Core.Expressions.Syntax;
using Harmonia.Core.Failures;

namespace Harmonia.Core.Templates.Binding;

/// <summary>What the engine makes of a text when it carries the workflow out.</summary>
internal enum TextUse
{
    /// <summary>It renders it: <c>${…}</c> is evaluated, and <c>$${</c> stands for <c>${</c>.</summary>
    Rendered,

    /// <summary>It evaluates it: a condition, which may stand without <c>${ }</c>.</summary>
    Evaluated,

    /// <summary>It takes it as it is.</summary>
    Plain,
}

/// <summary>Fills the parameters of one text in, so that a value stays a value whatever is written in it.</summary>
internal sealed class TextBinder(JsonElement values, int maxLength, FindingList findings)
{
    private readonly ExpressionBinder _expressions = new(values, findings);

    /// <returns>
    /// What stands in its place, and whether that came out of a parameter; <see langword="null"/> to leave it alone.
    /// </returns>
    public (JsonElement Value, bool IsValue)? Bind(string text, TextUse use, string pointer)
    {
        if (!text.Contains(ParameterScope.Roots[0], StringComparison.Ordinal))
        {
            return null;
        }

        if (use == TextUse.Evaluated && Expression.TryCompile(text, out var bare, out _))
        {
            return ExpressionBinder.UsesParameters(bare) ? BindBare(bare, pointer) : null;
        }

        return Parts(text) is { } parts && parts.Exists(part => part.UsesParameters)
            ? parts is [{ Expression: { } whole }] ? BindWhole(whole, pointer) : BindParts(parts, use, pointer)
            : null;
    }

    /// <summary>The text as the engine has to find it so that it sees <paramref name="text"/>.</summary>
    public static string Encode(string text, TextUse use) => !Interpolation.Occurs(text) && use != TextUse.Evaluated
        ? text
        : use switch
        {
            TextUse.Rendered => text.Replace("${", "$${", StringComparison.Ordinal),
            TextUse.Evaluated => $"${{{ExpressionLiteral.Of(JsonText.Of(text))}}}",
            _ => text,
        };

    private (JsonElement, bool)? BindBare(Expression bare, string pointer)
    {
        if (_expressions.TryCompute(bare, pointer, out var value))
        {
            return (value ?? JsonText.Null, true);
        }

        return Checked(_expressions.Bind(bare, pointer), pointer);
    }

    private (JsonElement, bool)? BindWhole(Expression whole, string pointer)
    {
        if (_expressions.TryCompute(whole, pointer, out var value))
        {
            return (value ?? JsonText.Null, true);
        }

        return Checked($"${{{_expressions.Bind(whole, pointer)}}}", pointer);
    }

    /// <summary>Puts a text together anew, out of literals that are escaped and expressions that are bound.</summary>
    private (JsonElement, bool)? BindParts(List<Part> parts, TextUse use, string pointer)
    {
        var text = new StringBuilder();
        var literal = new StringBuilder();
        foreach (var part in parts)
        {
            if (part.Expression is not { } expression)
            {
                literal.Append(part.Literal);
            }
            else if (use != TextUse.Evaluated // The text that would be left would be taken for an expression.
                && part.UsesParameters
                && _expressions.TryCompute(expression, pointer, out var value))
            {
                literal.Append(TextOf(value));
            }
            else
            {
                Flush(literal, text, use, beforeExpression: true);
                text.Append("${").Append(_expressions.Bind(expression, pointer)).Append('}');
            }

            if (text.Length + literal.Length > maxLength)
            {
                break; // Too long already: what is checked next reports it.
            }
        }

        Flush(literal, text, use, beforeExpression: false);
        return Checked(text.ToString(), pointer);
    }

    /// <summary>Dollar signs right before an expression would turn it into text, so they become an expression too.
    /// </summary>
    private static void Flush(StringBuilder literal, StringBuilder text, TextUse use, bool beforeExpression)
    {
        var plain = literal.ToString();
        literal.Clear();
        if (use == TextUse.Plain)
        {
            text.Append(plain);
            return;
        }

        var safe = beforeExpression ? plain.TrimEnd('$') : plain;
        text.Append(Encode(safe, TextUse.Rendered));
        if (safe.Length < plain.Length)
        {
            text.Append(Encode(plain[safe.Length..], TextUse.Evaluated));
        }
    }

    private (JsonElement, bool)? Checked(string text, string pointer)
    {
        if (text.Length <= maxLength)
        {
            return (JsonText.Of(text), false);
        }

        findings.Error(
            FindingCodes.TooLarge,
            pointer,
            $"With its parameters filled in, this text has more than {maxLength} characters. Pass less.");
        return (JsonText.Null, false);
    }

    private static string TextOf(JsonElement? value) => value switch
    {
        null => "",
        { ValueKind: JsonValueKind.String } text => text.GetString()!,
        { } other => Encoding.UTF8.GetString(Definitions.DefinitionText.Of(other).Utf8.Span),
    };

    /// <returns><see langword="null"/> when it does not compile: the workflow's compiler says so in its place.
    /// </returns>
    private static List<Part>? Parts(string text)
    {
        List<Part> parts = [];
        try
        {
            foreach (var part in Interpolation.Split(text))
            {
                if (!part.IsExpression)
                {
                    parts.Add(new Part(part.Text, null));
                }
                else if (Expression.TryCompile(part.Text, out var expression, out _))
                {
                    parts.Add(new Part("", expression));
                }
                else
                {
                    return null;
                }
            }

            return parts;
        }
        catch (SyntaxException)
        {
            return null;
        }
    }

    private sealed record Part(string Literal, Expression? Expression)
    {
        public bool UsesParameters { get; } = Expression is not null && ExpressionBinder.UsesParameters(Expression);
    }
}
