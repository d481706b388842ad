using Ovs.Native.Libc;
using Ovs.Runtime.CommandLine;
using Ovs.Runtime.Control;
using Ovs.Runtime.Logging;
using Ovs.Runtime.Process;

// A daemon that does nothing but live as every daemon does; the tests of daemon life start it.
var log = LogModule.Define("test_daemon");
var failure = 0;
OptionRow[] own =
[
    new("fail", OptionArgument.Required, value => failure = int.Parse(value!)) { Help = "fail to start with that status" },
];
using var daemon = DaemonProgram.Start(
    "test-daemon", args, own, () => "test-daemon: does nothing, reliably\n" + DaemonOptions.Help());
if (failure > 0)
{
    StandardError.WriteLine("test-daemon: failing as asked");
    FilesToUnlink.UnlinkAll();
    ProgramExit.With(failure);
}

daemon.Commands.Register("exit", "", 0, 0, request =>
{
    request.Reply("");
    daemon.Loop.Post(daemon.Loop.Stop);
});
daemon.Commands.Register("crash", "", 0, 0, _ => Signals.DieBy(Signals.SIGSEGV));
daemon.Commands.Register("throw", "", 0, 0, _ => throw new System.InvalidOperationException("thrown as asked"));
daemon.Commands.Register("say", "TEXT", 1, 1, request =>
{
    log.Info(request.Arguments[0]);
    request.Reply("");
});
daemon.Memory.Add(usage => usage["things"] = 3);
TimeCommands.Register(daemon.Commands, daemon.Loop);
daemon.Complete();
return daemon.Run();
