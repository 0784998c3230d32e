d is Duration = 3 Min 30s
n is int = d
Trace(n)
n = 500ms
Trace(n)
n = 2 s
Trace(n)
EmailChangeTimeOut(30s)
Trace(EmailGetTimeOut())
e is Duration = 1min
n = d + e
Trace(n)
