using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Ovs.Ovsdb.Server.Storage;
using Ovs.Runtime.Json;

namespace Ovs.Ovsdb.Server.Tests.Storage;

public sealed class LogFileTests : IDisposable
{
    private static readonly string[] s_standalone = [LogRecord.StandaloneMagic];
    private static readonly string[] s_any = [LogRecord.StandaloneMagic, LogRecord.ClusterMagic];

    private readonly TemporaryFolder _folder = new();

    private string FileName => _folder["db"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_record_is_a_header_line_and_a_line_of_JSON() => Assert.Equal(
        "OVSDB JSON 8 1ba3ca340bcf7c975bf730e953aa884f416dd2ec\n{\"x\":0}\n"u8.ToArray(),
        LogRecord.Compose("JSON", Json.Parse("{'x':0}")));

    [Fact]
    public void What_is_appended_is_read_again_in_order()
    {
        Write("{'x':0}", "{'x':1}", "{'x':2}");
        Assert.Equal(["{'x':0}", "{'x':1}", "{'x':2}"], ReadAll(out var error));
        Assert.Null(error);
    }

    [Theory]
    [InlineData("", "cannot identify file type")]
    [InlineData("OVSDB", "unexpected file format")]
    [InlineData("OVSDB JSON 5 xxxx\n{}\n", "unexpected file format")]
    [InlineData("OVSDB JSON 0 1ba3ca340bcf7c975bf730e953aa884f416dd2ec\n", "unexpected file format")]
    [InlineData("OVSDB OTHER 8 1ba3ca340bcf7c975bf730e953aa884f416dd2ec\n{\"x\":0}\n", "cannot identify file type")]
    public void A_file_that_is_no_database_is_refused(string content, string reason)
    {
        File.WriteAllText(FileName, content);
        var error = LogFile.Open(FileName, s_any, LogOpenMode.ReadWrite, null, out var log);
        Assert.Null(log);
        Assert.Equal($"ovsdb error: {FileName}: {reason}", error!.ToText());
        Open(LogOpenMode.CreateOrOpen, "other").Dispose(); // The lock was given back.
    }

    [Fact]
    public void A_missing_file_is_an_IO_error()
    {
        var error = LogFile.Open(FileName, s_any, LogOpenMode.ReadOnly, null, out _);
        Assert.Equal($"I/O error: {FileName}: open failed (No such file or directory)", error!.ToText());
    }

    [Fact]
    public void A_file_that_exists_is_not_created()
    {
        File.WriteAllText(FileName, "");
        var error = LogFile.Open(FileName, s_standalone, LogOpenMode.CreateNew, null, out _);
        Assert.Equal($"I/O error: {FileName}: create failed (File exists)", error!.ToText());
    }

    [Fact]
    public void A_dangling_link_is_created_where_it_leads()
    {
        File.CreateSymbolicLink(FileName, _folder["target"]);
        Write(LogOpenMode.CreateNew, "{'x':0}");
        Assert.True(new FileInfo(_folder["target"]).Length > 0);
        Assert.True(File.Exists(_folder[".target.~lock~"]));
    }

    [Theory]
    [InlineData("OVSDB JSON nine 1ba3ca340bcf7c975bf730e953aa884f416dd2ec\n{'x':1}\n", "syntax error: FILE: parse error at offset 62 in header line \"OVSDB JSON\"")]
    [InlineData("OVSDB CLUSTER 8 1ba3ca340bcf7c975bf730e953aa884f416dd2ec\n{'x':0}\n", "syntax error: FILE: parse error at offset 62 in header line \"OVSDB CLUSTER\"")]
    [InlineData("OVSDB JSON 5 d910b02871075d3156ec8675dfc95b7d5d640aa6\nnull\n", "syntax error: FILE: 5 bytes starting at offset 116 are not valid JSON (line 0, column 4, byte 4: syntax error at beginning of input)")]
    [InlineData("OVSDB JSON 11 c25f1eaa1ee1a431e4c092c9bb912ad6ac11bf98\n{'x':1} {}\n", "syntax error: FILE: 11 bytes starting at offset 117 are not valid JSON (line 0, column 8, byte 8: trailing garbage at end of input)")]
    [InlineData("OVSDB JSON 8 1ba3ca340bcf7c975bf730e953aa884f416dd2ec\n{'x':1}\n", "syntax error: FILE: 8 bytes starting at offset 116 have SHA-1 hash e53c0e03e58bfdbf3031a9d1d2a90d4e68f7adc6 but should have hash 1ba3ca340bcf7c975bf730e953aa884f416dd2ec")]
    [InlineData("OVSDB JSON 9 1ba3ca340bcf7c975bf730e953aa884f416dd2ec\n{'x':0}\n", "I/O error: FILE: error reading 9 bytes starting at offset 116 (End of file)")]
    public void A_bad_record_is_explained_and_ends_the_log(string record, string explanation)
    {
        Write("{'x':0}");
        File.AppendAllText(FileName, record.Replace('\'', '"'));
        Assert.Equal(["{'x':0}"], ReadAll(out var error));
        Assert.Equal(explanation.Replace("FILE", FileName), error!.ToText());
    }

    [Fact]
    public void A_torn_record_of_many_blocks_tells_how_much_is_left()
    {
        Write("{'x':0}", $"{{'x':'{new string('a', 20000)}'}}");
        using (var file = File.OpenWrite(FileName))
        {
            file.SetLength(file.Length - 10);
        }

        Assert.Equal(["{'x':0}"], ReadAll(out var error));
        Assert.Equal($"I/O error: {FileName}: error reading 3625 bytes starting at offset 120 (End of file)", error!.ToText());
    }

    [Fact]
    public void Wherever_the_last_record_is_torn_those_before_it_stay_and_the_next_takes_its_place()
    {
        Write("{'x':0}", "{'x':1}");
        var before = File.ReadAllBytes(FileName).Length;
        Write("{'x':0}", "{'x':1}", "{'torn':'some text that is lost'}");
        var whole = File.ReadAllBytes(FileName);
        for (var length = before; length < whole.Length; length++)
        {
            File.WriteAllBytes(FileName, whole[..length]);
            using (var log = Open(LogOpenMode.ReadWrite))
            {
                Assert.Equal(["{'x':0}", "{'x':1}"], ReadAll(log, out var error));
                Assert.Equal(length == before, error is null);
                Assert.Equal(length, new FileInfo(FileName).Length); // Looking changes nothing.
                Assert.Null(log.Append(Json.Parse("{'x':2}")));
                Assert.Null(log.Commit());
            }

            Assert.Equal(["{'x':0}", "{'x':1}", "{'x':2}"], ReadAll(out var laterError));
            Assert.Null(laterError);
        }
    }

    [Fact]
    public void A_record_that_is_unread_gives_way_to_the_next_one()
    {
        Write("{'x':0}", "{'x':1}", "{'x':2}");
        using (var log = Open(LogOpenMode.ReadWrite))
        {
            Assert.Null(log.Read(out _));
            Assert.Null(log.Read(out _));
            log.Unread(new Data.OvsdbError(null, "unwanted"));
            Assert.Equal("ovsdb error: unwanted", log.Read(out _)!.ToText());
            Assert.Null(log.Append(Json.Parse("{'x':3}")));
        }

        Assert.Equal(["{'x':0}", "{'x':3}"], ReadAll(out _));
    }

    [Fact]
    public void A_replaced_log_holds_the_new_records_and_takes_more()
    {
        Write("{'x':0}", "{'x':1}");
        using (var log = Open(LogOpenMode.ReadWrite))
        {
            Assert.Null(log.Replace(Json.Parse("{'y':0}"), Text("{'y':1}")));
            Assert.Null(log.Append(Json.Parse("{'y':2}")));
        }

        Assert.Equal(["{'y':0}", "{'y':1}", "{'y':2}"], ReadAll(out _));
        Assert.False(File.Exists(FileName + ".tmp"));
    }

    [Fact]
    public void Replacing_a_linked_log_keeps_the_link()
    {
        File.CreateSymbolicLink(FileName, _folder["target"]);
        using (var log = Open(LogOpenMode.CreateOrOpen))
        {
            Assert.Null(log.Append(Json.Parse("{'x':0}")));
            Assert.Null(log.Replace(Json.Parse("{'y':0}")));
        }

        Assert.Equal(_folder["target"], new FileInfo(FileName).LinkTarget);
        Assert.Equal(["{'y':0}"], ReadAll(out _));
    }

    [Fact]
    public void A_log_that_cannot_be_replaced_stays_as_it_was()
    {
        Write("{'x':0}");
        Directory.CreateDirectory(FileName + ".tmp");
        using (var log = Open(LogOpenMode.ReadWrite))
        {
            Assert.Equal(
                $"I/O error: failed to remove {FileName}.tmp (Is a directory)",
                log.Replace(Json.Parse("{'y':0}"))!.ToText());
        }

        Assert.Equal(["{'x':0}"], ReadAll(out _));
    }

    [Fact]
    public void A_log_is_written_by_one_only()
    {
        using var log = Open(LogOpenMode.CreateOrOpen);
        Assert.Equal(
            $"I/O error: {FileName}: failed to lock lockfile (Resource deadlock avoided)",
            LogFile.Open(FileName, s_standalone, LogOpenMode.ReadWrite, null, out _)!.ToText());
        Assert.Null(log.Append(Json.Parse("{'x':0}")));
        Assert.Equal(["{'x':0}"], ReadAll(out _)); // Reading needs no lock.
    }

    [Fact]
    public void Random_files_are_read_without_a_crash() => Prop.ForAll<byte[], int>((bytes, cut) =>
    {
        var record = LogRecord.Compose("JSON", Json.Parse("{'x':[1,2.5,'text',{'y':null}]}"));
        var damaged = (byte[])record.Clone();
        for (var i = 0; i < bytes.Length && i < 3; i++)
        {
            damaged[(bytes[i] * 7919 + Math.Abs(cut % 1000)) % damaged.Length] ^= (byte)(bytes[i] | 1);
        }

        byte[][] contents = [bytes, [.. record, .. bytes], damaged, [.. record, .. damaged, .. record]];
        foreach (var content in contents)
        {
            File.WriteAllBytes(FileName, content);
            if (LogFile.Open(FileName, s_any, LogOpenMode.ReadOnly, null, out var log) is null)
            {
                ReadAll(log!, out _);
                log!.Dispose();
            }
        }
    }).QuickCheckThrowOnFailure();

    private void Write(params string[] records)
    {
        File.Delete(FileName);
        Write(LogOpenMode.CreateNew, records);
    }

    private void Write(LogOpenMode mode, params string[] records)
    {
        using var log = Open(mode);
        foreach (var record in records)
        {
            Assert.Null(log.Append(Json.Parse(record)));
        }
    }

    private LogFile Open(LogOpenMode mode, string name = "db")
    {
        Assert.Null(LogFile.Open(_folder[name], s_standalone, mode, null, out var log));
        return log!;
    }

    private List<string> ReadAll(out Data.OvsdbError? error)
    {
        using var log = Open(LogOpenMode.ReadOnly);
        return ReadAll(log, out error);
    }

    private static List<string> ReadAll(LogFile log, out Data.OvsdbError? error)
    {
        var records = new List<string>();
        while (true)
        {
            error = log.Read(out var json);
            if (json is null)
            {
                return records;
            }

            records.Add(json.ToString().Replace('"', '\''));
        }
    }

    private static RecordText Text(string json)
    {
        var text = new RecordText();
        Runtime.Json.JsonWriter.Append(text.Output, Json.Parse(json));
        return text;
    }
}
