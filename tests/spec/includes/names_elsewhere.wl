// EXTERN of names says that they exist elsewhere (7.9); here they are variables without a value.
EXTERN gsServer, gsUser
EXTERN nPort is int
Trace("<" + gsServer + ">", nPort, gsUser = Null)
gsServer = "smtp.example.com"
nPort = 25
Show()
PROCEDURE Show()
EXTERN gsServer
Trace(gsServer, nPort)
