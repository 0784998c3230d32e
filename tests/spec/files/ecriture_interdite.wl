// Sous wlmail try, un programme n'écrit que dans son dossier et dans le dossier temporaire.
Trace(fSauveTexte("/etc/wlmail-interdit.txt", "x"), ErreurDétectée)
Trace(fSauveTexte("essai.txt", "x"), ErreurDétectée)
Trace(fSupprime("essai.txt"))
