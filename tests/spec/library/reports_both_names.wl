// Reports are not printed here: a program that tests the result does not send the mail without its attachment.
Trace(iDestination(iPDF, "invoice.pdf"), iParameterPDF("a"), iParamètrePDF("a"), iEndPrinting(), iFinImprime(), iEndReport(), iFinEtat())
Trace(iPrintReport("RPT_Invoice", 12), iImprimeEtat("ETAT_Facture"), ErrorOccurred, ErrorInfo())
Trace(iInitReportQuery("RPT_Invoice", 1), iInitRequêteEtat("ETAT_Facture"), "<" + iLastFile() + iDernierFichier() + ">")
Trace(iPrint("x"), iImprime("x"), iPrintBlock("x"), iImprimeBloc("x"), iPrintDoc("x"), iImprimeDoc("x"))
