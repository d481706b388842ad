using System.IO;
using System.Linq;
using Ovs.Ovsdb.Server.Storage;
using Ovs.Ovsdb.Server.Transactions;
using Ovs.Tools.OvsdbTool;

namespace Ovs.Tools.Tests.OvsdbTool;

// How records are written is a setting of the whole process.
[Collection(nameof(Ovs.Ovsdb.Server.Transactions.TransactionRecord))]
public sealed class FileRewriteTests
{
    [Fact]
    public void In_place_the_file_holds_the_same_rows_in_one_transaction_and_nothing_is_left_beside_it()
    {
        using var pets = new PetDatabase();
        Ovs.Runtime.Json.JsonObject before;
        using (var database = pets.Open())
        {
            PetDatabase.Transact(database, "{'op':'insert','table':'Dog','row':{'name':'a','age':1}}");
            PetDatabase.Transact(database, "{'op':'update','table':'Dog','where':[],'row':{'age':2}}");
            before = PetDatabase.Contents(database);
        }

        Rewrite(pets, pets.Path, null);
        using (var log = pets.OpenLog())
        {
            PetDatabase.Require(log.Read(out _));
            PetDatabase.Require(log.Read(out var record));
            Assert.Equal("why", (record!["_comment"] as Ovs.Runtime.Json.JsonString)?.Value);
            Assert.Null(record["_is_diff"]);
            PetDatabase.Require(log.Read(out var end));
            Assert.Null(end);
        }

        using (var database = pets.Open())
        {
            Assert.Equal(before, PetDatabase.Contents(database));
        }

        Assert.Equal(
            [".pets.db.tmp.~lock~", ".pets.db.~lock~", "pets.db"],
            Directory.GetFiles(pets.Folder).Select(Path.GetFileName).Order(System.StringComparer.Ordinal));
    }

    [Fact]
    public void A_symbolic_link_stays_one_and_its_target_is_replaced()
    {
        using var pets = new PetDatabase();
        File.CreateSymbolicLink(pets.In("link"), "pets.db");
        var before = new FileInfo(pets.Path).Length;
        Rewrite(pets, pets.In("link"), null);
        Assert.Equal("pets.db", new FileInfo(pets.In("link")).LinkTarget);
        Assert.True(new FileInfo(pets.Path).Length > before);
    }

    [Fact]
    public void What_a_crash_left_is_taken_away()
    {
        using var pets = new PetDatabase();
        File.WriteAllText(pets.Path + ".tmp", "half a datab");
        Rewrite(pets, pets.Path, null);
        Assert.False(File.Exists(pets.Path + ".tmp"));
    }

    [Fact]
    public void Another_file_is_made_or_replaced_and_the_source_stays()
    {
        using var pets = new PetDatabase();
        var before = File.ReadAllBytes(pets.Path);
        Rewrite(pets, pets.Path, pets.In("copy"));
        Rewrite(pets, pets.Path, pets.In("copy"));
        Assert.Equal(before, File.ReadAllBytes(pets.Path));
        using var copy = pets.Open(pets.In("copy"));
        Assert.Equal("Pets", copy.Name);
    }

    [Fact]
    public void Meanwhile_nobody_else_may_lock_the_files()
    {
        using var pets = new PetDatabase();
        using var rewrite = new FileRewrite(pets.Path, pets.In("copy"));
        Assert.True(LockFile.TryLock(pets.In("copy"), out _).IsError);
        Assert.False(LockFile.TryLock(pets.Path, out var source).IsError);
        source!.Dispose();
    }

    private static void Rewrite(PetDatabase pets, string source, string? target)
    {
        var saved = TransactionRecord.WritesDiffs;
        using var rewrite = new FileRewrite(source, target);
        PetDatabase.Require(StandaloneStorage.Open(rewrite.Source, isWritable: false, 0, out var storage));
        PetDatabase.Require(DatabaseFile.ReadSchema(storage!, out var schema));
        using var database = new Database(schema!, storage!);
        PetDatabase.Require(DatabaseFile.ReadTransactions(database, storage!));
        rewrite.Write(database, "why");
        TransactionRecord.WritesDiffs = saved;
    }
}
