namespace Ovs.Tools.DbCtl;

/// <summary>The commands that every database tool has.</summary>
internal static class DbCommands
{
    public static readonly CtlCommandRow[] Rows =
    [
        new("comment", 0, int.MaxValue, "[ARG]...", "", CtlAccess.ReadOnly, null, null),
        new("get", 2, int.MaxValue, "TABLE RECORD [COLUMN[:KEY]]...", "--if-exists,--id=",
            CtlAccess.ReadOnly, ReadCommands.PrepareGet, ReadCommands.Get),
        new("list", 1, int.MaxValue, "TABLE [RECORD]...", "--if-exists,--columns=",
            CtlAccess.ReadOnly, ReadCommands.PrepareList, ReadCommands.List),
        new("find", 1, int.MaxValue, "TABLE [COLUMN[:KEY]=VALUE]...", "--columns=",
            CtlAccess.ReadOnly, ReadCommands.PrepareFind, ReadCommands.Find),
        new("set", 3, int.MaxValue, "TABLE RECORD COLUMN[:KEY]=VALUE...", "--if-exists",
            CtlAccess.ReadWrite, WriteCommands.PrepareSet, WriteCommands.Set),
        new("add", 4, int.MaxValue, "TABLE RECORD COLUMN [KEY=]VALUE...", "--if-exists",
            CtlAccess.ReadWrite, WriteCommands.PrepareOneColumn, WriteCommands.Add),
        new("remove", 4, int.MaxValue, "TABLE RECORD COLUMN KEY|VALUE|KEY=VALUE...", "--if-exists",
            CtlAccess.ReadWrite, WriteCommands.PrepareOneColumn, WriteCommands.Remove),
        new("clear", 3, int.MaxValue, "TABLE RECORD COLUMN...", "--if-exists",
            CtlAccess.ReadWrite, WriteCommands.PrepareClear, WriteCommands.Clear),
        new("create", 2, int.MaxValue, "TABLE COLUMN[:KEY]=VALUE...", "--id=",
            CtlAccess.ReadWrite, WriteCommands.PrepareCreate, WriteCommands.Create)
        {
            Finish = WriteCommands.FinishCreate,
        },
        new("destroy", 1, int.MaxValue, "TABLE [RECORD]...", "--if-exists,--all",
            CtlAccess.ReadWrite, WriteCommands.PrepareDestroy, WriteCommands.Destroy),
        new("wait-until", 2, int.MaxValue, "TABLE RECORD [COLUMN[:KEY]=VALUE]...", "",
            CtlAccess.ReadOnly, ReadCommands.PrepareWaitUntil, ReadCommands.WaitUntil),
        new("show", 0, 0, "", "--filter=", CtlAccess.ReadOnly, ShowCommand.Prepare, ShowCommand.Run),
    ];
}
