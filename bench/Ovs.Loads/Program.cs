using System;
using System.Globalization;
using Ovs.Loads;

// usage: Ovs.Loads forward [ROUNDS [SECONDS]]
// Whole-system loads that measure one part of the switch in this process; see each load's class for what it needs.
if (args is not ["forward", ..])
{
    Console.Error.WriteLine("usage: Ovs.Loads forward [ROUNDS [SECONDS]]");
    return 2;
}

var rounds = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 3;
var seconds = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 5;
return ForwardLoad.Run(rounds, seconds);
