using Platform.Registrations.Matching;

namespace Platform.Registrations.Tests.Matching;

public sealed class PhoneTailTests
{
    [Theory]
    [InlineData("+218 91 123 4567")]
    [InlineData("0911234567")]
    [InlineData("٠٩١-١٢٣٤٥٦٧")]
    [InlineData("1234567")]
    public void The_last_seven_digits_count_however_they_are_written(string phone) => Assert.Equal("1234567", PhoneTail.Of(phone)?.ToString());

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("none")]
    [InlineData("123456")]
    public void Fewer_are_no_phone(string? phone) => Assert.Null(PhoneTail.Of(phone));

    [Theory]
    [InlineData("1234567", "1234567", 0)]
    [InlineData("1234567", "1234568", 1)]
    [InlineData("0234567", "9234568", 2)]
    [InlineData("0000000", "1111111", 7)]
    public void Digits_are_compared_place_by_place(string one, string other, int apart) => Assert.Equal(apart, PhoneTail.Of(one)!.Value.DigitsApart(PhoneTail.Of(other)!.Value));
}
