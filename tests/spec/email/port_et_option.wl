// Le serveur de capture prend tout : ce qu'un vrai serveur refuserait est dit.
PROCÉDURE Essaie(nPort, nOption)
s est un emailSessionSMTP
s.AdresseServeur = "smtp.exemple.fr"
s.Port = nPort
s.Option = nOption
Trace(nPort, nOption, EmailOuvreSession(s))
FIN
Essaie(465, emailProtocoleSMTPS)
Essaie(465, emailOptionDéfaut)
Essaie(465, optionTLS)
Essaie(587, optionTLS)
Essaie(587, emailProtocoleSMTPS)
Essaie(587, emailOptionDéfaut)
