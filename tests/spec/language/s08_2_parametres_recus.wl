// Sans liste ouverte, et avec tout par défaut.
Envoie()
Envoie("x")

PROCÉDURE Envoie(sSujet = "sans objet", LOCAL nPriorité = 3)
SI MesParamètres..NbReçus = 0 ALORS sSujet = "rien reçu"
Trace(MesParamètres..NbReçus, MesParamètres..Occurrence, sSujet, nPriorité)
