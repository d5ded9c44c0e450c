using static Harmonia.Core.Tests.Schemas.SchemaTesting;

namespace Harmonia.Core.Tests.Schemas;

public sealed class SchemaNumberTests
{
    [Theory]
    [InlineData("""{"const": 1}""", "1.0", true)]
    [InlineData("""{"const": 1}""", "10e-1", true)]
    [InlineData("""{"const": 0}""", "-0.0", true)]
    [InlineData("""{"const": 9007199254740993}""", "9007199254740992", false)]
    [InlineData("""{"type": "integer"}""", "1.0", true)]
    [InlineData("""{"type": "integer"}""", "1e400", true)]
    [InlineData("""{"type": "integer"}""", "1e-400", false)]
    [InlineData("""{"type": "integer"}""", "0.1e99999999999999999999", true)]
    [InlineData("""{"multipleOf": 0.01}""", "4.35", true)]
    [InlineData("""{"multipleOf": 0.01}""", "4.355", false)]
    [InlineData("""{"multipleOf": 0.0001}""", "0.0075", true)]
    [InlineData("""{"multipleOf": 3}""", "1e1000000", false)]
    [InlineData("""{"multipleOf": 1e-300}""", "1e300", true)]
    [InlineData("""{"multipleOf": 7}""", "0", true)]
    [InlineData("""{"multipleOf": 1e10}""", "10000000000.0", true)]
    [InlineData("""{"maximum": 0.1}""", "0.10000000000000000000000000000000000001", false)]
    [InlineData("""{"maximum": 0.1}""", "0.1000000000000000000000000000000000000", true)]
    [InlineData("""{"minimum": -1e308}""", "-1e309", false)]
    [InlineData("""{"exclusiveMinimum": -2}""", "-2.0", false)]
    [InlineData("""{"exclusiveMinimum": -2}""", "-1.999", true)]
    [InlineData("""{"maximum": 99}""", "1e2", false)]
    [InlineData("""{"maxLength": 2.0}""", "\"abc\"", false)]
    [InlineData("""{"maxLength": 1e100}""", "\"abc\"", true)]
    [InlineData("""{"uniqueItems": true}""", "[1, 2, 3, 4, 5, 6, 7, 8, 9, 1.00]", false)]
    [InlineData("""{"enum": [1, 2, 3, 4, 5, 6, 7, 8, 9]}""", "9.0", true)]
    [InlineData("""{"enum": [1, 2, 3, 4, 5, 6, 7, 8, 90]}""", "9e1", true)]
    public void Numbers_are_compared_without_rounding(string schema, string value, bool valid) =>
        Assert.Equal(valid, Compile(schema).IsValid(Json(value)));

    [Fact]
    public void A_number_of_very_many_digits_is_refused_without_dividing_it() =>
        Assert.False(Compile("""{"multipleOf": 3}""").IsValid(Json(new string('3', 100_000))));
}
