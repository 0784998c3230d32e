Trace("avant")
Ferme("FEN_Envoi", 1)
Trace("jamais")
