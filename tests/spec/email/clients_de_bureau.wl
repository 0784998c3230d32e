// Ce qui n'existe que sous Windows : Faux (0, ""), et ErreurInfo dit pourquoi.
sNotes est une emailSessionNotes
sNotes.Nom = "marie"
sNotes.BaseDeCourrier = "mail\marie.nsf"
sNotes.Profil = "bureau"
Trace(sNotes.BaseDeCourrier, sNotes.Profil)
Trace(sNotes.OuvreSession(), ErreurDétectée, ErreurInfo())
Trace(EmailOuvreSessionNotes("marie", "secret"), ErreurInfo())
Trace(NotesOuvreSession("marie", "secret"), ErreurInfo())
Trace(EmailCherchePremierNotes(sNotes, "facture"), Email.EnDehors, ErreurInfo())
Trace(EmailOuvreSessionOutlook("profil"), ErreurInfo())
Trace("[" + OutlookListeProfil() + "]", ErreurInfo())
Trace("[" + OutlookProfilDéfaut() + "]", ErreurInfo())
Trace(EmailOuvreSession("profil Exchange"), ErreurInfo())
Trace(EmailLanceAppli(), ErreurInfo())
Trace(EmailOuvreMessagerie(), ErreurInfo())
unMessage est un Email
Trace(SAI_Corps.VersEmail(unMessage), ErreurInfo())
Trace(EmailEnvoieMessage(sNotes, unMessage), ErreurInfo())
Trace(EmailNbMessage(sNotes), ErreurInfo())
Trace(sNotes.LitPremier(), Email.EnDehors, ErreurInfo())
SI PAS NotesÉcritDocument(sNotes, "facture", 12) ALORS Trace(ErreurInfo())
Trace(OutlookOuvreSession("profil"), ErreurInfo())
Trace("et le programme continue")
