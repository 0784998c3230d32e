sAdresse est une chaîne = "x"
Trace(sAdrese)
Erreurr("oups")
EmailEnvoiMessage(sAdresse)
x est un entierr
