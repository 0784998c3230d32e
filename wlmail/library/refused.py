"""Functions that answer with a failure: what they would do is not offered, and a program can go on without it.

HTTP may not leave the machine under `wlmail try` and is not offered yet elsewhere; reports are binary elements of a
project. A mail whose attachment would be such a report is not sent without it, when the program tests the result.
"""

from __future__ import annotations

from wlmail.language.registry import Value, function
from wlmail.runtime.errors import Failure
from wlmail.runtime.run import Run

NO_HTTP = "wlmail sends no HTTP requests yet; fetch the data before the program runs and read it from a file"
NO_REPORTS = "reports are binary elements of a WINDEV project; make the PDF there and attach the file"

for english, french in (
    ("HTTPRequest", "HTTPRequête"),
    ("HTTPSendForm", "HTTPEnvoieFormulaire"),
    ("HTTPSend", "HTTPEnvoie"),
    ("RESTSend", "RESTEnvoie"),
    ("HTTPCreateForm", "HTTPCréeFormulaire"),
    ("HTTPAddParameter", "HTTPAjouteParamètre"),
    ("HTTPAddFile", "HTTPAjouteFichier"),
):

    @function(english, french, on_failure=False)
    def no_request(run: Run, *arguments: Value) -> bool:
        """Not offered: HTTP requests. Failure, always: False.

        Source: stdlib.md 7.
        """
        raise Failure(NO_HTTP)


@function("HTTPGetResult", "HTTPDonneRésultat", on_failure="")
def no_answer(run: Run, *arguments: Value) -> str:
    """Not offered: the answer to an HTTP request. Failure, always: "".

    Source: stdlib.md 7.
    """
    raise Failure(NO_HTTP)


for english, french in (
    ("iPrintReport", "iImprimeEtat"),
    ("iInitReportQuery", "iInitRequêteEtat"),
    ("iPrint", "iImprime"),
    ("iPrintBlock", "iImprimeBloc"),
    ("iPrintDoc", "iImprimeDoc"),
):

    @function(english, french, on_failure=False)
    def no_report(run: Run, *arguments: Value) -> bool:
        """Not offered: printing. Failure, always: False.

        Source: stdlib.md 7.
        """
        raise Failure(NO_REPORTS)


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


@function("iLastFile", "iDernierFichier", on_failure="")
def no_last_file(run: Run) -> str:
    """Not offered: the file of the last report. Failure, always: "".

    Source: stdlib.md 7.
    """
    raise Failure(NO_REPORTS)
