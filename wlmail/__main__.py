"""`python -m wlmail` is the command `wlmail`."""

from wlmail.cli import as_process

as_process()
