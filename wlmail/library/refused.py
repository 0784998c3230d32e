"""Functions that answer with a failure: what they would do is not offered, and a program can go on without it.

Reports are binary elements of a project. A mail whose attachment would be such a report is not sent without it, when
the program tests the result.
"""

from __future__ import annotations

from wlmail.language.registry import Value, function, recognised

NO_REPORTS = "reports are binary elements of a WINDEV project; make the PDF there and attach the file"

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
