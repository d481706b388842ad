using System;
using System.Globalization;
using Ovs.Loads;

// Whole-system loads; see each load's class for what it needs.
return args switch
{
    // Measures one part of the switch in this process.
    ["forward"] => ForwardLoad.Run(3, 5),
    ["forward", var rounds] => ForwardLoad.Run(Number(rounds), 5),
    ["forward", var rounds, var seconds] => ForwardLoad.Run(Number(rounds), Number(seconds)),

    // Measure a database server that runs.
    ["database-file", var path, var kind] => DatabaseFiles.Make(path, kind),
    ["database", var socket, var load, var clients, var seconds] =>
        DatabaseLoad.Run(socket, load, Number(clients), Number(seconds)),
    _ => Usage(),
};

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

static int Usage()
{
    Console.Error.WriteLine("""
        usage: Ovs.Loads forward [ROUNDS [SECONDS]]
               Ovs.Loads database-file PATH empty|log|rows
               Ovs.Loads database SOCKET insert|insert-durable|update|mutate|select|fan-out CLIENTS SECONDS
        """);
    return 2;
}
