"""`python -m wlmail` is the command `wlmail`."""

import sys

from wlmail.cli import main

sys.exit(main())
