using FsCheck;
using FsCheck.Fluent;
using Ovs.Tools.OvsdbTool;

namespace Ovs.Tools.Tests.OvsdbTool;

public sealed class RecordDateTests
{
    [Theory]
    [InlineData("{'_date':1700000000123}", "2023-11-14 22:13:20.123")]
    [InlineData("{'_date':1700000000}", "2023-11-14 22:13:20.000")]
    [InlineData("{'_date':-1}", "1969-12-31 23:59:59.000")]
    public void Dates_are_shown_in_utc_and_old_ones_were_seconds(string record, string expected) =>
        Assert.Equal(expected, RecordDate.Format(RecordDate.Of(TestJson.Object(record))!.Value));

    [Theory]
    [InlineData("{}")]
    [InlineData("{'_date':'yesterday'}")]
    [InlineData("{'_date':1.5}")]
    [InlineData("{'_date':9223372036854775807}")]
    [InlineData("{'_date':-9223372036854775808}")]
    public void What_is_no_date_is_none(string record) => Assert.Null(RecordDate.Of(TestJson.Object(record)));

    [Fact]
    public void What_is_shown_is_read_back() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).Select(seconds => (seconds * 1000L) + (seconds % 1000)).ToArbitrary(), date =>
        {
            Assert.True(RecordDate.TryParse(RecordDate.Format(date), out var read));
            Assert.Equal(date, read);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("2023-11-14", 1699920000000)]
    [InlineData("2023-11-14 22:13", 1699999980000)]
    [InlineData("2023-11-14T22:13:20Z", 1700000000000)]
    [InlineData("2023-11-14T22:13:20.5+01:00", 1699996400500)]
    public void People_may_write_less(string text, long expected)
    {
        Assert.True(RecordDate.TryParse(text, out var read));
        Assert.Equal(expected, read);
    }

    [Theory]
    [InlineData("12", 12, 0)]
    [InlineData("2023-11-14", null, 1699920000000)]
    public void A_moment_is_a_number_or_a_time(string text, int? number, long dateMs)
    {
        Assert.True(LogMoment.TryParse(text, out var moment));
        Assert.Equal(new LogMoment(number, dateMs), moment);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("now")]
    [InlineData("2023-13-14")]
    [InlineData("99999999999999999999")]
    public void Anything_else_is_no_moment(string text) => Assert.False(LogMoment.TryParse(text, out _));
}
