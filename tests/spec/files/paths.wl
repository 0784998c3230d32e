// Windows paths work here: \ separates, and a name is found whatever its case.
Trace(fLoadText("data\utf8.txt"))
Trace(fLoadText("DATA/Utf8.TXT"))
Trace(fFileExist("data\utf8.txt"), fFileExist("data"), fDirectoryExist("data"), fFileExist(""))
Trace(fExtractPath("C:\mails\letter.eml", fFileName + fExtension), fExtractPath("C:\mails\letter.eml", fExtension))
Trace(CompleteDir("") + "|", fExeDir() = fCurrentDir())
