"""Functions that answer with a failure: what they would do is not offered, and a program can go on without it.

HTTP may not leave the machine under `wlmail try` and is not offered yet elsewhere; reports are binary elements of a
project. A mail whose attachment would be such a report is not sent without it, when the program tests the result.
"""

from __future__ import annotations

from wlmail.language.registry import Value, function, recognised

NO_HTTP = "wlmail sends no HTTP requests yet; fetch the data before the program runs and read it from a file"
NO_REPORTS = "reports are binary elements of a WINDEV project; make the PDF there and attach the file"

for _english, _french in (
    ("HTTPRequest", "HTTPRequête"),
    ("HTTPSendForm", "HTTPEnvoieFormulaire"),
    ("HTTPSend", "HTTPEnvoie"),
    ("RESTSend", "RESTEnvoie"),
    ("HTTPCreateForm", "HTTPCréeFormulaire"),
    ("HTTPAddParameter", "HTTPAjouteParamètre"),
    ("HTTPAddFile", "HTTPAjouteFichier"),
):
    recognised(globals(), _english, _french, NO_HTTP)
recognised(globals(), "HTTPGetResult", "HTTPDonneRésultat", NO_HTTP, on_failure="")

for _english, _french in (
    ("iPrintReport", "iImprimeEtat"),
    ("iInitReportQuery", "iInitRequêteEtat"),
    ("iPrint", "iImprime"),
    ("iPrintBlock", "iImprimeBloc"),
    ("iPrintDoc", "iImprimeDoc"),
):
    recognised(globals(), _english, _french, NO_REPORTS)
recognised(globals(), "iLastFile", "iDernierFichier", NO_REPORTS, on_failure="")

for english, french in (
    ("iDestination", "iDestination"),
    ("iParameterPDF", "iParamètrePDF"),
    ("iEndPrinting", "iFinImprime"),
    ("iEndReport", "iFinEtat"),
):

    @function(english, french)
    def no_destination(*arguments: Value) -> bool:
        """Nothing to do: what is printed goes nowhere, and iPrintReport says so.

        Source: stdlib.md 7.
        """
        return True
