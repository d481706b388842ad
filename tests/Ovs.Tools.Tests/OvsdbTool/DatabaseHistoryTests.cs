using System;
using System.Collections.Generic;
using FsCheck;
using FsCheck.Fluent;
using Ovs.Ovsdb.Server.Transactions;
using Ovs.Runtime.Json;
using Ovs.Tools.OvsdbTool;

namespace Ovs.Tools.Tests.OvsdbTool;

// How records are written is a setting of the whole process.
[Collection(nameof(Ovs.Ovsdb.Server.Transactions.TransactionRecord))]
public sealed class DatabaseHistoryTests
{
    /// <summary>The state after each record, told by the log, is the state that there was.</summary>
    [Fact]
    public void Every_state_that_was_is_found_again_by_number_and_by_time()
    {
        var steps = Gen.Elements(
            "{'op':'insert','table':'Dog','row':{'name':'a','age':1}}",
            "{'op':'insert','table':'Dog','row':{'name':'b','toys':['set',['ball','bone']]}}",
            "{'op':'update','table':'Dog','where':[['name','==','a']],'row':{'age':7,'toys':'stick'}}",
            "{'op':'mutate','table':'Dog','where':[['age','<',9]],'mutations':[['age','+=',1]]}",
            "{'op':'mutate','table':'Dog','where':[],'mutations':[['toys','delete','ball'],['toys','insert','rope']]}",
            "{'op':'delete','table':'Dog','where':[['name','==','b']]}",
            "{'op':'delete','table':'Dog','where':[['age','>',8]]}");
        var histories = steps.NonEmptyListOf().ToArbitrary();
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(30), Prop.ForAll(histories, history => CheckStates([.. history])));
    }

    [Fact]
    public void A_number_beyond_the_last_record_is_an_error()
    {
        using var pets = new PetDatabase();
        using var log = pets.OpenLog();
        var error = DatabaseHistory.Rewind(log, new LogMoment(1, 0), out var database);
        Assert.Equal("there is no record 1: the last one is record 0", error);
        Assert.Null(database);
    }

    [Fact]
    public void A_record_that_cannot_be_applied_is_named()
    {
        using var pets = new PetDatabase();
        using (var database = pets.Open())
        {
            PetDatabase.Require(database.Storage.Append(JsonWriter.ToUtf8(TestJson.Object("{'Cat':{}}")), isDurable: false));
        }

        using var log = pets.OpenLog();
        var error = DatabaseHistory.Rewind(log, new LogMoment(1, 0), out _);
        Assert.Equal("syntax \"{\"Cat\":{}}\": unknown table: record 1: No table named Cat.", error);
    }

    private static void CheckStates(List<string> operations)
    {
        var clock = 1_000_000_000_000L;
        var saved = TransactionRecord.WallClockMs;
        TransactionRecord.WallClockMs = () => clock;
        try
        {
            using var pets = new PetDatabase();
            var states = new List<(long DateMs, JsonObject Contents)>();
            using (var database = pets.Open())
            {
                states.Add((clock, PetDatabase.Contents(database)));
                foreach (var operation in operations)
                {
                    clock += 1000;
                    PetDatabase.Transact(database, operation);
                    var contents = PetDatabase.Contents(database);

                    // What changed nothing has no record.
                    if (!contents.Equals(states[^1].Contents))
                    {
                        states.Add((clock, contents));
                    }
                }
            }

            for (var i = 0; i < states.Count; i++)
            {
                Assert.Equal(states[i].Contents, At(pets, new LogMoment(i, 0)));
                Assert.Equal(states[i].Contents, At(pets, new LogMoment(null, states[i].DateMs)));
                Assert.Equal(states[Math.Max(i - 1, 0)].Contents, At(pets, new LogMoment(null, states[i].DateMs - 1)));
            }
        }
        finally
        {
            TransactionRecord.WallClockMs = saved;
        }
    }

    private static JsonObject At(PetDatabase pets, LogMoment moment)
    {
        using var log = pets.OpenLog();
        Assert.Null(DatabaseHistory.Rewind(log, moment, out var database));
        using (database)
        {
            return PetDatabase.Contents(database!);
        }
    }
}
